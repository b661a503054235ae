import { sql, type Transaction } from 'kysely'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { FieldId } from '../../../shared/model.ts'
import type { AnyTables, Database } from './database.ts'
import type { Column } from './table.ts'

/** Where Listferry notes in the user's database what it made there and how far it is. */
export const statesTable = 'listferry_tables'

/** One way of reading a list: whole, or what is new since a moment by one of its dates. */
export interface Reading {
  /** Counts up; rows say in which reading they were last seen. */
  readonly number: number
  readonly isWhole: boolean
  /** ISO 8601: when it began. */
  readonly beganAt: string
  /** Where what is new begins, for a reading that is not whole. */
  readonly since: string | null
  /** Of the ways in which it is narrowed down, the one that is read now. */
  readonly pass: number
  /** The service's cursor behind the last page that was written; `null` at the beginning. */
  readonly cursor: string | null
}

/** How far a table is. Written in the same transaction as its rows, so that neither is ever without the other. */
export interface TableState {
  readonly table: string
  readonly connection: string
  readonly object: string
  readonly columns: readonly Column[]
  /** Counts every page, so that two programs that write the same table notice each other. */
  readonly pages: number
  /** What is under way; `null` between readings. */
  readonly reading: Reading | null
  readonly lastNumber: number
  /** When the last reading that ended began, and the last whole one. */
  readonly readAt: string | null
  readonly wholeAt: string | null
}

const column = z.object({
  field: z.string().transform((id) => id as FieldId),
  name: z.string(),
  kind: z.enum(['text', 'number', 'boolean', 'time']),
})
const reading = z.object({
  number: z.int(),
  isWhole: z.boolean(),
  beganAt: z.string(),
  since: z.string().nullable(),
  pass: z.int(),
  cursor: z.string().nullable(),
})
const document = z.object({
  columns: z.array(column).readonly(),
  reading: reading.nullable(),
  lastNumber: z.int(),
  readAt: z.string().nullable(),
  wholeAt: z.string().nullable(),
})

/** @throws AppError `conflict` where the user has a table of that name */
export async function readyStates(database: Database, listed: ReadonlySet<string> | null): Promise<void> {
  if (listed === null) {
    const type = (use: 'key' | 'text' | 'count') => database.typeOf(use)
    await database.db.schema
      .createTable(statesTable)
      .ifNotExists()
      .addColumn('table_name', type('key'), (it) => it.primaryKey())
      .addColumn('connection', type('text'))
      .addColumn('object', type('text'))
      .addColumn('pages', type('count'))
      .addColumn('state', type('text'))
      .execute()
    return
  }
  if (['table_name', 'connection', 'object', 'pages', 'state'].every((name) => listed.has(name))) return
  throw new AppError(
    'conflict',
    `There is a table ${statesTable} in ${database.place} that Listferry did not make. It is left alone; rename it, or use another database.`,
  )
}

/** @throws AppError `conflict` where somebody else wrote over what is noted there */
export async function findState({ db, place }: Database, table: string): Promise<TableState | null> {
  const { rows } = await sql<{ connection: string; object: string; pages: number; state: string }>`select
    connection, object, pages, state from ${sql.table(statesTable)} where table_name = ${table}`.execute(db)
  const [row] = rows
  if (!row) return null
  const { connection, object, pages } = row
  try {
    return { table, connection, object, pages, ...tableDocument(row.state) }
  } catch {
    // What is wrong with it would quote it.
    throw new AppError(
      'conflict',
      `What ${statesTable} in ${place} says about the table ${table} can’t be read: somebody else changed it. Drop that table and delete its row there, then run this again: it is made anew.`,
    )
  }
}

/** What the column `state` says. */
export function tableDocument(text: string): Omit<TableState, 'table' | 'connection' | 'object' | 'pages'> {
  return document.parse(JSON.parse(text))
}

export async function insertState(
  db: Transaction<AnyTables> | Database['db'],
  state: TableState,
): Promise<void> {
  const { table, connection, object, pages } = state
  await db
    .insertInto(statesTable)
    .values({ table_name: table, connection, object, pages, state: documentOf(state) })
    .execute()
}

/**
 * Notes how far a table is, unless somebody else did meanwhile.
 * @throws AppError `conflict` where another program writes to the same table
 */
export async function saveState(
  db: Transaction<AnyTables> | Database['db'],
  before: TableState,
  changes: Partial<TableState>,
): Promise<TableState> {
  const { after, note } = nextState(before, changes)
  const { numUpdatedRows } = await db
    .updateTable(statesTable)
    .set({ pages: note.pages, state: note.state })
    .where('table_name', '=', note.table)
    .where('pages', '=', note.pagesBefore)
    .executeTakeFirst()
  if (numUpdatedRows === 1n) return after
  throw filledByAnother(before)
}

/** How far a table is, as it is noted unless `pagesBefore` is no longer what the table of notes has. */
export interface StateNote {
  readonly table: string
  readonly pagesBefore: number
  readonly pages: number
  /** The column `state`. */
  readonly state: string
}

/** Pure. */
export function nextState(
  before: TableState,
  changes: Partial<TableState>,
): { readonly after: TableState; readonly note: StateNote } {
  const after = { ...before, ...changes, pages: before.pages + 1 }
  const { table, pages } = after
  return { after, note: { table, pagesBefore: before.pages, pages, state: documentOf(after) } }
}

export function filledByAnother({ table }: TableState): AppError {
  return new AppError(
    'conflict',
    `Another program is filling the table ${table} at the same time. Let one of them finish, then run this again; nothing of this page was written.`,
  )
}

function documentOf({ columns, reading, lastNumber, readAt, wholeAt }: TableState): string {
  return JSON.stringify({ columns, reading, lastNumber, readAt, wholeAt } satisfies z.input<typeof document>)
}
