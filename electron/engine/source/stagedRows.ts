import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { CheckFix } from '../../../shared/contract/check.ts'
import type { EditView } from '../../../shared/contract/edits.ts'
import { AppError } from '../../../shared/errors.ts'
import type {
  Column,
  Problem,
  ProblemKind,
  SourceFormat,
  SourceId,
  SourceInfo,
} from '../../../shared/model.ts'
import { cellsAsStaged, editedRows, revisionOf, skippedRows } from '../edits/editTables.ts'
import { fixesMade } from '../edits/fixesMade.ts'
import { listEdits } from '../edits/listEdits.ts'
import { type RowSet, rowSetOf } from '../rowSet.ts'
import { stagedApplicationId, stagedVersion } from './stagedSchema.ts'

export interface StagedRow {
  /** 1-based number of the data row. */
  readonly row: number
  /** As written; at least one per column, more where the row had more. */
  readonly cells: readonly string[]
}

/** Some cells of a row, each at the place it has in the whole. */
export interface SomeCells {
  readonly row: number
  readonly cells: readonly (string | undefined)[]
}

/** A staged file, open for reading. Calls block, each for a few milliseconds at most. */
export interface StagedRows {
  /** As of opening. While staging goes on, `rows` is what there is so far, and size, hash and problems are not known. */
  readonly info: SourceInfo
  /** False while the worker is still writing. */
  readonly complete: boolean
  /** Names the rows as they are: another one after each edit, `''` for a file as it came. */
  readonly revision: string
  /** Records below the header without a single character: no rows, and not numbered. */
  readonly blankRecords: number
  /** `from`: number of the first row wanted. */
  rows(range: { readonly from: number; readonly limit: number }): StagedRow[]
  /** Just these rows, in file order; a number that the file does not have is passed over. At most some thousand. */
  these(rows: readonly number[]): StagedRow[]
  /** Which rows pass a test of their cells as JSON text, in file order. `end`: behind the last; at most some thousand. */
  matching(from: number, end: number, test: (json: string) => boolean): number[]
  /** All rows in file order, `batchSize` at a time; the last batch may be shorter. */
  iterate(batchSize: number): Iterable<StagedRow[]>
  /**
   * Only these columns of all rows, `batchSize` rows at a time: half the work where a file has many. The other cells are
   * left out, so that `cells[column]` reads as in a whole row; `undefined` also where a row is too short.
   */
  iterateColumns(columns: readonly number[], batchSize: number): Iterable<SomeCells[]>
  /** By row, those of the header first; or those of one row. */
  problems(range: { readonly offset: number; readonly limit: number; readonly row?: number }): Problem[]
  /** Of rows in this range, both ends included, by row. */
  problemsBetween(from: number, to: number): Problem[]
  /** Rows that the user wants left out. Read once. */
  skipped(): RowSet
  /** Rows with a cell that is other than in the file. Read once. */
  edited(): RowSet
  /** What the cells with problems of these kinds were in the file, whatever was made of them since; by row, then by column. */
  cellsAsStaged(kinds: readonly ProblemKind[]): ReadonlyMap<number, ReadonlyMap<number, string>>
  editList(): readonly EditView[]
  /** What was done to all alike in its rows, see `fixesMade`. */
  fixes(): readonly CheckFix[]
  /** Kinds without a problem are absent. */
  problemCounts(): Partial<Record<ProblemKind, number>>
  close(): void
}

export interface StagedOptions {
  /** The rows stay as they are for as long as they are open, whoever edits them. */
  readonly still?: boolean
}

/** While a file is staged, whoever reads it waits for what is being written. */
const longestCommitMs = 5000

/** @throws AppError `not-found` when the file is gone, `conflict` when it is no staged file of this version or older. */
export function openStagedRows(databasePath: string, { still = false }: StagedOptions = {}): StagedRows {
  if (!existsSync(databasePath))
    throw new AppError('not-found', 'That file is no longer in Listferry. Import it again.')
  const db = new DatabaseSync(databasePath, { readOnly: true, timeout: longestCommitMs })
  try {
    checkVersion(db)
    if (still) db.exec('BEGIN')
    return stagedRows(db)
  } catch (error) {
    db.close()
    throw error instanceof AppError ? error : unreadable(error)
  }
}

function stagedRows(db: DatabaseSync): StagedRows {
  const { info, complete, blankRecords } = readInfo(db)
  const select = db.prepare('SELECT n, cells FROM row WHERE n >= ? ORDER BY n LIMIT ?')
  select.setReturnArrays(true)
  const textsFrom = (from: number, limit: number) => select.all(from, limit) as unknown as [number, string][]
  let skipped: RowSet | null = null
  let edited: RowSet | null = null
  const some = db.prepare('SELECT n, cells FROM row WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n')
  some.setReturnArrays(true)
  const textsOf = (rows: readonly number[]) => some.all(JSON.stringify(rows)) as unknown as [number, string][]
  const rowsFrom = (from: number, limit: number) =>
    textsFrom(from, limit).map(([row, cells]) => ({ row, cells: readCells(cells) }))

  return {
    info,
    complete,
    blankRecords,
    revision: revisionOf(db),
    these: (rows) => textsOf(rows).map(([row, cells]) => ({ row, cells: readCells(cells) })),
    matching: (from, end, test) =>
      textsFrom(from, end - from)
        .filter(([row, json]) => row < end && test(json))
        .map(([row]) => row),
    edited: () => (edited ??= rowSetOf(info.rows, editedRows(db))),
    cellsAsStaged: (kinds) => cellsAsStaged(db, kinds),
    editList: () => listEdits(db),
    fixes: () => fixesMade(db),
    skipped: () => (skipped ??= rowSetOf(info.rows, skippedRows(db))),
    rows: ({ from, limit }) => rowsFrom(from, limit),
    iterate: (batchSize) => inBatches((from) => rowsFrom(from, batchSize)),
    iterateColumns(columns, batchSize) {
      const ascending = [...columns].sort((a, b) => a - b)
      return inBatches((from) =>
        textsFrom(from, batchSize).map(([row, cells]) => ({ row, cells: readSomeCells(cells, ascending) })),
      )
    },
    problems: (range) => readProblems(db, range),
    problemsBetween: (from, to) =>
      (
        db
          .prepare(
            'SELECT row_n, cell, kind, message FROM problem WHERE row_n BETWEEN ? AND ? ORDER BY row_n, id',
          )
          .all(from, to) as unknown as ProblemRow[]
      ).map(problemOf),
    problemCounts: () => countProblems(db),
    close: () => db.close(),
  }
}

function* inBatches<R extends { readonly row: number }>(rowsFrom: (from: number) => R[]): Generator<R[]> {
  for (let batch = rowsFrom(1); batch.length > 0; batch = rowsFrom((batch.at(-1)?.row ?? 0) + 1)) yield batch
}

/** A row whose values were older than the user wants them kept. */
const blanked = '[]'

/** In JSON text without a backslash every quote is one around a cell: cutting there takes less than splitting or parsing. */
function readCells(json: string): string[] {
  if (json === blanked) return []
  if (json.includes('\\')) return JSON.parse(json) as string[]
  const cells: string[] = []
  for (let start = 2; ;) {
    const end = json.indexOf('"', start)
    cells.push(json.slice(start, end))
    if (json.charCodeAt(end + 1) !== comma) return cells
    start = end + 3
  }
}

const comma = 0x2c

/** The same, of some columns in ascending order. Parsed, a cell stands alone: a slice would keep all of its row in memory. */
function readSomeCells(json: string, columns: readonly number[]): readonly (string | undefined)[] {
  if (json === blanked || json.includes('\\')) return JSON.parse(json) as string[]
  const cells: (string | undefined)[] = []
  let column = 0
  let start = 1
  for (const wanted of columns) {
    for (; column < wanted; column += 1) {
      const end = json.indexOf('","', start + 1)
      if (end === -1) return cells
      start = end + 2
    }
    const end = json.indexOf('","', start + 1)
    cells[wanted] = JSON.parse(json.slice(start, end === -1 ? -1 : end + 1)) as string
  }
  return cells
}

function checkVersion(db: DatabaseSync): void {
  const { application_id: application } = db.prepare('PRAGMA application_id').get() as {
    application_id: number
  }
  if (application !== stagedApplicationId) throw unreadable(`application_id ${application}`)
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version <= stagedVersion) return
  const message =
    'That file was imported with a newer Listferry. Update Listferry, or import the file again with this one.'
  throw new AppError('conflict', message)
}

function unreadable(cause: unknown): AppError {
  const message = "Listferry's copy of that file can't be read. Import the file again."
  return new AppError('conflict', message, { cause })
}

interface InfoRow {
  readonly id: SourceId
  readonly name: string
  readonly format: string
  readonly columns: string
  readonly size_bytes: number
  readonly sha256: string
  readonly rows: number
  readonly problem_rows: number
  readonly blank_records: number
  readonly staged_at: number
  readonly complete: number
}

function readInfo(db: DatabaseSync): { info: SourceInfo; complete: boolean; blankRecords: number } {
  const found = db.prepare('SELECT * FROM info').get() as unknown as InfoRow | undefined
  if (!found)
    throw new AppError('conflict', 'That file is still being read. Wait until it is done, then try again.')
  const complete = found.complete === 1
  const soFar = db.prepare('SELECT coalesce(max(n), 0) AS rows FROM row').get() as { rows: number }
  const info: SourceInfo = {
    id: found.id,
    name: found.name,
    sizeBytes: found.size_bytes,
    sha256: found.sha256,
    format: JSON.parse(found.format) as SourceFormat,
    columns: JSON.parse(found.columns) as Column[],
    rows: complete ? found.rows : soFar.rows,
    problemRows: found.problem_rows,
    stagedAt: found.staged_at,
  }
  return { info, complete, blankRecords: found.blank_records }
}

interface ProblemRow {
  readonly row_n: number | null
  readonly cell: number | null
  readonly kind: ProblemKind
  readonly message: string
}

function readProblems(
  db: DatabaseSync,
  range: { readonly offset: number; readonly limit: number; readonly row?: number },
): Problem[] {
  const where = range.row === undefined ? '' : 'WHERE row_n = ?'
  const found = db
    .prepare(`SELECT row_n, cell, kind, message FROM problem ${where} ORDER BY row_n, id LIMIT ? OFFSET ?`)
    .all(...(range.row === undefined ? [] : [range.row]), range.limit, range.offset)
  return (found as unknown as ProblemRow[]).map(problemOf)
}

function problemOf({ row_n, cell, kind, message }: ProblemRow): Problem {
  return {
    kind,
    ...(row_n !== null && { row: row_n }),
    ...(cell !== null && { column: cell }),
    message,
  }
}

function countProblems(db: DatabaseSync): Partial<Record<ProblemKind, number>> {
  const found = db.prepare('SELECT kind, count(*) AS count FROM problem GROUP BY kind').all()
  return Object.fromEntries(
    (found as unknown as { kind: ProblemKind; count: number }[]).map(({ kind, count }) => [kind, count]),
  )
}
