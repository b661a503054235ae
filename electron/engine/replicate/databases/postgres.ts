import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { AnyTables, ColumnUse, ColumnUseOf, Database, Failure } from '../database.ts'
import type { Row } from '../table.ts'
import { areNew, copyNewRows, fillTable } from './copyNewRows.ts'
import { type ServerErrors, serverFailure } from './serverFailure.ts'
import { connectMs, lockMs, placeOf, type ServerOptions, tlsOf } from './serverOptions.ts'

const types: Readonly<Record<ColumnUse, string>> = {
  key: 'text',
  text: 'text',
  number: 'double precision',
  boolean: 'boolean',
  time: 'timestamptz',
  count: 'integer',
}

const listed: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  number: ['float8', 'numeric'],
  boolean: ['bool'],
  time: ['timestamptz'],
}

/** A PostgreSQL server, from version 9.5 on. One connection, so that what is written is written in order. */
export async function openPostgres(options: ServerOptions): Promise<Database> {
  const { host, port, database, user, password } = options
  // Awaited before anything else is asked.
  const onConnect = (client: pg.ClientBase): unknown =>
    client.query(`set lock_timeout = ${options.lockMs ?? lockMs}`)
  const pool = new pg.Pool({
    host,
    port,
    database,
    user,
    password,
    ssl: tlsOf(options),
    max: 1,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    application_name: 'Listferry',
    onConnect,
  })
  // A connection that breaks while nobody waits for it: whoever asks next is told.
  pool.on('error', () => undefined)
  let connected: pg.Client | null = null
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    connected = client
  })
  const db = new Kysely<AnyTables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db)
    const schema = rows[0]?.schema
    if (schema === undefined || schema === null) throw new Error(noSchema)
    return {
      kind: 'postgres',
      place: placeOf(options),
      db,
      schema,
      mostColumns: 1_000,
      changesInTransactions: true,
      typeOf: (use) => sql.raw(types[use]),
      holds: (type, kind) => listed[kind]?.includes(type) === true,
      indexed: (column) => sql.ref(column),
      async makeText(table, column) {
        await sql`alter table ${sql.table(table)} alter column ${sql.ref(column)} type text using ${sql.ref(column)}::text`.execute(
          db,
        )
      },
      async upsert(trx, table, key, columns, rows) {
        if (rows.length === 0) return
        // It is the only connection of the pool, so the transaction is on it.
        if (connected !== null && (await areNew(trx, table, rows)))
          await copyNewRows(connected, table, columns, rows)
        else await upsertText(table, key, columns, rows).execute(trx)
      },
      async fill(table, columns, rows, note, onSent) {
        const client = await pool.connect()
        try {
          return await fillTable(client, { table, columns, rows, note, onSent })
        } finally {
          client.release()
        }
      },
      inWords: (error) => postgresFailure(error, options),
      // While it waits for an answer this ends the connection itself.
      breakOff: () => void connected?.end().catch(() => undefined),
      close: () => db.destroy(),
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/**
 * A page as one JSON value, which the server takes apart: one statement and one parameter however many rows there are,
 * and several times as fast as a parameter for each cell.
 */
function upsertText(
  table: string,
  key: readonly string[],
  columns: readonly ColumnUseOf[],
  rows: readonly Row[],
) {
  const names = sql.join(columns.map(({ name }) => sql.ref(name)))
  const typed = sql.join(columns.map(({ name, use }) => sql`${sql.ref(name)} ${sql.raw(types[use])}`))
  const others = columns.filter(({ name }) => !key.includes(name))
  const updates = sql.join(others.map(({ name }) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))
  return sql`insert into ${sql.table(table)} (${names}) select ${names}
    from json_to_recordset(${JSON.stringify(rows)}::json) as page(${typed})
    on conflict (${sql.join(key.map((name) => sql.ref(name)))}) do update set ${updates}`
}

export function postgresFailure(error: unknown, place: Omit<ServerOptions, 'password'>): Failure | null {
  return serverFailure(error, place, errors)
}

const noSchema = 'no schema'

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const errors: ServerErrors = {
  codes: {
    '08': 'broke off',
    '57P': 'broke off',
    '28P01': 'not let in',
    '28000': 'not let in',
    '3D000': 'no database',
    '42501': 'may not write',
    '25006': 'only read',
    '53100': 'disk full',
    '53300': 'too many connections',
    '55P03': 'busy',
    '40P01': 'busy',
    '42P01': 'table gone',
    '22001': 'does not fit',
    '22P02': 'does not fit',
    '22003': 'does not fit',
    '42804': 'does not fit',
    '42703': 'does not fit',
    '23502': 'must be filled',
    '2BP01': 'view in the way',
    '0A000': 'view in the way',
  },
  texts: [
    [/Connection terminated|connection error|connection timeout|timeout exceeded/i, 'broke off'],
    [/does not support SSL/i, 'not encrypted'],
    [/certificate/i, 'not trusted'],
    [new RegExp(`^${noSchema}$`), 'no schema'],
  ],
}
