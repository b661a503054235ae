import { Button, Group, Stack, TextInput } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import type {
  ConnectedAccount,
  ConnectionView,
  ConnectorView,
  SignInFormView,
} from '../../../shared/contract/connections.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { AccountName } from './AccountName.tsx'
import { SignInWaiting } from './SignInWaiting.tsx'
import { useSignIn } from './useSignIn.ts'
import { WayInNotes } from './WayInNotes.tsx'

interface SignInFormProps {
  readonly connector: ConnectorView
  readonly form: SignInFormView
  readonly reconnect?: ConnectionView
  readonly onDone: (connected: ConnectedAccount) => void
}

/** Signing in on the service's own page: a button, and then waiting for the browser or for a code. */
export function SignInForm({ connector, form, reconnect, onDone }: SignInFormProps) {
  const [name, setName] = useState('')
  const [clientId, setClientId] = useState('')
  const signIn = useSignIn({ connector, form, reconnect, name, clientId, onDone })
  if (signIn.begun) return <SignInWaiting title={connector.title} signIn={signIn} begun={signIn.begun} />
  const needsId = form.clientIdWanted !== null
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    signIn.begin(false)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <WayInNotes form={form} />
        {needsId ? (
          <TextInput
            label="Client ID of your app"
            description={form.clientIdWanted}
            required
            autoComplete="off"
            spellCheck={false}
            value={clientId}
            onChange={(event) => setClientId(event.currentTarget.value)}
          />
        ) : null}
        <AccountName connector={connector} reconnect={reconnect} name={name} onName={setName} />
        {signIn.error === null ? null : (
          <ErrorNote title={`Not signed in to ${connector.title}`} error={signIn.error} />
        )}
        <Group justify="flex-end">
          <Button
            type="submit"
            data-autofocus
            leftSection={<IconExternalLink size={16} aria-hidden />}
            disabled={needsId && clientId.trim() === ''}
            loading={signIn.isBeginning}
          >
            {reconnect === undefined ? form.title : `Sign in again to ${reconnect.name}`}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
