import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { ConnectionView, ConnectorView } from '../../../shared/contract/connections.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'

interface CredentialFormProps {
  readonly connector: ConnectorView
  readonly form: ConnectorView['credentials'][number]
  readonly reconnect?: ConnectionView
  readonly onDone: (connection: ConnectionView) => void
}

/** Drawn from the connector's own declaration. The key goes to the engine and stays nowhere in this window. */
export function CredentialForm({ connector, form, reconnect, onDone }: CredentialFormProps) {
  const { engine } = useEngine()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [name, setName] = useState('')
  const connect = useMutation({
    mutationFn: () =>
      engine.connections.add({
        service: connector.id,
        form: form.id,
        values,
        ...nameFor(reconnect?.name ?? name),
      }),
    // What failed or succeeded is no reason to keep a key in the window's memory.
    gcTime: 0,
    onSuccess: ({ connection, warning }) => {
      setValues({})
      notifications.show({
        title: `${connection.name} is connected`,
        message: warning ?? `Signed in to ${connection.account.name} at ${connector.title}.`,
      })
      onDone(connection)
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
        <Text>{form.help}</Text>
        {form.fields.map((field, index) => {
          const Input = field.secret ? PasswordInput : TextInput
          return (
            <Input
              key={field.name}
              label={field.label}
              required
              autoComplete="off"
              spellCheck={false}
              data-autofocus={index === 0 || undefined}
              value={values[field.name] ?? ''}
              onChange={(event) => setValues({ ...values, [field.name]: event.currentTarget.value })}
            />
          )
        })}
        {reconnect === undefined ? (
          <TextInput
            label="Your name for it"
            description={`Left empty: the name that ${connector.title} has for the account`}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
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

function nameFor(name: string): { readonly name?: string } {
  return name.trim() === '' ? {} : { name: name.trim() }
}
