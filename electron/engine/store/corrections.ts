import type { DatabaseSync } from 'node:sqlite'
import type { RunId } from '../../../shared/model.ts'
import { inTransaction } from './transaction.ts'

export interface StoredCorrection {
  readonly row: number
  readonly cells: readonly string[]
}

/** What was typed into rows of a run and not sent yet, in the order of the file. */
export function correctionsOf(db: DatabaseSync, run: RunId): StoredCorrection[] {
  return db
    .prepare('SELECT row, cells FROM correction WHERE run = ? ORDER BY row')
    .all(run)
    .map(({ row, cells }) => ({ row: row as number, cells: JSON.parse(cells as string) as string[] }))
}

/** `cells` is `null` for a row that is as it was in the file again. */
export function saveCorrections(
  db: DatabaseSync,
  run: RunId,
  rows: readonly { readonly row: number; readonly cells: readonly string[] | null }[],
): void {
  const save = db.prepare(`INSERT INTO correction (run, row, cells) VALUES (?, ?, ?)
    ON CONFLICT (run, row) DO UPDATE SET cells = excluded.cells`)
  const remove = db.prepare('DELETE FROM correction WHERE run = ? AND row = ?')
  inTransaction(db, () => {
    for (const { row, cells } of rows)
      if (cells === null) remove.run(run, row)
      else save.run(run, row, JSON.stringify(cells))
  })
}
