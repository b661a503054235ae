import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { SourceId, SourceInfo } from '../../../shared/model.ts'

/** A staged file. Its rows are in a database of their own beside this one. */
export interface Source {
  readonly info: SourceInfo
  /** Where the user's file was when it was staged. */
  readonly path: string
}

export interface SourceStore {
  save(source: Source): void
  /** @throws AppError `not-found` */
  get(id: SourceId): Source
  /** All readings of a file, newest first. */
  ofPath(path: string): Source[]
  /** The newest of each of the user's files that were staged last, newest first. */
  recent(): Source[]
}

/** How many files the list of recent ones holds. */
const recentFiles = 30

/** Their ids, as a query of its own. A file that is named after its source is one that Listferry wrote itself. */
export const recentSources = `SELECT id FROM (
  SELECT id, staged_at, row_number() OVER (PARTITION BY path ORDER BY staged_at DESC, id) AS nth FROM source
  WHERE instr(path, id) = 0)
  WHERE nth = 1 ORDER BY staged_at DESC LIMIT ${recentFiles}`

interface SourceRow {
  readonly path: string
  readonly info: string
}

export function sourceStore(db: DatabaseSync): SourceStore {
  return {
    save(source) {
      db.prepare('INSERT INTO source (id, path, info, staged_at) VALUES (?, ?, ?, ?)').run(
        source.info.id,
        source.path,
        JSON.stringify(source.info),
        source.info.stagedAt,
      )
    },
    get(id) {
      const row = db.prepare('SELECT path, info FROM source WHERE id = ?').get(id) as SourceRow | undefined
      if (!row) throw new AppError('not-found', 'That file is no longer in Listferry. Import it again.')
      return fromRow(row)
    },
    ofPath: (path) =>
      (
        db
          .prepare('SELECT path, info FROM source WHERE path = ? ORDER BY staged_at DESC, id')
          .all(path) as unknown as SourceRow[]
      ).map(fromRow),
    recent: () =>
      (
        db
          .prepare(`SELECT path, info FROM source WHERE id IN (${recentSources}) ORDER BY staged_at DESC`)
          .all() as unknown as SourceRow[]
      ).map(fromRow),
  }
}

function fromRow({ path, info }: SourceRow): Source {
  return { path, info: JSON.parse(info) as SourceInfo }
}
