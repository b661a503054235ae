import type { DatabaseSync } from 'node:sqlite'
import type { AccountSchema, Audience, AudienceKind, Field } from '../../../shared/model.ts'

/** Fields and audiences of an account, as they were described last. */
export function saveSchema(db: DatabaseSync, connection: number, schema: AccountSchema): void {
  db.prepare('DELETE FROM field WHERE connection = ?').run(connection)
  db.prepare('DELETE FROM audience WHERE connection = ?').run(connection)
  const field = db.prepare(
    'INSERT INTO field (connection, id, key, label, type, custom) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const audience = db.prepare(
    'INSERT INTO audience (connection, kind, id, name, open, opt_in) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (const one of schema.fields)
    field.run(connection, one.id, one.key, one.label, one.type, one.custom ? 1 : 0)
  for (const one of schema.audiences)
    audience.run(connection, one.kind, one.id, one.name, one.open ? 1 : 0, one.optIn)
}

export function readSchema(db: DatabaseSync, connection: number): AccountSchema {
  const fields = db
    .prepare('SELECT id, key, label, type, custom FROM field WHERE connection = ?')
    .all(connection)
  const audiences = db
    .prepare('SELECT kind, id, name, open, opt_in AS optIn FROM audience WHERE connection = ?')
    .all(connection)
  return {
    fields: fields.map((row) => ({ ...row, custom: row.custom === 1 }) as unknown as Field),
    audiences: audiences.map(
      (row) => ({ ...row, kind: row.kind as AudienceKind, open: row.open === 1 }) as unknown as Audience,
    ),
  }
}
