import type { CorrectedRow } from '../../../shared/contract/runs.ts'

/** A row as it is corrected now; `null`: as it was in the file again, or sent. */
export interface CorrectionChange {
  readonly row: number
  readonly cells: readonly string[] | null
}

/** What is kept after these changes, in the order of the file. */
export function withChanges(
  kept: readonly CorrectedRow[],
  changes: readonly CorrectionChange[],
): readonly CorrectedRow[] {
  const rows = new Map(kept.map(({ row, cells }) => [row, cells]))
  for (const { row, cells } of changes)
    if (cells === null) rows.delete(row)
    else rows.set(row, cells)
  return [...rows].map(([row, cells]) => ({ row, cells })).toSorted((one, other) => one.row - other.row)
}
