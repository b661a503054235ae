import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Kysely, sql, SqliteDialect } from 'kysely'
import type { AnyTables, ColumnUse, ColumnUseOf, Database, Failure } from '../database.ts'
import type { Cell, Row } from '../table.ts'
import { nodeSqlite } from './nodeSqlite.ts'

export interface SqliteOptions {
  /** Caps the file, in pages; for tests of a full disk. */
  readonly maxPages?: number
}

const types: Readonly<Record<ColumnUse, string>> = {
  key: 'text not null',
  text: 'text',
  number: 'real',
  boolean: 'integer',
  time: 'text',
  count: 'integer not null',
}

/** A file of the user's. `isNew` false: it must be there, so that a file that was moved away is not made anew in silence. */
export function openSqlite(path: string, isNew: boolean, options: SqliteOptions = {}): Database {
  if (!isNew && !existsSync(path)) throw new Error(vanished)
  const file = openFile(path, options)
  const db = new Kysely<AnyTables>({ dialect: new SqliteDialect({ database: nodeSqlite(file) }) })
  const prepared = new Map<string, StatementSync>()
  return {
    kind: 'sqlite',
    place: `the file ${basename(path)}`,
    db,
    schema: null,
    mostColumns: 1_500,
    changesInTransactions: true,
    typeOf: (use) => sql.raw(types[use]),
    // Any column takes any value here.
    holds: () => true,
    indexed: (column) => sql.ref(column),
    makeText: () => Promise.resolve(),
    upsert(_trx, table, key, columns, rows) {
      // A file that was taken away would go on being written where nobody sees it.
      if (!existsSync(path)) throw new Error(vanished)
      const text = upsertText(db, table, key, columns)
      const statement = prepared.get(text) ?? file.prepare(text)
      prepared.set(text, statement)
      const names = columns.map(({ name }) => name)
      for (const row of rows) statement.run(...values(row, names))
      return Promise.resolve()
    },
    inWords: (error) => sqliteFailure(error, path),
    // Nothing waits here: each statement is done before anybody could ask for it.
    breakOff: () => undefined,
    close: () => db.destroy(),
  }
}

/** @throws what SQLite says, with nothing left open */
function openFile(path: string, { maxPages }: SqliteOptions): DatabaseSync {
  const file = new DatabaseSync(path, { timeout: 5000 })
  try {
    file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    if (maxPages !== undefined) file.exec(`PRAGMA max_page_count = ${maxPages}`)
    return file
  } catch (error) {
    file.close()
    throw error
  }
}

const vanished = 'the file is not there any more'

function upsertText(
  db: Kysely<AnyTables>,
  table: string,
  key: readonly string[],
  columns: readonly ColumnUseOf[],
): string {
  const names = columns.map(({ name }) => name)
  const others = names.filter((name) => !key.includes(name))
  const refs = (some: readonly string[]) => sql.join(some.map((name) => sql.ref(name)))
  const updates = sql.join(others.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))
  return sql`insert into ${sql.table(table)} (${refs(names)}) values (${sql.join(names.map(() => sql`?`))})
    on conflict (${refs(key)}) do update set ${updates}`.compile(db).sql
}

function values(row: Row, names: readonly string[]): (string | number | null)[] {
  return names.map((name) => plain(row[name] ?? null))
}

function plain(cell: Cell): string | number | null {
  return typeof cell === 'boolean' ? Number(cell) : cell
}

/** SQLite's primary result codes, https://sqlite.org/rescode.html */
export function sqliteFailure(error: unknown, path: string): Failure | null {
  if (!(error instanceof Error)) return null
  if (error.message === vanished)
    return {
      code: 'unavailable',
      isConnection: false,
      words: `${path} is not there any more. Put it back, or make a new copy of the account.`,
    }
  // A part of the path is a file, or nobody may write there.
  if ('syscall' in error)
    return { code: 'unavailable', isConnection: false, words: sqliteWords[cannotOpen]?.(path) ?? '' }
  if (!('errcode' in error)) return null
  const code = Number(error.errcode) & 0xff
  // It is there, and what SQLite keeps beside it can't be made: its folder or its disk can only be read.
  const words = sqliteWords[code === cannotOpen && isFile(path) ? readOnly : code]
  return words === undefined ? null : { code: 'unavailable', isConnection: false, words: words(path) }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

const readOnly = 8
const cannotOpen = 14
const sqliteWords: Readonly<Record<number, (path: string) => string>> = {
  5: (path) => `Another program is writing to ${path}. Close it and run this again.`,
  [readOnly]: (path) =>
    `${path} can only be read. Allow writing to it and to its folder, then run this again.`,
  10: (path) => `The disk failed while ${path} was written. Check the disk, then run this again.`,
  11: (path) => `${path} is damaged. Move it aside and make a new copy.`,
  13: (path) =>
    `There is no room left to write ${path}. Free some disk space and run this again; it goes on where it stopped.`,
  [cannotOpen]: (path) =>
    `${path} can’t be opened. Check that its folder exists and that you may write there.`,
  26: (path) => `${path} is no SQLite database, and is left as it is. Choose another file.`,
}
