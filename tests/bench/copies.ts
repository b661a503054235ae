import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { openPostgres } from '../../electron/engine/replicate/databases/postgres.ts'
import { openSqlite } from '../../electron/engine/replicate/databases/sqlite.ts'
import type { FieldId } from '../../shared/model.ts'
import { postgresForTests, type TestDatabase } from '../support/databases.ts'
import { copiedColumns, copiedPages, copyRows } from './copiedRows.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { besideWords, sideBySide } from './sideBySide.ts'

/** Rows into a database of the user's, beside the barest way to write the same rows there. */
export const copies: Figure = {
  name: 'copies',
  about:
    'rows copied into SQLite beside bare inserts, and into PostgreSQL beside COPY, into tables with a primary key',
  async measure(bench) {
    const rows = bench.size === 'full' ? 1_000_000 : 3000
    const readings = [await intoSqlite(bench, rows)]
    const postgres = await postgresForTests()
    if (typeof postgres === 'string') {
      bench.say(`SKIPPED: no PostgreSQL to measure with (${postgres})`)
      return readings
    }
    try {
      return [...readings, await intoPostgres(bench, postgres, rows)]
    } finally {
      await postgres.drop()
    }
  },
}

const rounds = (size: BenchRun['size']) => (size === 'quick' ? 1 : 2)

async function intoSqlite({ folder, size, say }: BenchRun, rows: number): Promise<Reading> {
  say(`${rows.toLocaleString('en')} rows into SQLite`)
  const path = (name: string) => join(folder, `${name}.sqlite`)
  const taken = await sideBySide(
    async () => {
      const database = openSqlite(path('ours'), true)
      await copyRows(database, rows)
      await database.close()
    },
    () => insertBare(path('bare'), rows),
    rounds(size),
    () => {
      for (const name of ['ours', 'bare'])
        for (const ending of ['', '-wal', '-shm']) rmSync(path(name) + ending, { force: true })
    },
  )
  return {
    what: `${rows.toLocaleString('en')} rows of 8 fields copied into an SQLite file`,
    value: taken.ratio,
    unit: 'times',
    beside: besideWords(taken, 'bare inserts of the same rows, as many in each transaction'),
    goal: { is: 'at most', value: 2 },
  }
}

function insertBare(path: string, rows: number): void {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  db.exec(`CREATE TABLE bare (id TEXT NOT NULL, ${copiedColumns.join(', ')}, PRIMARY KEY (id))`)
  const insert = db.prepare(`INSERT INTO bare VALUES (?${', ?'.repeat(copiedColumns.length)})`)
  for (const page of copiedPages(rows)) {
    db.exec('BEGIN')
    for (const { id, values } of page)
      insert.run(
        id,
        ...copiedColumns.map((name) => {
          const value = values[name as FieldId] ?? null
          return typeof value === 'boolean' ? Number(value) : value
        }),
      )
    db.exec('COMMIT')
  }
  db.close()
}

async function intoPostgres({ size, say }: BenchRun, postgres: TestDatabase, rows: number): Promise<Reading> {
  say(`${rows.toLocaleString('en')} rows into ${postgres.server}`)
  const taken = await sideBySide(
    async () => {
      const database = await openPostgres({ ...postgres.target, password: postgres.password })
      await copyRows(database, rows)
      await database.close()
    },
    () => copyBare(postgres, rows),
    rounds(size),
    () => postgres.query('drop table ours; drop table listferry_tables; drop table bare'),
  )
  return {
    what: `${rows.toLocaleString('en')} rows of 8 fields copied into PostgreSQL`,
    value: taken.ratio,
    unit: 'times',
    beside: besideWords(taken, `COPY of the same rows through pg-copy-streams, ${postgres.server}`),
    goal: { is: 'at most', value: 3 },
  }
}

async function copyBare({ target, password }: TestDatabase, rows: number): Promise<void> {
  const client = new pg.Client({ ...target, password })
  await client.connect()
  await client.query(
    `create table bare (id text primary key, email text, first_name text, last_name text, city text, state text,
       orders double precision, vip boolean, created_at timestamptz)`,
  )
  await pipeline(Readable.from(copyLines(rows)), client.query(copyFrom('copy bare from stdin')))
  await client.end()
}

/** No value here has a tab, a line end or a backslash. */
function* copyLines(rows: number): Generator<string> {
  for (const page of copiedPages(rows))
    yield page
      .map(
        ({ id, values }) =>
          `${[id, ...copiedColumns.map((name) => String(values[name as FieldId]))].join('\t')}\n`,
      )
      .join('')
}
