import type { PlanSummary } from '../../../shared/contract/plans.ts'

/** How many rows a plan has: those of the file, and after them the people who leave though they are no row of it. */
export function planLength({ source, leavers }: Pick<PlanSummary, 'source' | 'leavers'>): number {
  return source.rows + (leavers ?? 0)
}
