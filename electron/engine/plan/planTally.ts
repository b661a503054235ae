import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { RowKind } from '../../../shared/model.ts'
import type { PlannedRow } from '../store/plans.ts'

type Counts = Pick<PlanSummary, 'counts' | 'changes' | 'warningRows' | 'firstWarning'>

/** Counts what a plan says, row by row in file order. */
export interface PlanTally {
  add(row: PlannedRow): void
  counts(): Counts
}

export function planTally(): PlanTally {
  const counts: Record<RowKind, number> = {
    create: 0,
    update: 0,
    unchanged: 0,
    'held-back': 0,
    invalid: 0,
    duplicate: 0,
    'left-out': 0,
  }
  const changes = { create: 0, update: 0, join: 0, leave: 0 }
  let warningRows = 0
  let firstWarning: PlanSummary['firstWarning'] = null
  return {
    add({ row, kind, warning, changes: ofRow }) {
      counts[kind] += 1
      for (const { op } of ofRow) changes[op] += 1
      if (warning === null || (kind !== 'create' && kind !== 'update')) return
      warningRows += 1
      firstWarning ??= { row, words: warning }
    },
    counts: () => ({
      counts,
      changes: { creates: changes.create, updates: changes.update, joins: changes.join },
      warningRows,
      firstWarning,
    }),
  }
}
