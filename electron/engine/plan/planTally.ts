import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { type RowKind, sentKinds } from '../../../shared/model.ts'
import { overwrites } from './volume/overwrites.ts'
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
  const counts: Record<RowKind, number> = {
    create: 0,
    update: 0,
    delete: 0,
    leave: 0,
    unchanged: 0,
    'held-back': 0,
    invalid: 0,
    duplicate: 0,
    'left-out': 0,
  }
  const changes = {
    create: 0,
    insert: 0,
    update: 0,
    delete: 0,
    join: 0,
    leave: 0,
    subscribe: 0,
    unsubscribe: 0,
  }
  let overwritten = 0
  let confirms = 0
  let warningRows = 0
  let firstWarning: PlanSummary['firstWarning'] = null
  return {
    add({ row, kind, warning, changes: ofRow }) {
      counts[kind] += 1
      if (kind === 'update' && overwrites(ofRow)) overwritten += 1
      for (const change of ofRow) {
        changes[change.op] += 1
        if (change.object === 'consent' && change.confirms) confirms += 1
      }
      if (warning === null || !sentKinds.includes(kind)) return
      warningRows += 1
      firstWarning ??= { row, words: warning }
    },
    confirms: () => confirms,
    counts: () => ({
      counts,
      changes: {
        creates: changes.create + changes.insert,
        updates: changes.update,
        joins: changes.join,
        subscribes: changes.subscribe,
        deletes: changes.delete,
        leaves: changes.leave,
        unsubscribes: changes.unsubscribe,
        overwrites: overwritten,
      },
      warningRows,
      firstWarning,
    }),
  }
}
