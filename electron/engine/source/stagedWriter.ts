import { DatabaseSync } from 'node:sqlite'
import type { Column, Problem, SourceInfo } from '../../../shared/model.ts'
import { bulkInsert } from './bulkInsert.ts'
import type { RowSink } from './shapeRows.ts'
import { createStagedTables } from './stagedSchema.ts'

/** Writes one staged file. The only writer of it; whoever reads it meanwhile sees the rows up to the last `commit`. */
export interface StagedWriter extends RowSink {
  commit(): void
  /** Writes the final sums and leaves one plain file, without a log beside it. */
  finish(info: SourceInfo, blankRecords: number): void
  close(): void
}

/** What is known of a source before its rows are. */
export type StagedHead = Pick<SourceInfo, 'id' | 'name' | 'format' | 'stagedAt'>

/**
 * Creates the file, which must not exist yet.
 * @throws what SQLite throws, from here and from every method: no room, no permission, a failing disk.
 */
export function openStagedWriter(databasePath: string, head: StagedHead): StagedWriter {
  const db = new DatabaseSync(databasePath)
  createStagedTables(db)
  const rowInsert = bulkInsert(db, 'row', ['n', 'cells'])
  const problemInsert = bulkInsert(db, 'problem', ['row_n', 'cell', 'kind', 'message'])
  db.exec('BEGIN')

  return {
    columns: (columns) => writeHead(db, head, columns),
    rows(first, rows) {
      rows.forEach((cells, index) => rowInsert.add(first + index, JSON.stringify(cells)))
    },
    problem: (problem) => problemInsert.add(...problemValues(problem)),
    commit() {
      flush()
      db.exec('COMMIT; BEGIN')
    },
    finish(info, blankRecords) {
      flush()
      writeSums(db, info, blankRecords)
      db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
      leaveOneFile(db)
    },
    close: () => db.close(),
  }

  function flush(): void {
    rowInsert.flush()
    problemInsert.flush()
  }
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

function leaveOneFile(db: DatabaseSync): void {
  try {
    db.exec('PRAGMA journal_mode = DELETE')
  } catch {
    // Someone is reading it already. The log stays beside the file, which reads the same.
  }
}
