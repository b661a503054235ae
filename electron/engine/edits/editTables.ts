import type { DatabaseSync } from 'node:sqlite'

/**
 * What a user changed in staged rows, kept beside them in the same file (ADR 027). The cells in `row` are always those of
 * now, so that whoever reads rows needs to know nothing of edits; going back writes `before` again.
 */
const tables = `
  -- number: from 1, without gaps. token: names the state after this edit; an edit that is made again has another one.
  -- fix: the CheckFix that it was, as JSON; NULL where single cells or rows were chosen.
  CREATE TABLE IF NOT EXISTS edit (
    number INTEGER PRIMARY KEY, token TEXT NOT NULL, words TEXT NOT NULL, made_at INTEGER NOT NULL,
    cells INTEGER NOT NULL, rows INTEGER NOT NULL, undone INTEGER NOT NULL DEFAULT 0, fix TEXT
  ) STRICT;

  -- before: NULL where the row did not have this cell. cell -1: whether the row is skipped, as '1' or ''.
  CREATE TABLE IF NOT EXISTS edited_cell (
    edit INTEGER NOT NULL, n INTEGER NOT NULL, cell INTEGER NOT NULL, before TEXT, after TEXT NOT NULL,
    PRIMARY KEY (edit, n, cell)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS skipped_row (n INTEGER PRIMARY KEY) STRICT;
`

/** In `edited_cell`: not a cell, but whether the row is skipped. */
export const skippedMark = -1

/** Files that nobody edited have none of these. */
export function createEditTables(db: DatabaseSync): void {
  db.exec(tables)
  if (!knowsFixes(db)) db.exec('ALTER TABLE edit ADD COLUMN fix TEXT')
}

/** Whether its edits say which fix they were: those of earlier versions don't. */
export function knowsFixes(db: DatabaseSync): boolean {
  return db.prepare(`SELECT 1 FROM pragma_table_info('edit') WHERE name = 'fix'`).get() !== undefined
}

export function hasEditTables(db: DatabaseSync): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'edit'`).get() !== undefined
}

/** What names the rows as they are now: `''` as they came from the file. The same again after an edit was undone. */
export function revisionOf(db: DatabaseSync): string {
  if (!hasEditTables(db)) return ''
  const last = db.prepare('SELECT token FROM edit WHERE undone = 0 ORDER BY number DESC LIMIT 1').get()
  return last === undefined ? '' : (last.token as string)
}

/** Rows with a cell that is other than it was in the file. */
export function editedRows(db: DatabaseSync): number[] {
  if (!hasEditTables(db)) return []
  const select = db.prepare(`SELECT DISTINCT n FROM edited_cell
    WHERE cell >= 0 AND edit IN (SELECT number FROM edit WHERE undone = 0)`)
  select.setReturnArrays(true)
  return (select.all() as unknown as [number][]).map(([n]) => n)
}

/** What cells with a problem of these kinds were before the first edit of them; by row, then by column. */
export function cellsAsStaged(
  db: DatabaseSync,
  kinds: readonly string[],
): ReadonlyMap<number, ReadonlyMap<number, string>> {
  const before = hasEditTables(db)
    ? `(SELECT before FROM edited_cell WHERE n = row_n AND edited_cell.cell = problem.cell
        AND edit IN (SELECT number FROM edit WHERE undone = 0) ORDER BY edit LIMIT 1)`
    : 'NULL'
  const select = db.prepare(
    `SELECT row_n, cell, coalesce(${before}, json_extract(cells, '$[' || cell || ']'), '')
      FROM problem JOIN row ON n = row_n
      WHERE cell IS NOT NULL AND kind IN (SELECT value FROM json_each(?))`,
  )
  select.setReturnArrays(true)
  const byRow = new Map<number, Map<number, string>>()
  for (const [row, cell, text] of select.iterate(JSON.stringify(kinds)) as unknown as Iterable<
    [number, number, string]
  >)
    byRow.set(row, (byRow.get(row) ?? new Map<number, string>()).set(cell, text))
  return byRow
}

/** Rows that the user wants left out, in their order. */
export function skippedRows(db: DatabaseSync): number[] {
  if (!hasEditTables(db)) return []
  const select = db.prepare('SELECT n FROM skipped_row ORDER BY n')
  select.setReturnArrays(true)
  return (select.all() as unknown as [number][]).map(([n]) => n)
}
