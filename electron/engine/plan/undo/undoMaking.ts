import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import type { AccountSchema, PlanId } from '../../../../shared/model.ts'
import { breathe } from '../../breathe.ts'
import { inTransaction } from '../../store/transaction.ts'
import type { DoneRow, DoneRows } from '../../store/doneRows.ts'
import type { PlannedRow } from '../../store/plans.ts'
import type { PlanDeps } from '../makePlan.ts'

export type Undo = NonNullable<PlanSpec['undo']>

const batchRows = 500

/** A plan that takes a run back, while it is made. */
export interface Making {
  readonly deps: PlanDeps
  readonly spec: PlanSpec
  readonly undo: Undo
  readonly schema: AccountSchema
  readonly id: PlanId
  readonly done: DoneRows
}

export interface RowToUndo {
  /** Of the plan that is made. */
  readonly row: number
  readonly done: DoneRow | null
}

/** Goes over all rows in batches, keeping what is planned of them, and lets others be answered in between. */
export async function eachBatch(
  { deps, undo, id, done }: Making,
  phase: 'mapping' | 'comparing',
  signal: AbortSignal,
  use: (rows: readonly RowToUndo[]) => readonly PlannedRow[] | Promise<readonly PlannedRow[]>,
): Promise<void> {
  const { staged, db, plans, onProgress } = deps
  const index = phase === 'comparing' ? deps.index.begin(id) : null
  let count = 0
  for (const batch of staged.iterate(batchRows)) {
    signal.throwIfAborted()
    const numbers = batch.map(({ cells }) => Number(cells[0]))
    const found = done.ofRows(undo.run, numbers)
    const planned = await use(batch.map(({ row }, n) => ({ row, done: found.get(numbers[n] ?? 0) ?? null })))
    if (planned.length > 0)
      inTransaction(db, () => {
        plans.addRows(id, planned)
        index?.add(planned)
      })
    count += batch.length
    onProgress({ phase, done: count, total: staged.info.rows })
    await breathe()
  }
  index?.end()
}
