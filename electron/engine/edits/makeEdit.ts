import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { CheckFix } from '../../../shared/contract/check.ts'
import { AppError } from '../../../shared/errors.ts'
import { bulkInsert } from '../source/bulkInsert.ts'
import { createEditTables, skippedMark } from './editTables.ts'
import { rowCells } from './rowCells.ts'

/** One cell to be written over, or a row to be skipped or taken in again. */
export type EditChange =
  | { readonly row: number; readonly column: number; readonly to: string }
  | { readonly row: number; readonly skip: boolean }

export interface EditAbout {
  readonly words: string | ((count: number) => string)
  /** What it does to all alike, so that it can be done to another file; absent where rows were chosen one by one. */
  readonly fix?: CheckFix
  /** It stands in the list also where it changes nothing; otherwise there is none then. */
  readonly always?: boolean
  readonly now: number
}

export interface EditMade {
  readonly number: number
  /** Cells that are other than before. */
  readonly cells: number
  /** Rows that are skipped now and were not, or the other way round. */
  readonly rows: number
}

/**
 * Makes one edit of a staged file: all of its changes, or none. Edits that were undone before can't be made again
 * afterwards. Changes of one row stand together. Blocks for as long as the edit is large.
 * @param about `words`: what the list of edits shows, by how many cells and rows change; never a person's value
 * @returns `null` where everything was so already and it is not to stand in the list
 * @throws AppError `not-found` for a row or a column that the file does not have
 */
export function makeEdit(db: DatabaseSync, about: EditAbout, changes: Iterable<EditChange>): EditMade | null {
  createEditTables(db)
  db.exec('BEGIN IMMEDIATE')
  try {
    const made = writeEdit(db, about, changes)
    db.exec(made === null ? 'ROLLBACK' : 'COMMIT')
    return made
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function writeEdit(
  db: DatabaseSync,
  { words, fix, always = false, now }: EditAbout,
  changes: Iterable<EditChange>,
): EditMade | null {
  dropUndone(db)
  const last = db.prepare('SELECT coalesce(max(number), 0) AS number FROM edit').get() as { number: number }
  const number = last.number + 1
  const cells = cellWriter(db, number)
  const skips = skipWriter(db, number)
  for (const change of changes)
    if ('skip' in change) skips.set(change.row, change.skip)
    else cells.set(change.row, change.column, change.to)
  const counts = { cells: cells.end(), rows: skips.end() }
  if (counts.cells + counts.rows === 0 && !always) return null
  db.prepare(
    'INSERT INTO edit (number, token, words, made_at, cells, rows, fix) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    number,
    randomUUID(),
    typeof words === 'string' ? words : words(counts.cells + counts.rows),
    now,
    counts.cells,
    counts.rows,
    fix === undefined ? null : JSON.stringify(fix),
  )
  return { number, ...counts }
}

/** What was undone is gone for good with the next edit: it was made from rows that will not come back. */
function dropUndone(db: DatabaseSync): void {
  db.exec(`DELETE FROM edited_cell WHERE edit IN (SELECT number FROM edit WHERE undone = 1);
    DELETE FROM edit WHERE undone = 1`)
}

function cellWriter(db: DatabaseSync, edit: number) {
  const rows = rowCells(db)
  const { width } = rows
  const insert = bulkInsert(db, 'edited_cell', ['edit', 'n', 'cell', 'before', 'after'])
  let count = 0
  let row = 0
  let before: readonly string[] = []
  let now: string[] = []
  const keep = () => {
    if (row === 0 || now.every((cell, at) => cell === before[at])) return
    now.forEach((cell, at) => {
      if (cell === before[at]) return
      insert.add(edit, row, at, before[at] ?? null, cell)
      count += 1
    })
    rows.write(row, now)
  }
  return {
    set(of: number, column: number, to: string): void {
      if (of !== row) {
        keep()
        row = of
        before = rows.read(of)
        now = [...before]
      }
      if (column < 0 || column >= Math.max(width, before.length))
        throw new AppError('not-found', `Row ${of} has no column ${column + 1}. Load the file again.`)
      // A cell that a short row lacks looks empty already.
      if (to === '' && column >= now.length) return
      while (now.length <= column) now.push('')
      now[column] = to
    },
    end(): number {
      keep()
      insert.flush()
      return count
    },
  }
}

function skipWriter(db: DatabaseSync, edit: number) {
  const add = db.prepare('INSERT OR IGNORE INTO skipped_row (n) SELECT n FROM row WHERE n = ?')
  const remove = db.prepare('DELETE FROM skipped_row WHERE n = ?')
  const insert = db.prepare(
    'INSERT INTO edited_cell (edit, n, cell, before, after) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  let count = 0
  return {
    set(row: number, skip: boolean): void {
      if ((skip ? add : remove).run(row).changes === 0) return
      insert.run(edit, row, skippedMark, skip ? '' : '1', skip ? '1' : '')
      count += 1
    },
    end: () => count,
  }
}
