import { Kysely, MysqlDialect, sql } from 'kysely'
import type { Socket } from 'node:net'
import { createPool } from 'mysql2'
import type { AnyTables, ColumnUse, ColumnUseOf, Database, Failure } from '../database.ts'
import type { Cell, Row } from '../table.ts'
import { type ServerErrors, serverFailure } from './serverFailure.ts'
import { connectMs, lockMs, placeOf, type ServerOptions, tlsOf } from './serverOptions.ts'

/** Ids are told apart by case: MySQL's usual comparison would take two for one. */
const exact = 'character set utf8mb4 collate utf8mb4_bin'

const types: Readonly<Record<ColumnUse, string>> = {
  key: `varchar(255) ${exact}`,
  text: 'longtext character set utf8mb4',
  number: 'double',
  boolean: 'tinyint(1)',
  time: 'datetime(3)',
  count: 'int',
}

const listed: Readonly<Record<string, readonly string[]>> = {
  text: ['longtext'],
  number: ['double', 'decimal'],
  boolean: ['tinyint', 'smallint', 'int', 'bigint'],
  time: ['datetime'],
}

/** The page that InnoDB keeps a row on has room for no more pointers to texts. */
const mostColumns = 180

/** What a connection of mysql2 has besides what is declared of it. */
interface WithStream {
  readonly stream: Socket
}

/** A MySQL server from 5.7 on, or MariaDB. One connection, so that what is written is written in order. */
export async function openMysql(options: ServerOptions): Promise<Database> {
  const { host, port, database, user, password } = options
  const tls = tlsOf(options)
  const pool = createPool({
    host,
    port,
    database,
    user,
    password,
    ...(tls !== false && { ssl: tls }),
    connectionLimit: 1,
    connectTimeout: connectMs,
    charset: 'utf8mb4',
    enableKeepAlive: true,
    // Files of this computer are nobody's business there.
    flags: ['-LOCAL_FILES'],
  })
  // Strict: what doesn't fit is refused and never cut. It also fixes what a backslash in a text means.
  const lockSeconds = Math.ceil((options.lockMs ?? lockMs) / 1000)
  let connected: WithStream | null = null
  pool.on('connection', (connection) => {
    connected = connection as unknown as WithStream
    const set = (what: string) => connection.query(`set session ${what}`, () => undefined)
    // Apart, so that a server that knows of no such waits is strict all the same.
    set(`sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'`)
    set(`lock_wait_timeout = ${lockSeconds}, innodb_lock_wait_timeout = ${lockSeconds}`)
  })
  const db = new Kysely<AnyTables>({ dialect: new MysqlDialect({ pool }) })
  try {
    await sql`select 1`.execute(db)
    return {
      kind: 'mysql',
      place: placeOf(options),
      db,
      schema: database,
      mostColumns,
      changesInTransactions: false,
      typeOf: (use) => sql.raw(types[use]),
      holds: (type, kind) => listed[kind]?.includes(type.toLowerCase()) === true,
      indexed: (column) => sql`${sql.ref(column)}(191)`,
      async makeText(table, column) {
        await sql`alter table ${sql.table(table)} modify ${sql.ref(column)} ${sql.raw(types.text)} null`.execute(
          db,
        )
      },
      async upsert(trx, table, key, columns, rows) {
        for (const some of inParts(rows, columns.length))
          await upsertText(table, key, columns, some).execute(trx)
      },
      inWords: (error) => mysqlFailure(error, options),
      // Closing it in order would wait for what it waits for.
      breakOff: () => connected?.stream.destroy(),
      close: () => db.destroy(),
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** A statement may have 16 MB at the usual server, and texts are long. */
function* inParts(rows: readonly Row[], columns: number): Generator<readonly Row[]> {
  const most = Math.max(1, Math.floor(20_000 / columns))
  let part: Row[] = []
  let characters = 0
  for (const row of rows) {
    const length = Object.values(row).reduce<number>(
      (sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8),
      0,
    )
    if (part.length === most || (part.length > 0 && characters + length > 2_000_000)) {
      yield part
      part = []
      characters = 0
    }
    part.push(row)
    characters += length
  }
  if (part.length > 0) yield part
}

function upsertText(
  table: string,
  key: readonly string[],
  columns: readonly ColumnUseOf[],
  rows: readonly Row[],
) {
  const names = sql.join(columns.map(({ name }) => sql.ref(name)))
  const values = rows.map(
    (row) => sql`(${sql.join(columns.map(({ name, use }) => plain(row[name] ?? null, use)))})`,
  )
  const others = columns.filter(({ name }) => !key.includes(name))
  const updates = sql.join(others.map(({ name }) => sql`${sql.ref(name)} = values(${sql.ref(name)})`))
  return sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)} on duplicate key update ${updates}`
}

/** `2026-01-31T10:00:00.000Z` to `2026-01-31 10:00:00.000`. */
function plain(cell: Cell, use: ColumnUse): Cell {
  return use === 'time' && typeof cell === 'string' ? cell.replace('T', ' ').replace('Z', '') : cell
}

export function mysqlFailure(error: unknown, place: Omit<ServerOptions, 'password'>): Failure | null {
  return serverFailure(error, place, errors)
}

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
const errors: ServerErrors = {
  codes: {
    PROTOCOL_CONNECTION_LOST: 'broke off',
    HANDSHAKE_NO_SSL_SUPPORT: 'not encrypted',
    HANDSHAKE_SSL_ERROR: 'not trusted',
    ER_ACCESS_DENIED_ERROR: 'not let in',
    ER_ACCESS_DENIED_NO_PASSWORD_ERROR: 'not let in',
    ER_BAD_DB_ERROR: 'no database',
    ER_DBACCESS_DENIED_ERROR: 'may not write',
    ER_TABLEACCESS_DENIED_ERROR: 'may not write',
    ER_OPTION_PREVENTS_STATEMENT: 'only read',
    ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: 'only read',
    ER_READ_ONLY_MODE: 'only read',
    ER_RECORD_FILE_FULL: 'disk full',
    ER_DISK_FULL: 'disk full',
    ER_CON_COUNT_ERROR: 'too many connections',
    ER_LOCK_WAIT_TIMEOUT: 'busy',
    ER_LOCK_DEADLOCK: 'busy',
    ER_SERVER_SHUTDOWN: 'busy',
    ER_NO_SUCH_TABLE: 'table gone',
    ER_DATA_TOO_LONG: 'does not fit',
    ER_TRUNCATED_WRONG_VALUE: 'does not fit',
    ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: 'does not fit',
    ER_WARN_DATA_OUT_OF_RANGE: 'does not fit',
    WARN_DATA_TRUNCATED: 'does not fit',
    ER_BAD_FIELD_ERROR: 'does not fit',
    ER_BAD_NULL_ERROR: 'must be filled',
    ER_NO_DEFAULT_FOR_FIELD: 'must be filled',
  },
  texts: [[/closed state|Connection lost/i, 'broke off']],
}
