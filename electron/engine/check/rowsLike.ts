import { breathe } from '../breathe.ts'
import { addRow, emptyRowSet, type RowSet } from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'

const batchRows = 2000

/** Rows of which a cell says exactly this. */
export async function rowsLike(
  staged: StagedRows,
  { column, from }: { readonly column: number; readonly from: string },
  signal: AbortSignal,
): Promise<RowSet> {
  const found = emptyRowSet(staged.info.rows)
  for (const batch of staged.iterateColumns([column], batchRows)) {
    for (const { row, cells } of batch) if (cells[column] === from) addRow(found, row)
    await breathe()
    signal.throwIfAborted()
  }
  return found
}
