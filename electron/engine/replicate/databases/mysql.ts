import { Kysely, MysqlDialect, sql } from 'kysely'
import { createPool } from 'mysql2'
import type { AnyTables, ColumnUse, ColumnUseOf, Database, Failure } from '../database.ts'
import type { Cell, Row } from '../table.ts'
import { codeOf, connectMs, networkWords, placeOf, type ServerOptions, tlsOf } from './serverOptions.ts'

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
  pool.on('connection', (connection) => {
    connection.query(
      `set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'`,
      () => undefined,
    )
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
      inWords: (error) => mysqlWords(error, options),
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

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
export function mysqlWords(error: unknown, options: Omit<ServerOptions, 'password'>): Failure | null {
  const network = networkWords(error, options)
  if (network !== null) return { code: 'unavailable', isConnection: true, words: network }
  const { database, host, user } = options
  const text = error instanceof Error ? error.message : ''
  if (/closed state|Connection lost/i.test(text))
    return {
      code: 'unavailable',
      isConnection: true,
      words: `The connection to ${host} broke off. What was written is kept; run this again and it goes on from there.`,
    }
  const code = codeOf(error)
  switch (code) {
    case 'HANDSHAKE_NO_SSL_SUPPORT':
      return {
        code: 'unavailable',
        isConnection: false,
        words: `${host} does not speak encrypted. Turn encryption on there, or off here if the server is in your own network.`,
      }
    case 'HANDSHAKE_SSL_ERROR':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        code: 'unavailable',
        isConnection: false,
        words: `This computer does not trust the certificate of ${host}. Install its certificate authority, or choose encryption without checking.`,
      }
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR':
      return {
        code: 'unauthorized',
        isConnection: false,
        words: `${host} does not let “${user}” in with this password. Check both.`,
      }
    case 'ER_BAD_DB_ERROR':
      return {
        code: 'conflict',
        isConnection: false,
        words: `${host} has no database called “${database}”. Make it there, or check the name.`,
      }
    case 'ER_DBACCESS_DENIED_ERROR':
    case 'ER_TABLEACCESS_DENIED_ERROR':
      return {
        code: 'forbidden',
        isConnection: false,
        words: `“${user}” may not write to the tables in “${database}”. Give the user the right to create and alter tables there, and to write to them.`,
      }
    case 'ER_OPTION_PREVENTS_STATEMENT':
    case 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION':
    case 'ER_READ_ONLY_MODE':
      return {
        code: 'forbidden',
        isConnection: false,
        words: `“${database}” on ${host} can only be read. Use the main server rather than a copy of it, or let the user write.`,
      }
    case 'ER_RECORD_FILE_FULL':
    case 'ER_DISK_FULL':
      return {
        code: 'unavailable',
        isConnection: false,
        words: `${host} has no room left on its disk. Make room there and run this again; it goes on where it stopped.`,
      }
    case 'ER_CON_COUNT_ERROR':
    case 'ER_LOCK_WAIT_TIMEOUT':
    case 'ER_LOCK_DEADLOCK':
    case 'ER_SERVER_SHUTDOWN':
      return {
        code: 'unavailable',
        isConnection: true,
        words: `${host} is busy. Run this again in a while; it goes on where it stopped.`,
      }
    case 'ER_NO_SUCH_TABLE':
      return {
        code: 'conflict',
        // Connecting again tells whether the database itself is gone; a table that is gone is made anew.
        isConnection: true,
        words: `A table in “${database}” is gone. Run this again: it is made anew, and read from the beginning.`,
      }
    case 'ER_DATA_TOO_LONG':
    case 'ER_TRUNCATED_WRONG_VALUE':
    case 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD':
    case 'ER_WARN_DATA_OUT_OF_RANGE':
    case 'WARN_DATA_TRUNCATED':
    case 'ER_BAD_FIELD_ERROR':
    case 'ER_BAD_NULL_ERROR':
      return {
        code: 'conflict',
        isConnection: false,
        words: `A table in “${database}” was changed by somebody else meanwhile, and a value no longer fits. Nothing of this page was written. Run this again: Listferry then mends its columns.`,
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
