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
      const row = db.prepare('SELECT path, info FROM source WHERE id = ?').get(id) as
        { path: string; info: string } | undefined
      if (!row) throw new AppError('not-found', 'That file is no longer in Listferry. Import it again.')
      return { path: row.path, info: JSON.parse(row.info) as SourceInfo }
    },
  }
}
