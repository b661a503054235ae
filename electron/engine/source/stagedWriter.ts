import { DatabaseSync } from 'node:sqlite'
import type { Column, Problem, SourceInfo } from '../../../shared/model.ts'
import { bulkInsert } from './bulkInsert.ts'
import type { RowSink } from './shapeRows.ts'
import { createStagedTables } from './stagedSchema.ts'

/** Writes one staged file. The only writer of it; whoever reads it meanwhile sees the rows up to the last `commit`. */
export interface StagedWriter extends RowSink {
  /** The same as `rows`, of what `rowLines` made of them. */
  lines(first: number, lines: string): void
  commit(): void
  /** Writes the final sums and ends the file; nothing may follow but `close`. */
  finish(info: SourceInfo, blankRecords: number): void
  close(): void
}

/** What is known of a source before its rows are. */
export type StagedHead = Pick<SourceInfo, 'id' | 'name' | 'format' | 'stagedAt'>

/** A commit waits for whoever reads at that moment. */
const longestReadMs = 30_000

/**
 * Creates the file, which must not exist yet.
 * @throws what SQLite throws, from here and from every method: no room, no permission, a failing disk.
 */
export function openStagedWriter(databasePath: string, head: StagedHead): StagedWriter {
  const db = new DatabaseSync(databasePath, { timeout: longestReadMs })
  createStagedTables(db)
  const rowInsert = bulkInsert(db, 'row', ['n', 'cells'])
  const problemInsert = bulkInsert(db, 'problem', ['row_n', 'cell', 'kind', 'message'])
  db.exec('BEGIN')

  return {
    columns: (columns) => writeHead(db, head, columns),
    rows: (first, rows) => addLines(first, rowLines(rows)),
    lines: addLines,
    problem: (problem) => problemInsert.add(...problemValues(problem)),
    commit() {
      flush()
      db.exec('COMMIT; BEGIN')
    },
    finish(info, blankRecords) {
      flush()
      writeSums(db, info, blankRecords)
      db.exec('COMMIT')
    },
    close: () => db.close(),
  }

  function addLines(first: number, lines: string): void {
    let row = first
    let start = 0
    for (let end = lines.indexOf('\n'); end !== -1; end = lines.indexOf('\n', start)) {
      rowInsert.add(row, lines.slice(start, end))
      row += 1
      start = end + 1
    }
    rowInsert.add(row, lines.slice(start))
  }

  function flush(): void {
    rowInsert.flush()
    problemInsert.flush()
  }
}

/** Each row as it is kept, in a line of its own: JSON has no line end. */
export function rowLines(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => JSON.stringify(cells)).join('\n')
}

function problemValues(problem: Problem): [number | null, number | null, string, string] {
  return [problem.row ?? null, problem.column ?? null, problem.kind, problem.message]
}

function writeHead(db: DatabaseSync, head: StagedHead, columns: readonly Column[]): void {
  db.prepare(`INSERT INTO info VALUES (1, ?, ?, ?, ?, 0, '', 0, 0, 0, ?, 0)`).run(
    head.id,
    head.name,
    JSON.stringify(head.format),
    JSON.stringify(columns),
    head.stagedAt,
  )
}

function writeSums(db: DatabaseSync, info: SourceInfo, blankRecords: number): void {
  db.prepare(
    'UPDATE info SET size_bytes = ?, sha256 = ?, rows = ?, problem_rows = ?, blank_records = ?, complete = 1',
  ).run(info.sizeBytes, info.sha256, info.rows, info.problemRows, blankRecords)
}
