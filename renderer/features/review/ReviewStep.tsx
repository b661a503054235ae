import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PlanId } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { isGone, TryAgain } from '../../components/TryAgain.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { AccountErrorNote } from '../sync/AccountErrorNote.tsx'
import { StepFrame } from '../sync/StepFrame.tsx'
import { ReviewView } from './ReviewView.tsx'
import { usePlan } from './usePlan.ts'

/** A plan: what would change, before anything is sent. */
export function ReviewStep({ plan }: { readonly plan: PlanId }) {
  const { engine } = useEngine()
  const summary = usePlan(plan)
  const runs = useQuery({ queryKey: ['runs', 'list', ''], queryFn: () => engine.runs.list({}) })
  if (summary.isError)
    return (
      <StepFrame title="Review" scroll>
        {isGone(summary.error) ? (
          <ErrorNote title="This plan is not there" error={summary.error}>
            <TryAgain
              onClick={() => void summary.refetch()}
              error={summary.error}
              elsewhere={{ href: '/sync/import', words: 'Start a new sync' }}
            />
          </ErrorNote>
        ) : (
          <AccountErrorNote
            title="This plan can’t be shown"
            error={summary.error}
            onAgain={() => void summary.refetch()}
          />
        )}
      </StepFrame>
    )
  if (summary.data === undefined)
    return (
      <StepFrame title="Review">
        <Loader size="sm" role="img" aria-label="Opening the plan" />
      </StepFrame>
    )
  return <ReviewView summary={summary.data} ranAs={runs.data?.find((run) => run.plan === plan) ?? null} />
}
