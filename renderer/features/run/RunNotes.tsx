import { Alert, Button, Group, Text } from '@mantine/core'
import { IconPlayerPause, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { RunView } from '../../../shared/contract/runs.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import type { RunPhase } from './runPhase.ts'
import { useRunsUnderWay } from './useRunsUnderWay.ts'

/** Before the first row is sent. */
export function TurnNote({ view, service }: { readonly view: RunView; readonly service: string }) {
  const { underWay } = useRunsUnderWay()
  const before = underWay.find(({ id, connectionId }) => id < view.id && connectionId === view.connectionId)
  return (
    <Text aria-live="polite">
      {before === undefined
        ? `Asking ${service} once more who has left in the meantime, before anything is sent.`
        : `Waiting for run ${before.id}, which sends to ${view.connection} just now. Runs of one account go one after the other.`}
    </Text>
  )
}

export function PausedNote({ view }: { readonly view: RunView }) {
  return (
    <Alert variant="default" icon={<IconPlayerPause />} title="You paused this run" role="status">
      Nothing is sent to {view.connection} until you go on, now or another day. It goes on exactly where it
      ended.
    </Alert>
  )
}

export function InterruptedNote({ view }: { readonly view: RunView }) {
  return (
    <Alert
      variant="default"
      icon={<IconPlugConnectedX />}
      title="Listferry ended in the middle of this run"
      role="status"
    >
      Nothing is lost: each request was noted before it left. Go on, and what was on its way to{' '}
      {view.connection} is looked up first, so that nothing harmful is sent twice.
    </Alert>
  )
}

interface StoppedNoteProps {
  readonly view: RunView
  readonly phase: Extract<RunPhase, { phase: 'stopped' }>
  readonly service: string
}

export function StoppedNote({ view, phase, service }: StoppedNoteProps) {
  const account = `${service} · ${view.connection}`
  return (
    <ErrorNote title={`${account}: the run stopped`} error={phase.because}>
      <Text size="sm" mt={6}>
        {adviceWords(phase.code, account)}
      </Text>
      {needsKey(phase.code) ? (
        <Group mt="xs">
          <Button
            component={Link}
            href="/connections"
            size="xs"
            variant="default"
            leftSection={<IconPlugConnected size={14} />}
          >
            Reconnect {account}
          </Button>
        </Group>
      ) : null}
    </ErrorNote>
  )
}

function needsKey(code: ErrorCode | null): boolean {
  return code === 'unauthorized' || code === 'forbidden'
}

function adviceWords(code: ErrorCode | null, account: string): string {
  if (needsKey(code))
    return `Reconnect ${account}, then come back here and try again. What was written stays written.`
  if (code === 'rate-limited' || code === 'unavailable')
    return 'Try again in a few minutes. It goes on exactly where it stopped; nothing is sent twice.'
  return 'Try again, or cancel the rest and see what became of each row. What was written stays written.'
}
