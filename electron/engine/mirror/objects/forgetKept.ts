import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { ConnectionId } from '../../../../shared/model.ts'
import { breathe } from '../../breathe.ts'
import { fileHolds } from '../../forget/fileHolds.ts'
import type { PersonText } from '../../forget/personText.ts'
import { own } from '../../replicate/table.ts'
import { connectionNumber } from '../../store/connections.ts'
import { type KeptTable, tablesIn } from './keptTables.ts'

/** Rows looked at between two breaths. */
const rowsAtOnce = 10_000
/** Columns that say whom a row is about. */
const aboutWhom = ['profile_id', 'subscriber_id']

/** Under which ids an account knows them, as far as the mirror does. */
export function remoteIdsOf(
  db: DatabaseSync,
  connection: ConnectionId,
  { identity }: PersonText,
): readonly string[] {
  return db
    .prepare('SELECT remote_id FROM contact WHERE connection = ? AND email_folded = ?')
    .all(connectionNumber(db, connection), identity)
    .map(({ remote_id: id }) => String(id))
}

/** How many rows of a file with objects of an account are about someone, or quote their address. */
export async function countKept(
  path: string,
  person: PersonText,
  remoteIds: readonly string[],
): Promise<number> {
  return withKept(path, true, async (db) => {
    const found = await rowsAbout(db, person, remoteIds)
    return found.reduce((sum, { rows }) => sum + rows.length, 0)
  })
}

/** Deletes these rows, down to the bytes of the file. @returns how many */
export async function forgetKept(
  path: string,
  person: PersonText,
  remoteIds: readonly string[],
): Promise<number> {
  const deleted = await withKept(path, false, async (db) => {
    db.exec('PRAGMA secure_delete = ON')
    const found = await rowsAbout(db, person, remoteIds)
    for (const { table, rows } of found) {
      const forget = db.prepare(`DELETE FROM "${table}" WHERE rowid = ?`)
      db.exec('BEGIN')
      for (const row of rows) forget.run(row)
      db.exec('COMMIT')
    }
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return found.reduce((sum, { rows }) => sum + rows.length, 0)
  })
  if (deleted > 0 && (await fileHolds(path, person.spellings)))
    await withKept(path, false, (db) => {
      db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
      return Promise.resolve(0)
    })
  return deleted
}

async function withKept(
  path: string,
  readOnly: boolean,
  work: (db: DatabaseSync) => Promise<number>,
): Promise<number> {
  if (!existsSync(path)) return 0
  const db = new DatabaseSync(path, { readOnly, timeout: 5000 })
  try {
    return await work(db)
  } finally {
    db.close()
  }
}

interface RowsAbout {
  readonly table: string
  readonly rows: readonly number[]
}

async function rowsAbout(
  db: DatabaseSync,
  person: PersonText,
  remoteIds: readonly string[],
): Promise<readonly RowsAbout[]> {
  const tables = [...tablesIn(db).values()]
  const ids = JSON.stringify([...new Set([...remoteIds, ...tables.flatMap((one) => idsIn(db, one, person))])])
  const found: RowsAbout[] = []
  for (const one of tables) found.push({ table: one.table, rows: await rowsIn(db, one, person, ids) })
  return found
}

/** Ids that a table gives beside the address: of people whom the mirror doesn't know. */
function idsIn(db: DatabaseSync, { table, columns }: KeptTable, person: PersonText): readonly string[] {
  const names = new Set(columns.map(({ name }) => name))
  const id = aboutWhom.find((name) => names.has(name))
  if (id === undefined || !names.has('email')) return []
  return db
    .prepare(`SELECT DISTINCT "${id}" AS id, email FROM "${table}" WHERE instr(lower(email), ?) > 0`)
    .all(person.probe)
    .flatMap((row) => (person.isIn(String(row['email'])) && row['id'] !== null ? [String(row['id'])] : []))
}

async function rowsIn(
  db: DatabaseSync,
  { table, columns }: KeptTable,
  person: PersonText,
  ids: string,
): Promise<readonly number[]> {
  const texts = [...columns.filter(({ kind }) => kind === 'text').map(({ name }) => name), own.more]
  const all = texts.map((name) => `coalesce("${name}", '')`).join(` || ' ' || `)
  const whom = columns.filter(({ name }) => aboutWhom.includes(name))
  const isTheirs = ['0', ...whom.map(({ name }) => `"${name}" IN (SELECT value FROM json_each(:ids))`)].join(
    ' OR ',
  )
  const candidates = db.prepare(`SELECT rowid AS n, (${isTheirs}) AS theirs, ${all} AS text FROM "${table}"
    WHERE rowid BETWEEN :from AND :to AND ((${isTheirs}) OR instr(lower(${all}), :probe) > 0)`)
  const last = db.prepare(`SELECT coalesce(max(rowid), 0) AS n FROM "${table}"`).get() as { n: number }
  const rows: number[] = []
  for (let from = 1; from <= last.n; from += rowsAtOnce) {
    const values = { from, to: from + rowsAtOnce - 1, probe: person.probe, ...(whom.length > 0 && { ids }) }
    for (const { n, theirs, text } of candidates.all(values))
      if (theirs === 1 || person.isIn(String(text))) rows.push(Number(n))
    await breathe()
  }
  return rows
}
