import { Skeleton, Stack } from '@mantine/core'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import type { RunId } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useConnection } from '../../useConnection.ts'
import { RunChartPanel } from './RunChartPanel.tsx'
import { RunControls } from './RunControls.tsx'
import { RunHeading } from './RunHeading.tsx'
import { runPhase } from './runPhase.ts'
import { RunStanding } from './RunStanding.tsx'
import { useRunProgress } from './useRunProgress.ts'
import { useRunView } from './useRunView.ts'

/** A run as it goes. It is the engine's: leaving this page, or closing the window and coming back, changes nothing. */
export function RunStep({ run }: { readonly run: RunId }) {
  const [, navigate] = useLocation()
  const { data: view, error } = useRunView(run)
  const heard = useRunProgress(run)
  const connection = useConnection(view?.connectionId)
  const phase = view === undefined ? null : runPhase(view, heard.progress)
  const isEnded = phase?.phase === 'ended'

  useEffect(() => {
    if (isEnded) navigate(`/sync/result/${run}`, { replace: true })
  }, [isEnded, navigate, run])

  if (error !== null) return <ErrorNote title={`Run ${run} could not be opened`} error={error} />
  if (view === undefined || phase === null || phase.phase === 'ended') return <RunSkeleton />
  const service = connection?.serviceTitle ?? view.connection
  return (
    <Stack gap="lg">
      <RunHeading view={view} connection={connection} phase={phase}>
        <RunControls view={view} phase={phase} service={service} />
      </RunHeading>
      <RunStanding view={view} phase={phase} heard={heard} service={service} />
      <RunChartPanel run={run} startedAt={view.startedAt} />
    </Stack>
  )
}

function RunSkeleton() {
  return (
    <Stack gap="lg" aria-busy="true" aria-label="Opening the run">
      <Skeleton height={44} width="50%" animate={false} />
      <Skeleton height={120} animate={false} />
      <Skeleton height={180} animate={false} />
    </Stack>
  )
}
