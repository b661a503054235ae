import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql, type Transaction } from 'kysely'
import type { ClientBase } from 'pg'
import { from } from 'pg-copy-streams'
import type { AnyTables, ColumnUseOf } from '../database.ts'
import { type Cell, own, type Row } from '../table.ts'

/** Whether none of these rows is in the table yet. */
export async function areNew(
  trx: Transaction<AnyTables>,
  table: string,
  rows: readonly Row[],
): Promise<boolean> {
  const ids = JSON.stringify(rows.map((row) => row[own.id]))
  const known = await sql`select 1 from ${sql.table(table)} where ${sql.ref(own.id)} = any
    (array(select json_array_elements_text(${ids}::json))) limit 1`.execute(trx)
  return known.rows.length === 0
}

/**
 * Puts new rows into a table by `COPY`, which takes a fraction of what an `insert` takes. `client` is the connection on
 * which the transaction is open.
 */
export async function copyNewRows(
  client: ClientBase,
  table: string,
  columns: readonly ColumnUseOf[],
  rows: readonly Row[],
): Promise<void> {
  const names = columns.map(({ name }) => name)
  const into = [table, ...names].map((name) => client.escapeIdentifier(name))
  const statement = `copy ${into[0] ?? ''} (${into.slice(1).join(', ')}) from stdin`
  await pipeline(Readable.from(linesOf(names, rows), { objectMode: false }), client.query(from(statement)))
}

/** Pieces of some kilobytes: a message of its own for each row would cost more than the rows. */
function* linesOf(names: readonly string[], rows: readonly Row[]): Generator<string> {
  let piece = ''
  for (const row of rows) {
    for (const [n, name] of names.entries()) piece += (n === 0 ? '' : '\t') + copyText(row[name] ?? null)
    piece += '\n'
    if (piece.length < pieceCharacters) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

const pieceCharacters = 64_000

/** A value in COPY's text format (https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2). */
function copyText(cell: Cell): string {
  if (cell === null) return '\\N'
  if (typeof cell !== 'string') return String(cell)
  return /[\\\t\n\r]/.test(cell) ? cell.replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign) : cell
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
