import type { DatabaseSync } from 'node:sqlite'
import type { ConnectionId, Field } from '../../../shared/model.ts'
import { connectionNumber } from './connections.ts'

/** Fields that the user named before anybody has a value in them. */
export interface DeclaredFields {
  of(connection: ConnectionId): Field[]
  declare(connection: ConnectionId, field: Field): void
}

export function declaredFields(db: DatabaseSync): DeclaredFields {
  return {
    of: (connection) =>
      db
        .prepare('SELECT field FROM declared_field WHERE connection = ? ORDER BY id')
        .all(connectionNumber(db, connection))
        .map(({ field }) => JSON.parse(field as string) as Field),
    declare: (connection, field) =>
      void db
        .prepare(
          `INSERT INTO declared_field (connection, id, field) VALUES (?, ?, ?)
           ON CONFLICT (connection, id) DO UPDATE SET field = excluded.field`,
        )
        .run(connectionNumber(db, connection), field.id, JSON.stringify(field)),
  }
}
