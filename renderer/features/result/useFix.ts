import { useMutation } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import type { Corrections } from './withCell.ts'

/** The contract takes so many corrected rows in one call. */
export const mostAtOnce = 500

/** Corrected rows: planned for a look, then sent as a run of their own, which opens. */
export function useFix(run: RunId, onSent: () => void) {
  const { engine } = useEngine()
  const [, navigate] = useLocation()
  const look = useMutation({
    mutationFn: (corrections: Corrections) => engine.runs.fix({ run, rows: rowsToFix(corrections) }),
  })
  const send = useMutation({
    // What they take away was confirmed by its number before.
    mutationFn: ({ id, guard }: PlanSummary) =>
      engine.runs.begin({ plan: id, ...(guard !== null && { confirm: guard.count }) }),
    onSuccess: ({ id }) => {
      onSent()
      navigate(`/sync/run/${id}`)
    },
  })
  return { look, send }
}

/** In the order in which the plan numbers them. */
export function rowsToFix(corrections: Corrections): { readonly row: number; readonly cells: string[] }[] {
  return [...corrections]
    .toSorted(([one], [other]) => one - other)
    .slice(0, mostAtOnce)
    .map(([row, cells]) => ({ row, cells: [...cells] }))
}
