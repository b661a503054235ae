import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type {
  ConnectedAccount,
  ConnectionView,
  ConnectorView,
  KeyFormView,
} from '../../../shared/contract/connections.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { AccountName, givenName } from './AccountName.tsx'
import { RecognisedNote } from './RecognisedNote.tsx'
import { WayInNotes } from './WayInNotes.tsx'

interface CredentialFormProps {
  readonly connector: ConnectorView
  readonly form: KeyFormView
  readonly reconnect?: ConnectionView
  readonly onDone: (connected: ConnectedAccount) => void
  readonly onWay: (form: string) => void
}

/** Drawn from the connector's own declaration. The key goes to the engine and stays nowhere in this window. */
export function CredentialForm({ connector, form, reconnect, onDone, onWay }: CredentialFormProps) {
  const { engine } = useEngine()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [name, setName] = useState('')
  const connect = useMutation({
    mutationFn: () =>
      engine.connections.add({
        service: connector.id,
        form: form.id,
        values,
        ...givenName(reconnect?.name ?? name),
      }),
    // What failed or succeeded is no reason to keep a key in the window's memory.
    gcTime: 0,
    onSuccess: (connected) => {
      setValues({})
      onDone(connected)
    },
  })
  const isComplete = form.fields.every((field) => (values[field.name] ?? '').trim() !== '')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isComplete) connect.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <WayInNotes form={form} />
        {form.fields.map((field, index) => {
          const Input = field.secret ? PasswordInput : TextInput
          const text = values[field.name] ?? ''
          return (
            <Stack key={field.name} gap={4}>
              <Input
                label={field.label}
                required
                autoComplete="off"
                spellCheck={false}
                data-autofocus={index === 0 || undefined}
                value={text}
                onChange={(event) => setValues({ ...values, [field.name]: event.currentTarget.value })}
              />
              <RecognisedNote
                connector={connector}
                form={form}
                field={field.name}
                text={text}
                onWay={onWay}
              />
            </Stack>
          )
        })}
        <AccountName connector={connector} reconnect={reconnect} name={name} onName={setName} />
        {connect.isError ? (
          <ErrorNote title={`${connector.title} did not let us in`} error={connect.error} />
        ) : null}
        <Group justify="flex-end">
          <Button type="submit" disabled={!isComplete} loading={connect.isPending}>
            {reconnect === undefined ? `Connect ${connector.title}` : `Reconnect ${reconnect.name}`}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
