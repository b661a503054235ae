import { Group, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { Redirect, useParams } from 'wouter'
import { assertNever } from '../../../shared/errors.ts'
import type { RunId } from '../../../shared/model.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { lazyPart } from '../../lazyPart.ts'
import { ImportStep } from '../import/ImportStep.tsx'
import { reachableSteps } from './reachableSteps.ts'
import { StepBar } from './StepBar.tsx'
import { useSync } from './SyncContext.tsx'
import classes from './SyncPage.module.css'
import { placeOf, type SyncPlace } from './syncPlace.ts'
import { useConnections } from '../connect/useConnections.ts'
import { useAccount } from './useAccount.ts'

const MapStep = lazyPart(async () => (await import('../map/MapStep.tsx')).MapStep)
const CheckStep = lazyPart(async () => (await import('../check/CheckStep.tsx')).CheckStep)
const PlanningStep = lazyPart(async () => (await import('../review/PlanningStep.tsx')).PlanningStep)
const ReviewStep = lazyPart(async () => (await import('../review/ReviewStep.tsx')).ReviewStep)
const RunStep = lazyPart(async () => (await import('../run/RunStep.tsx')).RunStep)
const ResultStep = lazyPart(async () => (await import('../result/ResultStep.tsx')).ResultStep)

/** A sync: its steps along the top, and the one that the address names. */
export function SyncPage() {
  const { step, id } = useParams<{ step: string; id?: string }>()
  const place = placeOf(step, id)
  if (place === null) return <Redirect to="/sync/import" replace />
  return <SyncAt place={place} />
}

function SyncAt({ place }: { readonly place: SyncPlace }) {
  const { sync } = useSync()
  const accounts = useConnections()
  const chosen = useAccount(sync.connection)
  const run = 'run' in place ? place.run : sync.run
  const ended = useRunEnded(run)
  const ids = accounts.data?.map((account) => account.id) ?? []
  return (
    <div className={classes.page}>
      <Group justify="space-between" wrap="nowrap" className={classes.bar}>
        <StepBar here={place.step} places={reachableSteps(sync, place, ids, ended)} />
        {chosen === null || place.step === 'import' || 'run' in place ? null : (
          <ConnectionChip
            service={chosen.account.serviceTitle}
            name={chosen.account.name}
            colour={chosen.account.colour}
          />
        )}
      </Group>
      <Suspense fallback={<Loader size="sm" m="xl" role="img" aria-label="Opening the step" />}>
        <StepContent place={place} />
      </Suspense>
    </div>
  )
}

function StepContent({ place }: { readonly place: SyncPlace }) {
  switch (place.step) {
    case 'import':
      return <ImportStep />
    case 'map':
      return place.check === true ? <CheckStep /> : <MapStep />
    case 'review':
      return place.plan === null ? <PlanningStep /> : <ReviewStep key={place.plan} plan={place.plan} />
    case 'run':
      return <RunStep run={place.run} />
    case 'result':
      return <ResultStep run={place.run} />
    default:
      return assertNever(place)
  }
}

function useRunEnded(run: RunId | null): boolean {
  const { engine } = useEngine()
  const view = useQuery({
    queryKey: ['runs', 'get', run],
    queryFn: () => engine.runs.get({ run: run ?? (0 as RunId) }),
    enabled: run !== null,
  })
  return view.data !== undefined && view.data.status !== 'running'
}
