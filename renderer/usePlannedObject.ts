import { useQuery } from '@tanstack/react-query'
import type { PlanSummary } from '../shared/contract/plans.ts'
import type { PlanId } from '../shared/model.ts'
import { useEngine } from './EngineContext.tsx'

/** What the rows of a run are about where it is not people; `null` for people, and while it is looked up. */
export function usePlannedObject(plan: PlanId): PlanSummary['object'] {
  const { engine } = useEngine()
  const { data } = useQuery({
    queryKey: ['plans', 'get', plan],
    queryFn: () => engine.plans.get({ plan }),
  })
  return data?.object ?? null
}
