import { type CreateTableBuilder, sql, type Transaction } from 'kysely'
import { AppError } from '../../../shared/errors.ts'
import { columnsFor, databaseName } from './columnNames.ts'
import type { AnyTables, ColumnUseOf, Database } from './database.ts'
import { inTransaction } from './inTransaction.ts'
import { findState, insertState, readyStates, saveState, statesTable, type TableState } from './tableState.ts'
import { type Column, own, type TableShape } from './table.ts'

/**
 * Makes the table of an object, or brings it to what the account has now: columns for new fields, text where a column
 * no longer holds what it should. Tables that Listferry did not make are never touched.
 * @throws AppError `conflict` where the name is taken by a table of the user's or of another connection
 */
export async function readyTable(database: Database, shape: TableShape): Promise<TableState> {
  const tables = await listedTables(database)
  await readyStates(database, keysOf(tables.get(statesTable)))
  const state = await findState(database, shape.name)
  const listed = tables.get(shape.name) ?? null
  if (state === null && listed !== null) throw isNotOurs(database, shape)
  if (state !== null && (state.connection !== shape.connection || state.object !== shape.object))
    throw isOfAnother(database, shape)
  if (state === null || listed === null) return makeTable(database, shape, state)
  return bringUpToDate(database, shape, state, listed)
}

/** Columns by name, with the type by which the database lists them. */
type Listed = ReadonlyMap<string, string>

async function listedTables({ db, schema }: Database): Promise<ReadonlyMap<string, Listed>> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: false })
  return new Map(
    tables
      .filter((table) => schema === null || table.schema === schema || table.schema === undefined)
      .map(({ name, columns }) => [name, new Map(columns.map((column) => [column.name, column.dataType]))]),
  )
}

function keysOf(listed: Listed | undefined): ReadonlySet<string> | null {
  return listed === undefined ? null : new Set(listed.keys())
}

/** A table that the user dropped is made anew and read from the beginning. */
async function makeTable(
  database: Database,
  shape: TableShape,
  before: TableState | null,
): Promise<TableState> {
  const columns = columnsFor(shape, [], [], database.mostColumns)
  const fresh = { columns, reading: null, readAt: null, wholeAt: null }
  const make = async (db: Transaction<AnyTables> | Database['db']) => {
    const none = {
      table: shape.name,
      connection: shape.connection,
      object: shape.object,
      pages: 0,
      lastNumber: 0,
    }
    const state = before === null ? { ...none, ...fresh } : await saveState(db, before, fresh)
    if (before === null) await insertState(db, state)
    await createTable(db, database, shape, columns)
    return state
  }
  // Where making a table can't be taken back the note comes first: a table without one would not be ours any more.
  return database.changesInTransactions ? inTransaction(database, make) : make(database.db)
}

async function createTable(
  db: Transaction<AnyTables> | Database['db'],
  database: Database,
  shape: TableShape,
  columns: readonly Column[],
): Promise<void> {
  const key = keyOf(shape)
  let table: CreateTableBuilder<string, string> = db.schema.createTable(shape.name)
  for (const { name, use } of tableColumns(shape, columns))
    table = table.addColumn(name, database.typeOf(use), (it) => (key.includes(name) ? it.notNull() : it))
  await table.addPrimaryKeyConstraint(databaseName(`${shape.name}_key`), [...key] as never).execute()
  for (const { field, name, kind } of columns)
    if (shape.indexed.has(field)) {
      // Only text is cut for an index, where it must be.
      const on = kind === 'text' ? database.indexed(name) : sql.ref(name)
      const index = databaseName(`${shape.name}_by_${name}`)
      await sql`create index ${sql.ref(index)} on ${sql.table(shape.name)} (${on})`.execute(db)
    }
}

async function bringUpToDate(
  database: Database,
  shape: TableShape,
  state: TableState,
  listed: Listed,
): Promise<TableState> {
  const known = await mended(database, shape, state, listed)
  const others = [...listed.keys()].filter((name) => !known.some((column) => column.name === name))
  const wanted = columnsFor(shape, known, others, database.mostColumns)
  const kinds = await withWiderKinds(database, shape, wanted)
  await addColumns(database, shape, kinds, listed)
  return same(kinds, state.columns) ? state : saveState(database.db, state, { columns: kinds })
}

/** Columns that somebody changed hold text from now on, which holds everything. */
async function mended(
  database: Database,
  shape: TableShape,
  { columns }: TableState,
  listed: Listed,
): Promise<readonly Column[]> {
  const known: Column[] = []
  for (const column of columns) {
    const type = listed.get(column.name)
    if (type === undefined || database.holds(type, column.kind)) known.push(column)
    else {
      if (!database.holds(type, 'text')) await database.makeText(shape.name, column.name)
      known.push({ ...column, kind: 'text' })
    }
  }
  return known
}

/** A field that has another type now: numbers may still be in a column of text, but nothing else fits. */
async function withWiderKinds(
  database: Database,
  { name, fields }: TableShape,
  columns: readonly Column[],
): Promise<readonly Column[]> {
  const kinds = new Map(fields.map(({ field, kind }) => [field, kind]))
  const wider: Column[] = []
  for (const column of columns) {
    const kind = kinds.get(column.field) ?? column.kind
    if (kind === column.kind || column.kind === 'text') wider.push(column)
    else {
      await database.makeText(name, column.name)
      wider.push({ ...column, kind: 'text' })
    }
  }
  return wider
}

async function addColumns(
  database: Database,
  shape: TableShape,
  columns: readonly Column[],
  listed: Listed,
): Promise<void> {
  for (const { name, use } of tableColumns(shape, columns))
    if (!listed.has(name))
      await database.db.schema.alterTable(shape.name).addColumn(name, database.typeOf(use)).execute()
}

/** New fields that only a page told of, and columns that must hold text from now on. */
export async function changeColumns(
  database: Database,
  shape: TableShape,
  state: TableState,
  { late, misfits }: { readonly late: TableShape['fields']; readonly misfits: ReadonlySet<string> },
): Promise<TableState> {
  for (const name of misfits) await database.makeText(shape.name, name)
  const known = state.columns.map((column) =>
    misfits.has(column.name) ? { ...column, kind: 'text' as const } : column,
  )
  const listed = (await listedTables(database)).get(shape.name) ?? new Map<string, string>()
  const columns = columnsFor({ fields: late }, known, listed.keys(), database.mostColumns)
  await addColumns(database, shape, columns, listed)
  return same(columns, state.columns) ? state : saveState(database.db, state, { columns })
}

function same(some: readonly Column[], others: readonly Column[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others)
}

export function keyOf({ grouped }: TableShape): readonly string[] {
  return grouped ? [own.id, own.line] : [own.id]
}

/** All columns in their order: the key, the fields, and what Listferry adds. */
export function tableColumns({ grouped }: TableShape, columns: readonly Column[]): readonly ColumnUseOf[] {
  return [
    { name: own.id, use: 'key' },
    ...(grouped ? [{ name: own.line, use: 'count' } as const] : []),
    ...columns.map(({ name, kind }) => ({ name, use: kind })),
    { name: own.more, use: 'text' },
    { name: own.seen, use: 'count' },
    { name: own.writtenAt, use: 'time' },
    { name: own.deletedAt, use: 'time' },
  ]
}

function isNotOurs({ place }: Database, { name }: TableShape): AppError {
  return new AppError(
    'conflict',
    `There is a table ${name} in ${place} that Listferry did not make. It is left alone. Choose another beginning for the names of the tables, or another database.`,
  )
}

function isOfAnother({ place }: Database, { name }: TableShape): AppError {
  return new AppError(
    'conflict',
    `The table ${name} in ${place} holds what another account has. It is left alone. Choose another beginning for the names of the tables, so that each account has its own.`,
  )
}
