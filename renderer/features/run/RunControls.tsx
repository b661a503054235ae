import { Button, Group } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import type { RunView } from '../../../shared/contract/runs.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useAskToCancel } from './useAskToCancel.tsx'
import type { RunPhase } from './runPhase.ts'
import { useRunOrders } from './useRunOrders.ts'

interface RunControlsProps {
  readonly view: RunView
  readonly phase: RunPhase
  readonly service: string
}

/** Pause and go on, and the end for good, which asks first. */
export function RunControls({ view, phase, service }: RunControlsProps) {
  const { pause, goOn, cancel } = useRunOrders(view.id)
  const askToCancel = useAskToCancel(view, () => cancel.mutate())
  useSaidErrors('That could not be done', pause.error ?? goOn.error ?? cancel.error)
  const goes = phase.phase === 'sending' || phase.phase === 'waiting-its-turn'
  return (
    <Group gap="xs" wrap="nowrap" flex="none">
      {goes ? (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} />}
          loading={pause.isPending}
          onClick={() => pause.mutate()}
        >
          Pause
        </Button>
      ) : (
        <Button
          color={connectionColourOf[view.colour]}
          maw={320}
          leftSection={<IconPlayerPlay size={16} />}
          loading={goOn.isPending}
          onClick={() => goOn.mutate()}
        >
          {phase.phase === 'stopped' ? 'Try again' : `Go on sending to ${service} · ${view.connection}`}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} />}
        loading={cancel.isPending}
        onClick={askToCancel}
      >
        Cancel the rest
      </Button>
    </Group>
  )
}
