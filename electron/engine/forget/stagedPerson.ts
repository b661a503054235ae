import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { breathe } from '../breathe.ts'
import { hasEditTables, knowsFixes } from '../edits/editTables.ts'
import { fileHolds } from './fileHolds.ts'
import type { PersonText } from './personText.ts'

/** Rows looked at between two breaths. */
const rowsAtOnce = 10_000

/** The staged files of a data folder. */
export async function stagedFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => name.endsWith('.sqlite')).map((name) => join(folder, name))
}

/** How many rows of a staged file have, or had before an edit, a cell with this person's address. */
export async function countStagedRows(path: string, person: PersonText): Promise<number> {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    return (await rowsOf(db, person)).length
  } finally {
    db.close()
  }
}

/** Blanks the rows of a person in a staged file, down to its bytes. @returns how many */
export async function forgetStagedRows(path: string, person: PersonText): Promise<number> {
  const db = new DatabaseSync(path, { timeout: 5000 })
  let rows: number[]
  try {
    db.exec('PRAGMA secure_delete = ON')
    rows = await rowsOf(db, person)
    if (rows.length > 0) {
      forgetFixes(db, person)
      blankRows(db, rows)
    }
  } finally {
    db.close()
  }
  if (rows.length > 0 && (await fileHolds(path, person.spellings))) compact(path)
  return rows.length
}

async function rowsOf(db: DatabaseSync, person: PersonText): Promise<number[]> {
  const last = db.prepare('SELECT coalesce(max(n), 0) AS n FROM row').get() as { n: number }
  const candidates = db.prepare(
    'SELECT n, cells FROM row WHERE n BETWEEN ? AND ? AND instr(lower(cells), ?) > 0',
  )
  const rows: number[] = []
  for (let from = 1; from <= last.n; from += rowsAtOnce) {
    for (const { n, cells } of candidates.all(from, from + rowsAtOnce - 1, person.probe))
      if ((JSON.parse(cells as string) as string[]).some(person.isIn)) rows.push(n as number)
    await breathe()
  }
  return [...new Set([...rows, ...editedRowsOf(db, person)])]
}

/** A cell that was written over can be put back, so it counts as if it were still there. */
function editedRowsOf(db: DatabaseSync, person: PersonText): number[] {
  if (!hasEditTables(db)) return []
  const candidates = db
    .prepare(
      `SELECT DISTINCT n, before, after FROM edited_cell
       WHERE instr(lower(before), ?1) > 0 OR instr(lower(after), ?1) > 0`,
    )
    .all(person.probe)
  return candidates
    .filter(({ before, after }) =>
      [before, after].some((text) => text !== null && person.isIn(text as string)),
    )
    .map(({ n }) => n as number)
}

/** What was changed wherever it stood is quoted in the edit as well. */
function forgetFixes(db: DatabaseSync, person: PersonText): void {
  if (!hasEditTables(db) || !knowsFixes(db)) return
  const forget = db.prepare('UPDATE edit SET fix = NULL WHERE number = ?')
  for (const { number, fix } of db.prepare('SELECT number, fix FROM edit WHERE fix IS NOT NULL').all())
    if (person.isIn(fix as string)) forget.run(number as number)
}

function blankRows(db: DatabaseSync, rows: readonly number[]): void {
  const width = db.prepare('SELECT json_array_length(cells) AS width FROM row WHERE n = ?')
  const blank = db.prepare('UPDATE row SET cells = ? WHERE n = ?')
  const problems = db.prepare(
    `UPDATE problem SET message = 'Removed: this person was forgotten.' WHERE row_n = ?`,
  )
  const edits = hasEditTables(db) ? db.prepare('DELETE FROM edited_cell WHERE n = ? AND cell >= 0') : null
  db.exec('BEGIN')
  for (const row of rows) {
    edits?.run(row)
    const cells = Array.from({ length: (width.get(row) as { width: number }).width }, () => '')
    blank.run(JSON.stringify(cells), row)
    problems.run(row)
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
}

/** SQLite may have left an older copy of a page in the file. */
function compact(path: string): void {
  const db = new DatabaseSync(path, { timeout: 5000 })
  try {
    db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}
