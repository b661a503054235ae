import type { DatabaseSync } from 'node:sqlite'
import type { QueryText, SavedQuery } from '../../../shared/contract/queries.ts'
import { AppError } from '../../../shared/errors.ts'

export interface SavedQueryStore {
  /** By name. */
  list(): SavedQuery[]
  /** @throws AppError `conflict` where another one has the name, in any letters */
  save(query: SavedQuery): void
  remove(id: string): void
  /** What is being written; `null` before anything was. */
  draft(): QueryText | null
  keepDraft(draft: QueryText): void
}

export function savedQueryStore(db: DatabaseSync): SavedQueryStore {
  return {
    list: () =>
      db
        .prepare('SELECT id, name, sql, saved_at AS savedAt FROM saved_query ORDER BY lower(name), id')
        .all() as unknown as SavedQuery[],
    save({ id, name, sql, savedAt }) {
      const other = db
        .prepare('SELECT name FROM saved_query WHERE lower(name) = lower(?) AND id <> ?')
        .get(name, id)
      if (other)
        throw new AppError(
          'conflict',
          `There is a saved query called “${String(other.name)}” already. Choose another name.`,
        )
      db.prepare(
        `INSERT INTO saved_query (id, name, sql, saved_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, sql = excluded.sql, saved_at = excluded.saved_at`,
      ).run(id, name, sql, savedAt)
    },
    remove: (id) => void db.prepare('DELETE FROM saved_query WHERE id = ?').run(id),
    draft: () => (db.prepare('SELECT sql, saved FROM query_draft').get() as QueryText | undefined) ?? null,
    keepDraft: ({ sql, saved }) =>
      void db.prepare('INSERT OR REPLACE INTO query_draft (id, sql, saved) VALUES (1, ?, ?)').run(sql, saved),
  }
}
