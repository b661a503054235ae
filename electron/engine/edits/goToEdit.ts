import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import { hasEditTables, skippedMark } from './editTables.ts'
import { rowCells } from './rowCells.ts'

/**
 * Brings the rows to how they were after an edit; 0: as they came from the file. Later edits are undone, earlier ones that
 * were undone are made again: all of it or nothing.
 * @returns the rows whose cells or skipping changed, each once
 * @throws AppError `not-found` for an edit that is not in the list
 */
export function goToEdit(db: DatabaseSync, number: number): number[] {
  if (!hasEditTables(db)) {
    if (number === 0) return []
    throw noSuchEdit(number)
  }
  const { last } = db.prepare('SELECT coalesce(max(number), 0) AS last FROM edit').get() as { last: number }
  if (number < 0 || number > last) throw noSuchEdit(number)
  db.exec('BEGIN IMMEDIATE')
  try {
    const rows = new Set<number>()
    for (const edit of numbers(db, 'undone = 0 AND number > ? ORDER BY number DESC', number))
      restore(db, edit, 'before', rows)
    for (const edit of numbers(db, 'undone = 1 AND number <= ? ORDER BY number', number))
      restore(db, edit, 'after', rows)
    db.prepare('UPDATE edit SET undone = number > ?').run(number)
    db.exec('COMMIT')
    return [...rows]
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function noSuchEdit(number: number): AppError {
  return new AppError('not-found', `There is no edit ${number} of this file any more. Load the list again.`)
}

function numbers(db: DatabaseSync, where: string, number: number): number[] {
  return db
    .prepare(`SELECT number FROM edit WHERE ${where}`)
    .all(number)
    .map((row) => row.number as number)
}

/** Rows at a time: an edit can be of hundreds of thousands of cells. */
const cellsAtOnce = 5000

function restore(db: DatabaseSync, edit: number, side: 'before' | 'after', changed: Set<number>): void {
  const rows = rowCells(db)
  const page = db.prepare(
    `SELECT n, cell, ${side} AS text FROM edited_cell WHERE edit = ? AND (n, cell) > (?, ?) ORDER BY n, cell LIMIT ?`,
  )
  const skip = db.prepare('INSERT OR IGNORE INTO skipped_row (n) VALUES (?)')
  const takeIn = db.prepare('DELETE FROM skipped_row WHERE n = ?')
  let held = { row: 0, cells: [] as string[] }
  const keep = () => {
    if (held.row > 0) rows.write(held.row, held.cells)
  }
  let [row, cell] = [0, skippedMark - 1]
  for (;;) {
    const found = page.all(edit, row, cell, cellsAtOnce) as unknown as EditedCell[]
    for (const { n, cell: at, text } of found) {
      changed.add(n)
      if (at === skippedMark) (text === '' ? takeIn : skip).run(n)
      else {
        if (held.row !== n) {
          keep()
          held = { row: n, cells: rows.read(n) }
        }
        putBack(held.cells, at, text)
      }
      ;[row, cell] = [n, at]
    }
    if (found.length < cellsAtOnce) break
  }
  keep()
}

interface EditedCell {
  readonly n: number
  readonly cell: number
  readonly text: string | null
}

/** Cells that a short row did not have are gone again; they come after all that it had. */
function putBack(cells: string[], at: number, text: string | null): void {
  if (text !== null) {
    while (cells.length < at) cells.push('')
    cells[at] = text
  } else if (cells.length > at) cells.length = at
}
