import { Skeleton } from '@mantine/core'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import type { RunId } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { FromTo } from '../../components/FromTo.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { useConnection } from '../../useConnection.ts'
import { StepFrame } from '../sync/StepFrame.tsx'
import { RunChartPanel } from './RunChartPanel.tsx'
import { RunControls } from './RunControls.tsx'
import { type RunPhase, runPhase } from './runPhase.ts'
import { RunStanding } from './RunStanding.tsx'
import { useRunProgress } from './useRunProgress.ts'
import { useRunView } from './useRunView.ts'

const titles: Readonly<Record<RunPhase['phase'], string>> = {
  'waiting-its-turn': 'Getting ready to send',
  sending: 'Sending',
  paused: 'Paused',
  interrupted: 'Interrupted',
  stopped: 'Stopped before the end',
  ended: 'Done',
}

/** A run as it goes. It is the engine's: leaving this page, or closing the window and coming back, changes nothing. */
export function RunStep({ run }: { readonly run: RunId }) {
  const [, navigate] = useLocation()
  const { data: view, error, refetch } = useRunView(run)
  const heard = useRunProgress(run)
  const connection = useConnection(view?.connectionId)
  const phase = view === undefined ? null : runPhase(view, heard.progress)
  const isEnded = phase?.phase === 'ended'

  useEffect(() => {
    if (isEnded) navigate(`/sync/result/${run}`, { replace: true })
  }, [isEnded, navigate, run])

  if (error !== null)
    return (
      <StepFrame title={`Run ${run}`}>
        <ErrorNote title="This run could not be opened" error={error}>
          <TryAgain
            onClick={() => void refetch()}
            error={error}
            elsewhere={{ href: '/history', words: 'See all runs' }}
          />
        </ErrorNote>
      </StepFrame>
    )
  if (view === undefined || phase === null || phase.phase === 'ended')
    return (
      <StepFrame title={`Run ${run}`}>
        <Skeleton height={140} animate={false} aria-label="Opening the run" />
      </StepFrame>
    )
  const service = connection?.serviceTitle ?? view.connection
  return (
    <StepFrame
      title={titles[phase.phase]}
      words={
        <FromTo view={view} service={connection?.serviceTitle}>
          Run {run}
        </FromTo>
      }
      actions={<RunControls view={view} phase={phase} service={service} />}
      scroll
    >
      <RunStanding view={view} phase={phase} heard={heard} service={service} />
      <RunChartPanel run={run} startedAt={view.startedAt} heard={heard} />
    </StepFrame>
  )
}
