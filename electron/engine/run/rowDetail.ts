import { AppError } from '../../../shared/errors.ts'
import type { RunRowDetail } from '../../../shared/contract/runs.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { Run } from '../store/journal.ts'
import type { RunReads } from '../store/runReads.ts'
import { type ReceiptDeps, runRowAt } from './receipt.ts'

/** Everything known of one row of a run. @throws AppError `not-found` */
export function rowDetail(
  deps: ReceiptDeps & { readonly reads: RunReads },
  run: Run,
  row: number,
  staged: StagedRows,
): RunRowDetail {
  const view = runRowAt(deps, run, row)
  const [plan] = deps.plans.rows(run.plan, null, row - 1, 1)
  if (view === null || plan === undefined)
    throw new AppError('not-found', `Run ${run.id} has no row ${row}: its file has ${staged.info.rows}.`)
  const steps = deps.reads.stepsOfRow(run.id, row)
  const [stagedRow] = staged.rows({ from: row, limit: 1 })
  return {
    ...view,
    columns: staged.info.columns.map(({ name }) => name),
    cells: stagedRow?.cells ?? [],
    changes: plan.changes.map((change) => {
      const step = steps.get(change.id)
      return {
        change,
        state: step?.state ?? 'waiting',
        status: step?.status ?? null,
        reason: step?.reason ?? null,
        settledAt: step?.settledAt ?? null,
        request: step?.request ?? null,
      }
    }),
  }
}
