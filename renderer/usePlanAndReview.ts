import { useMutation, type UseMutationResult } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { PlanSpec, PlanSummary } from '../shared/contract/plans.ts'
import { useEngine } from './EngineContext.tsx'

/** Compares with the account, and opens what would change. Nothing is sent before the user has seen it. */
export function usePlanAndReview(): UseMutationResult<PlanSummary, Error, PlanSpec> {
  const { engine } = useEngine()
  const [, navigate] = useLocation()
  return useMutation({
    mutationFn: (spec: PlanSpec) => engine.plans.make(spec),
    onSuccess: ({ id }) => navigate(`/sync/review/${id}`),
  })
}
