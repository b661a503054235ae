import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { useEngine } from '../../EngineContext.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { count, moment } from '../../words.ts'
import { useAbout } from '../settings/useSettings.ts'
import { ColourPicker } from './ColourPicker.tsx'
import { ConnectModal } from './ConnectModal.tsx'
import { OwnLimit } from './OwnLimit.tsx'
import { NameEditor } from './NameEditor.tsx'
import { useRemoveConnection } from './useRemoveConnection.tsx'

export function ConnectionCard({ connection }: { readonly connection: ConnectionView }) {
  const { engine } = useEngine()
  const [reconnecting, setReconnecting] = useState(false)
  const remove = useRemoveConnection(connection)
  const test = useMutation({
    mutationFn: () => engine.connections.test({ connection: connection.id }),
    onSuccess: ({ account }) =>
      notifications.show({
        title: `${connection.name} answers`,
        message: `Signed in to ${account.name} at ${connection.serviceTitle}.`,
      }),
  })
  return (
    <Paper component="li" withBorder p="md" bg="var(--lf-surface)">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Group gap="sm" wrap="nowrap" align="flex-start" flex="1 1 340px" miw={0}>
            <ColourPicker connection={connection} />
            <Stack gap={2}>
              <NameEditor connection={connection} />
              <AccountWords connection={connection} />
            </Stack>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" size="xs" loading={test.isPending} onClick={() => test.mutate()}>
              Test
            </Button>
            <Button variant="default" size="xs" onClick={() => setReconnecting(true)}>
              Reconnect
            </Button>
            <Button variant="subtle" size="xs" color="red" onClick={remove}>
              Remove
            </Button>
          </Group>
        </Group>
        {test.isError ? <ErrorNote title={`${connection.name} did not answer`} error={test.error} /> : null}
      </Stack>
      <ConnectModal opened={reconnecting} onClose={() => setReconnecting(false)} reconnect={connection} />
    </Paper>
  )
}

/** Whose account it is, its plan and its limits, as its service tells them. */
function AccountWords({ connection }: { readonly connection: ConnectionView }) {
  const { account, serviceTitle, wayIn, limits, practice, secretKept, hasEnded, createdAt } = connection
  const { data: about } = useAbout()
  const parts = [
    serviceTitle,
    account.name === connection.name ? null : account.name,
    account.email,
    account.plan === null ? null : `plan “${account.plan}”`,
    account.contactLimit === null ? null : `up to ${count(account.contactLimit)} people`,
  ]
  return (
    <>
      <Text c="dimmed">{parts.filter((part) => part !== null).join(' · ')}</Text>
      <OwnLimit connection={connection} />
      {limits.length === 0 ? null : (
        <Text c="dimmed" size="sm">
          Takes {limits.join(', ')}
        </Text>
      )}
      {wayIn.cannot.length === 0 ? null : (
        <Text c="dimmed" size="sm">
          {wayIn.cannot.join(' ')}
        </Text>
      )}
      <Group gap={6} mt={4}>
        {practice ? <Badge variant="default">Practice, nobody real</Badge> : null}
        <Badge variant="default">{wayIn.title}</Badge>
        {hasEnded ? (
          <Badge color="red" variant="light">
            The sign-in has ended: reconnect
          </Badge>
        ) : (
          <Badge variant="default">{keyWords(secretKept, about?.vault)}</Badge>
        )}
        <Text c="dimmed" size="xs">
          Connected {moment(createdAt)}
        </Text>
      </Group>
    </>
  )
}

function keyWords(isKept: boolean, vault: 'os' | 'memory' | undefined): string {
  if (!isKept) return 'Key must be given again'
  return vault === 'memory' ? 'Key in memory only' : 'Key in the keychain'
}
