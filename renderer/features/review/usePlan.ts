import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { EngineClient } from '../../../shared/contract/contract.ts'
import type { PlanId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

export function usePlan(plan: PlanId) {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['plans', 'get', plan], queryFn: () => engine.plans.get({ plan }) })
}

/** Its fields and audiences, with how many rows each touches. */
export function usePlanParts(plan: PlanId) {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['plans', 'parts', plan], queryFn: () => engine.plans.parts({ plan }) })
}

/** What it was made from; that never changes. */
export function usePlanSpec(plan: PlanId) {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['plans', 'spec', plan], queryFn: () => engine.plans.spec({ plan }) })
}

export type Tick = Omit<Parameters<EngineClient['plans']['tick']>[0], 'plan'>

/** Switches rows, fields and audiences of a plan off and on. The counts come back with the answer. */
export function useTick(plan: PlanId) {
  const { engine } = useEngine()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (tick: Tick) => engine.plans.tick({ ...tick, plan }),
    onSuccess: (summary) => {
      queries.setQueryData(['plans', 'get', plan], summary)
      for (const what of ['rows', 'parts', 'count'])
        void queries.invalidateQueries({ queryKey: ['plans', what, plan] })
    },
  })
}
