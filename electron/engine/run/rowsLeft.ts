import type { Change, PlanId, RunId } from '../../../shared/model.ts'
import type { Journal } from '../store/journal.ts'
import type { PlanStore } from '../store/plans.ts'

/** All changes of one row that are still to be sent, in order. */
export type RowChanges = readonly Change[]

/** Rows read from the plan at a time. */
const pageRows = 500

/** Rows with something to send, in file order. A row with a step in doubt that only a person may decide is left alone. */
export function* rowsLeft(
  { plans, journal }: { readonly plans: PlanStore; readonly journal: Journal },
  run: RunId,
  plan: PlanId,
): Generator<RowChanges> {
  for (const row of rowsToSend(plans, plan)) {
    const steps = journal.steps(run, row)
    const left = row.filter(({ id }) => (steps.get(id)?.state ?? 'waiting') === 'waiting')
    const inDoubt = [...steps.values()].some((step) => step.state === 'sending' || step.state === 'job')
    if (left.length > 0 && !inDoubt) yield left
  }
}

function* rowsToSend(plans: PlanStore, plan: PlanId): Generator<RowChanges> {
  for (let lastRow = 0; ;) {
    const rows = plans.changesByRow(plan, lastRow, pageRows)
    if (rows.length === 0) return
    yield* rows
    lastRow = rows.at(-1)?.[0]?.row ?? lastRow
  }
}

export function* inBatches(
  rows: Iterable<RowChanges>,
  rowsPerBatch: number,
): Generator<readonly RowChanges[]> {
  let batch: RowChanges[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < rowsPerBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
