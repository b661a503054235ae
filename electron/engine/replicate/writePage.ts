import { sql } from 'kysely'
import { breathe } from '../breathe.ts'
import type { Database } from './database.ts'
import { inTransaction } from './inTransaction.ts'
import { changeColumns, keyOf, tableColumns } from './readyTable.ts'
import { rowsOf } from './rowsOf.ts'
import { filledByAnother, nextState, saveState, type TableState } from './tableState.ts'
import { type ObjectBatch, own, type TableShape } from './table.ts'

export interface Page {
  readonly objects: ObjectBatch
  /** How far the reading is with it. */
  readonly reading: NonNullable<TableState['reading']>
}

/**
 * Writes a page and how far that is, in one transaction: after a kill either both are there or neither.
 * New fields get their columns first. `meanwhile` is called once while the database works on it.
 */
export async function writePage(
  database: Database,
  shape: TableShape,
  before: TableState,
  { objects, reading }: Page,
  now: number,
  meanwhile: () => void,
): Promise<TableState> {
  const { state, rows } = await fitting(database, shape, before, { objects, reading }, now)
  const columns = tableColumns(shape, state.columns)
  // Before a first reading has ended hardly anything of a page can be there already.
  if (database.fill !== undefined && before.wholeAt === null && !shape.grouped && rows.length > 0) {
    const { after, note } = nextState(state, { reading })
    const ended = await database.fill(shape.name, columns, rows, note, meanwhile)
    if (ended === 'written') return after
    if (ended === 'note-changed') throw filledByAnother(state)
  }
  meanwhile()
  return inTransaction(database, async (trx) => {
    if (rows.length > 0) {
      // A purchase may have fewer products than before.
      if (shape.grouped)
        await trx
          .deleteFrom(shape.name)
          .where(own.id, 'in', [...new Set(rows.map((row) => row[own.id]))])
          .execute()
      await database.upsert(trx, shape.name, keyOf(shape), columns, rows)
    }
    return saveState(trx, state, { reading })
  })
}

async function fitting(database: Database, shape: TableShape, state: TableState, page: Page, now: number) {
  const { grouped } = shape
  const asRows = ({ columns }: TableState) =>
    rowsOf(page.objects, { grouped, columns, seen: page.reading.number, now })
  const { rows, misfits, late } = asRows(state)
  const isFull = state.columns.length >= database.mostColumns
  if (misfits.size === 0 && (late.length === 0 || isFull)) return { state, rows }
  const changed = await changeColumns(database, shape, state, { misfits, late })
  return { state: changed, rows: asRows(changed).rows }
}

/** Rows looked at in one statement. */
const marked = 5_000

/**
 * Marks what a whole reading did not see any more. It goes along the key in steps, so that no step keeps anybody waiting,
 * and may be done again.
 */
export async function markDeleted(
  { db }: Database,
  { name }: TableShape,
  reading: number,
  nowValue: unknown,
  signal: AbortSignal,
): Promise<number> {
  let after = ''
  let deleted = 0
  for (;;) {
    signal.throwIfAborted()
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(name)} where id > ${after}
      order by id limit 1 offset ${sql.lit(marked)}`.execute(db)
    const to = rows[0]?.id
    const upTo = to === undefined ? sql`` : sql`and id <= ${to}`
    const result = await sql`update ${sql.table(name)} set listferry_deleted_at = ${nowValue}
      where id > ${after} ${upTo} and listferry_seen < ${reading} and listferry_deleted_at is null`.execute(
      db,
    )
    deleted += Number(result.numAffectedRows ?? 0n)
    if (to === undefined) return deleted
    after = to
    await breathe()
  }
}
