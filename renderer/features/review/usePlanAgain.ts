import { useMutation } from '@tanstack/react-query'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useStartSync } from '../sync/useStartSync.ts'

/** The same rows by the same rules, compared with the account as it is now. */
export function usePlanAgain({ id, source }: PlanSummary) {
  const { engine } = useEngine()
  const startSync = useStartSync()
  return useMutation({
    mutationFn: () => engine.plans.spec({ plan: id }),
    onSuccess: (spec) => startSync({ source: source.id, spec }),
  })
}
