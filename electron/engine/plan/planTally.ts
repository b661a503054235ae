import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { sentKinds } from '../../../shared/model.ts'
import { overwrites } from './volume/overwrites.ts'
import { changeCounts, noChanges, noRows } from '../store/planCounts.ts'
import type { PlannedRow } from '../store/plans.ts'

type Counts = Pick<PlanSummary, 'counts' | 'changes' | 'warningRows' | 'firstWarning'>

/** Counts what a plan says, row by row in file order. */
export interface PlanTally {
  add(row: PlannedRow): void
  counts(): Counts
  /** People who are asked to confirm. */
  confirms(): number
}

export function planTally(): PlanTally {
  const counts = noRows()
  const changes = noChanges()
  let overwritten = 0
  let confirms = 0
  let warningRows = 0
  let firstWarning: PlanSummary['firstWarning'] = null
  return {
    add({ row, kind, warning, changes: ofRow }) {
      counts[kind] += 1
      if (kind === 'update' && overwrites(ofRow)) overwritten += 1
      for (const change of ofRow) {
        changes[changeCounts[change.op]] += 1
        if (change.object === 'consent' && change.confirms) confirms += 1
      }
      if (warning === null || !sentKinds.includes(kind)) return
      warningRows += 1
      firstWarning ??= { row, words: warning }
    },
    confirms: () => confirms,
    counts: () => ({
      counts,
      changes: { ...changes, overwrites: overwritten },
      warningRows,
      firstWarning,
    }),
  }
}
