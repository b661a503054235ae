import { sql } from 'kysely'
import type { Database } from './database.ts'
import { inWords } from './openTarget.ts'

const trial = 'listferry_trial'

/** Makes a table, writes, and takes it away again. @throws AppError saying which right is missing */
export async function testTarget(database: Database): Promise<string> {
  const { db, kind } = database
  try {
    const tables = await db.introspection.getTables()
    // A trial that was killed half way; nothing but ours has this name and this column.
    if (tables.some(({ name, columns }) => name === trial && columns.some((one) => one.name === 'listferry')))
      await db.schema.dropTable(trial).execute()
    await db.schema.createTable(trial).addColumn('listferry', database.typeOf('count')).execute()
    try {
      await sql`insert into ${sql.table(trial)} (listferry) values (1)`.execute(db)
    } finally {
      await db.schema.dropTable(trial).execute()
    }
    const version = kind === 'sqlite' ? sql`select sqlite_version() as v` : sql`select version() as v`
    const { rows } = await (version as ReturnType<typeof sql<{ v: string }>>).execute(db)
    return serverName(kind, rows[0]?.v ?? '')
  } catch (error) {
    throw inWords(error, database.inWords(error))
  }
}

/** `PostgreSQL 15.2`, `MariaDB 10.11.6`. */
function serverName(kind: Database['kind'], version: string): string {
  const number = /\d+(?:\.\d+)+/.exec(version)?.[0] ?? ''
  const name = /mariadb/i.test(version)
    ? 'MariaDB'
    : { sqlite: 'SQLite', postgres: 'PostgreSQL', mysql: 'MySQL' }[kind]
  return `${name} ${number}`.trim()
}
