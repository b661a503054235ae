import { Stack } from '@mantine/core'
import type { RunView } from '../../../shared/contract/runs.ts'
import { assertNever } from '../../../shared/errors.ts'
import { LeaveDoubts } from './LeaveDoubts.tsx'
import { RunFigures } from './RunFigures.tsx'
import type { RunPhase } from './runPhase.ts'
import { RunProgressBar } from './RunProgressBar.tsx'
import { RunReceiptSoFar } from './RunReceiptSoFar.tsx'
import { InterruptedNote, PausedNote, StoppedNote, TurnNote } from './RunNotes.tsx'
import type { HeardProgress } from './useRunProgress.ts'

interface RunStandingProps {
  readonly view: RunView
  readonly phase: RunPhase
  readonly heard: HeardProgress
  readonly service: string
}

/** How far it is while it goes; why it does not, and what to do, while it doesn't. */
export function RunStanding({ view, phase, heard, service }: RunStandingProps) {
  switch (phase.phase) {
    case 'sending':
      return (
        <Stack gap="lg">
          <RunProgressBar progress={phase.progress} heardAt={heard.heardAt} service={service} />
          {phase.progress.waiting?.why === 'doubt' ? <LeaveDoubts run={view.id} service={service} /> : null}
          <RunFigures progress={phase.progress} />
        </Stack>
      )
    case 'waiting-its-turn':
      return <TurnNote view={view} service={service} />
    case 'paused':
      return <RunReceiptSoFar run={view.id} note={<PausedNote view={view} />} />
    case 'interrupted':
      return <RunReceiptSoFar run={view.id} note={<InterruptedNote view={view} />} />
    case 'stopped':
      return (
        <RunReceiptSoFar run={view.id} note={<StoppedNote view={view} phase={phase} service={service} />} />
      )
    case 'ended':
      return null
    default:
      return assertNever(phase)
  }
}
