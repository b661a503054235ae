import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql, type Transaction } from 'kysely'
import type { ClientBase } from 'pg'
import { type CopyStreamQuery, from } from 'pg-copy-streams'
import type { AnyTables, ColumnUseOf } from '../database.ts'
import { type Cell, own, type Row } from '../table.ts'
import { type StateNote, statesTable } from '../tableState.ts'
import { codeOf } from './serverOptions.ts'

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

/**
 * Puts rows and the note on how far that is into the database in one go: all of the transaction is a single message, in
 * the midst of which the server takes the rows. The server need not have it on its disk before it answers: what a crash
 * of it may lose is the last pages, each with its note, and they are read again. What is noted at the end is there only
 * with all of it.
 */
export async function fillTable(
  client: ClientBase,
  { table, columns, rows, note, onSent }: Filling,
): Promise<'written' | 'row-known' | 'note-changed'> {
  const names = columns.map(({ name }) => name)
  const [into = '', notes = '', ...fields] = [table, statesTable, ...names].map((name) =>
    client.escapeIdentifier(name),
  )
  const { pagesBefore, pages, state } = note
  const stream = from(`begin; set local synchronous_commit to off;
    update ${notes} set pages = ${pages}, state = ${client.escapeLiteral(state)}
      where table_name = ${client.escapeLiteral(note.table)} and pages = ${pagesBefore};
    copy ${into} (${fields.join(', ')}) from stdin; commit`)
  const isNoted = whenUpdated(stream)
  try {
    const lines = Readable.from(linesOf(names, rows), { objectMode: false })
    lines.once('end', () => setImmediate(onSent))
    await pipeline(lines, client.query(stream))
    return 'written'
  } catch (error) {
    // A connection that is gone has taken it back by itself.
    await client.query('rollback').catch(() => undefined)
    if (!isNoted()) return 'note-changed'
    if (codeOf(error) === uniqueViolation) return 'row-known'
    throw error
  }
}

interface Filling {
  readonly table: string
  readonly columns: readonly ColumnUseOf[]
  readonly rows: readonly Row[]
  readonly note: StateNote
  readonly onSent: () => void
}

const uniqueViolation = '23505'

/** Hears how many notes were changed before any row is sent; sends none where it was none. */
function whenUpdated(stream: CopyStreamQuery): () => boolean {
  let isNoted = true
  const heard = stream as unknown as { handleCommandComplete(message: { text?: string } | undefined): void }
  const before = heard.handleCommandComplete.bind(stream)
  heard.handleCommandComplete = (message) => {
    before(message)
    if (message?.text !== 'UPDATE 0') return
    isNoted = false
    stream.destroy(new Error('the note was changed by another program'))
  }
  return () => isNoted
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
