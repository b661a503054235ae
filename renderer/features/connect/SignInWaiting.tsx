import { Anchor, Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import type { BegunSignIn } from '../../../shared/contract/connections.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import type { SignIn } from './useSignIn.ts'

interface SignInWaitingProps {
  readonly title: string
  readonly signIn: SignIn
  readonly begun: BegunSignIn
}

/** While the user is at the service's page. In a browser the page is opened from here; the desktop app opens it itself. */
export function SignInWaiting({ title, signIn, begun }: SignInWaitingProps) {
  const { host } = useEngine()
  const [code, setCode] = useState('')
  const pastes = begun.how === 'paste'
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (code.trim() !== '') signIn.finish(code)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {host.kind === 'browser' ? (
          <Stack gap="xs" align="flex-start">
            <Text>{pageWords(title, pastes)}</Text>
            <Button
              component="a"
              href={begun.authorizeUrl}
              target="_blank"
              rel="noopener noreferrer"
              variant={pastes ? 'default' : 'filled'}
              leftSection={<IconExternalLink size={16} aria-hidden />}
              data-autofocus
            >
              Open {title}’s page
            </Button>
          </Stack>
        ) : (
          <Text>{openedWords(title, pastes)}</Text>
        )}
        {pastes ? (
          <TextInput
            label={`Code from ${title}`}
            description="Or the whole address of the page that shows it"
            autoComplete="off"
            spellCheck={false}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        ) : (
          <Group gap="xs" role="status">
            <Loader size="xs" aria-hidden />
            <Text c="dimmed">Waiting for your browser to come back from {title}</Text>
          </Group>
        )}
        {signIn.pasteError === null ? null : (
          <ErrorNote title="This code does not open the account" error={signIn.pasteError} />
        )}
        <Group justify="space-between">
          {pastes ? (
            <span />
          ) : (
            <Anchor component="button" type="button" size="sm" onClick={() => signIn.begin(true)}>
              It does not come back? Use a code
            </Anchor>
          )}
          <Group gap="xs">
            <Button variant="default" onClick={() => signIn.cancel()}>
              Give up
            </Button>
            {pastes ? (
              <Button type="submit" disabled={code.trim() === ''} loading={signIn.isFinishing}>
                Finish signing in
              </Button>
            ) : null}
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

function pageWords(title: string, pastes: boolean): string {
  return pastes
    ? `Allow Listferry on ${title}’s page. It then shows a code: copy it, and paste it below.`
    : `Allow Listferry on ${title}’s page. This window goes on by itself after that.`
}

function openedWords(title: string, pastes: boolean): string {
  return pastes
    ? `${title}’s page is open in your browser. Allow Listferry there; it then shows a code. Copy it, and paste it below.`
    : `${title}’s page is open in your browser. Allow Listferry there, and let the browser open Listferry when it asks.`
}
