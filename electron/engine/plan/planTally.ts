import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { UnplacedValue } from '../../../shared/lists/listColumns.ts'
import { type RowKind, sentKinds } from '../../../shared/model.ts'
import { foldValue } from '../../../shared/values/steps/valuesStep.ts'
import { overwrites } from './volume/overwrites.ts'
import { changeCounts, noChanges, noRows } from '../store/planCounts.ts'
import type { PlannedRow } from '../store/plans.ts'

type Counts = Pick<PlanSummary, 'counts' | 'changes' | 'warningRows' | 'firstWarning' | 'unplaced'>

/** Counts what a plan says, row by row in file order. */
export interface PlanTally {
  add(row: PlannedRow): void
  counts(): Counts
  /** People who are asked to confirm. */
  confirms(): number
}

/** Who is as they are may still be put somewhere that is made first. */
const getsPlaced: ReadonlySet<RowKind> = new Set(['create', 'update', 'unchanged'])

export function planTally(): PlanTally {
  const counts = noRows()
  const changes = noChanges()
  let overwritten = 0
  let confirms = 0
  let warningRows = 0
  let firstWarning: PlanSummary['firstWarning'] = null
  const unplaced = new Map<string, UnplacedValue>()
  return {
    add({ row, kind, warning, changes: ofRow, unplaced: named = [] }) {
      counts[kind] += 1
      if (getsPlaced.has(kind))
        for (const one of named) {
          const name = `${one.kind} ${foldValue(one.value)}`
          if (!unplaced.has(name)) unplaced.set(name, one)
        }
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
      ...(unplaced.size > 0 && { unplaced: [...unplaced.values()] }),
    }),
  }
}
