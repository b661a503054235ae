import type { DatabaseSync } from 'node:sqlite'
import type { EditView } from '../../../shared/contract/edits.ts'
import { hasEditTables } from './editTables.ts'

/** All edits of a file in their order, also those that were undone and can be made again. */
export function listEdits(db: DatabaseSync): EditView[] {
  if (!hasEditTables(db)) return []
  return db
    .prepare('SELECT number, words, made_at, cells, rows, undone FROM edit ORDER BY number')
    .all()
    .map(({ number, words, made_at, cells, rows, undone }) => ({
      number: number as number,
      words: words as string,
      madeAt: made_at as number,
      cells: cells as number,
      rows: rows as number,
      undone: undone === 1,
    }))
}
