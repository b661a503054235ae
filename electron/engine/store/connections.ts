import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { AccountInfo, ConnectionColour, ConnectionId, ServiceId } from '../../../shared/model.ts'

/** One account that the user added. Its secret is in the vault under `id`. */
export interface Connection {
  readonly id: ConnectionId
  readonly service: ServiceId
  /** The user's name for it; unique, ignoring case. */
  readonly name: string
  readonly colour: ConnectionColour
  /** Where a practice account answers on loopback; `null` for the real service. */
  readonly practiceAddress: string | null
  /** When the practice server was started that it was last seen on; `null` for what Listferry does not start itself. */
  readonly practiceSince: number | null
  readonly credentialForm: string
  readonly account: AccountInfo
  /** How many people the account's plan takes, as the user said it, where the service doesn't tell. */
  readonly ownLimit?: number | null
  readonly createdAt: number
}

interface ConnectionRow {
  readonly id: string
  readonly service: string
  readonly name: string
  readonly colour: string
  readonly practice_address: string | null
  readonly practice_since: number | null
  readonly credential_form: string
  readonly account: string
  readonly own_limit: number | null
  readonly created_at: number
}

/** Reads and writes connections; never their secrets. */
export interface ConnectionStore {
  list(): Connection[]
  /** By id, or by name ignoring case. @throws AppError `not-found` naming what there is. */
  find(idOrName: string): Connection
  save(connection: Connection): void
  remove(id: ConnectionId): void
}

export function connectionStore(db: DatabaseSync): ConnectionStore {
  const list = () =>
    (db.prepare('SELECT * FROM connection ORDER BY created_at').all() as unknown as ConnectionRow[]).map(
      fromRow,
    )
  return {
    list,
    find: (idOrName) => findConnection(list(), idOrName),
    save: (connection) => saveConnection(db, connection),
    remove: (id) => void db.prepare('DELETE FROM connection WHERE id = ?').run(id),
  }
}

/** What other tables call a connection. */
export function connectionNumber(db: DatabaseSync, id: ConnectionId): number {
  const row = db.prepare('SELECT n FROM connection WHERE id = ?').get(id)
  if (!row) throw new AppError('not-found', 'That account is no longer connected. Connect it again.')
  return row.n as number
}

function findConnection(all: readonly Connection[], idOrName: string): Connection {
  const wanted = idOrName.toLowerCase()
  const found = all.find((one) => one.id === idOrName || one.name.toLowerCase() === wanted)
  if (found) return found
  const hint =
    all.length === 0
      ? 'No account is connected yet: add one first.'
      : `Connected accounts: ${all.map((one) => one.name).join(', ')}.`
  throw new AppError('not-found', `There is no connection called “${idOrName}”. ${hint}`)
}

function saveConnection(db: DatabaseSync, connection: Connection): void {
  db.prepare(
    `INSERT INTO connection
       (id, service, name, colour, practice_address, practice_since, credential_form, account, own_limit, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour,
       practice_address = excluded.practice_address, practice_since = excluded.practice_since,
       credential_form = excluded.credential_form, account = excluded.account, own_limit = excluded.own_limit`,
  ).run(
    connection.id,
    connection.service,
    connection.name,
    connection.colour,
    connection.practiceAddress,
    connection.practiceSince,
    connection.credentialForm,
    JSON.stringify(connection.account),
    connection.ownLimit ?? null,
    connection.createdAt,
  )
}

function fromRow(row: ConnectionRow): Connection {
  return {
    id: row.id as ConnectionId,
    service: row.service as ServiceId,
    name: row.name,
    colour: row.colour as ConnectionColour,
    practiceAddress: row.practice_address,
    practiceSince: row.practice_since,
    credentialForm: row.credential_form,
    account: JSON.parse(row.account) as AccountInfo,
    ownLimit: row.own_limit,
    createdAt: row.created_at,
  }
}
