import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Column } from '../../../shared/model.ts'
import { foldWord } from '../../../shared/values/foldWord.ts'

/** Names the columns that a file has, in any order: files with the same ones have the same shape. */
export type Shape = string

export function shapeOf(columns: readonly Column[]): Shape {
  const names = columns.map(({ name }) => foldWord(name) || name).sort()
  return createHash('sha256').update(JSON.stringify(names)).digest('hex')
}

export interface StoredShape {
  /** A recipe's document, as text. */
  readonly document: string
  readonly usedAt: number
}

/** What is remembered of shapes on this computer. `connection`: its number. */
export interface ShapeStore {
  find(connection: number, shape: Shape): StoredShape | null
  save(connection: number, shape: Shape, stored: StoredShape): void
  forget(connection: number, shape: Shape): void
  /** What was refused for files of this shape, whichever the account: names of columns, or `known` for the program. */
  refused(shape: Shape): ReadonlySet<string>
  refuse(shape: Shape, what: string, now: number): void
  /** It is suggested again. */
  allow(shape: Shape, what: string): void
  count(): number
  forgetAll(): void
  /** Those not used since then, whose tables of values are older than the user wants values kept. */
  forgetBefore(time: number): void
}

export function shapeStore(db: DatabaseSync): ShapeStore {
  return {
    find(connection, shape) {
      const found = db
        .prepare('SELECT document, used_at FROM shape_mapping WHERE connection = ? AND shape = ?')
        .get(connection, shape)
      return found === undefined
        ? null
        : { document: found.document as string, usedAt: found.used_at as number }
    },
    save: (connection, shape, { document, usedAt }) =>
      void db
        .prepare(
          `INSERT INTO shape_mapping (connection, shape, document, used_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (connection, shape) DO UPDATE SET document = excluded.document, used_at = excluded.used_at`,
        )
        .run(connection, shape, document, usedAt),
    forget: (connection, shape) =>
      void db.prepare('DELETE FROM shape_mapping WHERE connection = ? AND shape = ?').run(connection, shape),
    refused: (shape) =>
      new Set(
        db
          .prepare('SELECT what FROM shape_refusal WHERE shape = ?')
          .all(shape)
          .map(({ what }) => what as string),
      ),
    refuse: (shape, what, now) =>
      void db
        .prepare(
          `INSERT INTO shape_refusal (shape, what, refused_at) VALUES (?, ?, ?) ON CONFLICT (shape, what) DO NOTHING`,
        )
        .run(shape, what, now),
    allow: (shape, what) =>
      void db.prepare('DELETE FROM shape_refusal WHERE shape = ? AND what = ?').run(shape, what),
    count() {
      const { n } = db
        .prepare(
          'SELECT count(*) AS n FROM (SELECT shape FROM shape_mapping UNION SELECT shape FROM shape_refusal)',
        )
        .get() as { n: number }
      return n
    },
    forgetAll: () => db.exec('DELETE FROM shape_mapping; DELETE FROM shape_refusal'),
    forgetBefore: (time) => void db.prepare('DELETE FROM shape_mapping WHERE used_at < ?').run(time),
  }
}
