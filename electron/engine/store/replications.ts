import type { DatabaseSync } from 'node:sqlite'
import type { ReplicationId, ReplicationResult, TargetView } from '../../../shared/contract/replications.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'
import { connectionNumber } from './connections.ts'

/** A copy of an account in a database of the user's. Its password is in the vault under `passwordName`. */
export interface Replication {
  readonly id: ReplicationId
  readonly connection: ConnectionId
  readonly name: string
  readonly target: TargetView
  readonly prefix: string
  readonly types: readonly ObjectTypeId[]
  /** Nothing was ever written: a file may be made. */
  readonly isNew: boolean
  readonly last: ReplicationResult | null
  readonly createdAt: number
}

export interface ReplicationStore {
  /** By name. */
  list(): Replication[]
  /** By id, or by name ignoring case. @throws AppError `not-found` naming what there is */
  find(idOrName: string): Replication
  save(replication: Replication): void
  remove(id: ReplicationId): void
}

/** Under which the vault has the password of its database. */
export function passwordName(id: ReplicationId): string {
  return `database ${id}`
}

export function replicationStore(db: DatabaseSync): ReplicationStore {
  const list = () =>
    db
      .prepare(
        `SELECT r.*, c.id AS connection_id FROM replication r JOIN connection c ON c.n = r.connection ORDER BY lower(r.name)`,
      )
      .all()
      .map(fromRow)
  return {
    list,
    find(idOrName) {
      const all = list()
      const wanted = idOrName.toLowerCase()
      const found = all.find(({ id, name }) => id === idOrName || name.toLowerCase() === wanted)
      if (found) return found
      const names = all.map(({ name }) => `“${name}”`).join(', ')
      throw new AppError(
        'not-found',
        `There is no copy called “${idOrName}”. ${names === '' ? 'None was made yet.' : `There are: ${names}.`}`,
      )
    },
    save(replication) {
      const { id, connection, name, target, prefix, types, isNew, last, createdAt } = replication
      db.prepare(
        `INSERT INTO replication (id, connection, name, target, prefix, types, is_new, last, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, types = excluded.types, is_new = excluded.is_new,
           last = excluded.last`,
      ).run(
        id,
        connectionNumber(db, connection),
        name,
        JSON.stringify(target),
        prefix,
        JSON.stringify(types),
        isNew ? 1 : 0,
        last === null ? null : JSON.stringify(last),
        createdAt,
      )
    },
    remove: (id) => void db.prepare('DELETE FROM replication WHERE id = ?').run(id),
  }
}

function fromRow(row: Record<string, unknown>): Replication {
  return {
    id: row['id'] as ReplicationId,
    connection: row['connection_id'] as ConnectionId,
    name: row['name'] as string,
    target: JSON.parse(row['target'] as string) as TargetView,
    prefix: row['prefix'] as string,
    types: JSON.parse(row['types'] as string) as ObjectTypeId[],
    isNew: row['is_new'] === 1,
    last: row['last'] === null ? null : (JSON.parse(row['last'] as string) as ReplicationResult),
    createdAt: row['created_at'] as number,
  }
}
