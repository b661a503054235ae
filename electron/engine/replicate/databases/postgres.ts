import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { AnyTables, ColumnUse, ColumnUseOf, Database, Failure } from '../database.ts'
import type { Row } from '../table.ts'
import { areNew, copyNewRows, fillTable } from './copyNewRows.ts'
import { codeOf, connectMs, networkWords, placeOf, type ServerOptions, tlsOf } from './serverOptions.ts'

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
  })
  // A connection that breaks while nobody waits for it: whoever asks next is told.
  pool.on('error', () => undefined)
  let connected: pg.PoolClient | null = null
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    connected = client
  })
  const db = new Kysely<AnyTables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db)
    const schema = rows[0]?.schema
    if (schema === undefined || schema === null) throw new Error('no schema')
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
      inWords: (error) => postgresWords(error, options),
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

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function postgresWords(error: unknown, options: Omit<ServerOptions, 'password'>): Failure | null {
  const network = networkWords(error, options)
  if (network !== null) return { code: 'unavailable', isConnection: true, words: network }
  const { database, host, user } = options
  const code = codeOf(error)
  const text = error instanceof Error ? error.message : ''
  if (
    /Connection terminated|connection error|connection timeout|timeout exceeded/i.test(text) ||
    code.startsWith('08') ||
    code.startsWith('57P')
  )
    return {
      code: 'unavailable',
      isConnection: true,
      words: `The connection to ${host} broke off. What was written is kept; run this again and it goes on from there.`,
    }
  if (text === 'no schema')
    return {
      code: 'conflict',
      isConnection: false,
      words: `The user “${user}” has no schema to write to in “${database}”. Make one, or set the user’s search_path.`,
    }
  if (/does not support SSL/i.test(text))
    return {
      code: 'unavailable',
      isConnection: false,
      words: `${host} does not speak encrypted. Turn encryption on there, or off here if the server is in your own network.`,
    }
  if (/certificate/i.test(text))
    return {
      code: 'unavailable',
      isConnection: false,
      words: `This computer does not trust the certificate of ${host}. Install its certificate authority, or choose encryption without checking.`,
    }
  switch (code) {
    case '28P01':
    case '28000':
      return {
        code: 'unauthorized',
        isConnection: false,
        words: `${host} does not let “${user}” in with this password. Check both.`,
      }
    case '3D000':
      return {
        code: 'conflict',
        isConnection: false,
        words: `${host} has no database called “${database}”. Make it there, or check the name.`,
      }
    case '42501':
      return {
        code: 'forbidden',
        isConnection: false,
        words: `“${user}” may not write to the tables in “${database}”. Give the user the right to create tables there, and to write to those that Listferry made.`,
      }
    case '25006':
      return {
        code: 'forbidden',
        isConnection: false,
        words: `“${database}” on ${host} can only be read. Use the main server rather than a copy of it, or let the user write.`,
      }
    case '53100':
      return {
        code: 'unavailable',
        isConnection: false,
        words: `${host} has no room left on its disk. Make room there and run this again; it goes on where it stopped.`,
      }
    case '53300':
      return {
        code: 'unavailable',
        isConnection: true,
        words: `${host} has as many connections as it takes. Close some, or try again later.`,
      }
    case '42P01':
      return {
        code: 'conflict',
        // Connecting again tells whether the database itself is gone; a table that is gone is made anew.
        isConnection: true,
        words: `A table in “${database}” is gone. Run this again: it is made anew, and read from the beginning.`,
      }
    case '22001':
    case '22P02':
    case '22003':
    case '42804':
    case '42703':
    case '23502':
      return {
        code: 'conflict',
        isConnection: false,
        words: `A table in “${database}” was changed by somebody else meanwhile, and a value no longer fits. Nothing of this page was written. Run this again: Listferry then mends its columns.`,
      }
    case '2BP01':
    case '0A000':
      return {
        code: 'conflict',
        isConnection: false,
        words: `A column must become wider, and a view in “${database}” needs it as it is. Drop the view, run this again, and make the view anew.`,
      }
    default:
      return code === ''
        ? null
        : {
            code: 'rejected',
            isConnection: false,
            words: `${host} refused (${code}). Look into the server’s log, then run this again.`,
          }
  }
}
