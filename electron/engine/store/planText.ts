import type { DatabaseSync } from 'node:sqlite'
import type { ChangeDraft, FieldId, FieldValue, PlanId } from '../../../shared/model.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { breathe } from '../breathe.ts'
import { bulkInsert } from '../source/bulkInsert.ts'
import { inTransaction } from './transaction.ts'

/** What can be searched in a row of a plan. */
export interface SearchedRow {
  readonly row: number
  readonly email: string | null
  readonly reason: string | null
  readonly warning: string | null
  readonly changes: readonly ChangeDraft[]
}

export interface PlanTextWriter {
  add(rows: readonly SearchedRow[]): void
  end(): void
}

/**
 * The folded text of the rows of plans, each in a temporary table that SQLite keeps out of the data folder and that
 * ends with the program. Only those of the plans that were looked at last are kept.
 */
export interface PlanText {
  /**
   * Starts the text of a plan; call `end` when all rows are in. Rows of which there is nothing but an address, most of
   * most plans, are left for the first search.
   */
  begin(plan: PlanId): PlanTextWriter
  /** For a plan that is not to be. */
  discard(plan: PlanId): void
  /** The table's name. Makes it from `pages` where it is not there any more. */
  table(plan: PlanId, pages: () => Iterable<readonly SearchedRow[]>): Promise<string>
}

/** So many plans can be searched without their text being made again. */
const keptPlans = 3

export function planText(db: DatabaseSync): PlanText {
  const ready = new Map<PlanId, Text>()
  const keep = (plan: PlanId, text: Text) => {
    ready.delete(plan)
    ready.set(plan, text)
    for (const old of [...ready.keys()].slice(0, -keptPlans)) {
      ready.delete(old)
      db.exec(`DROP TABLE IF EXISTS ${tableOf(old)}`)
    }
  }
  return {
    begin(plan) {
      const writer = openWriter(db, plan)
      return {
        add: (rows) => writer.add(rows.filter(saysMore)),
        end() {
          writer.end()
          keep(plan, 'without addresses')
        },
      }
    },
    discard(plan) {
      ready.delete(plan)
      db.exec(`DROP TABLE IF EXISTS ${tableOf(plan)}`)
    },
    table(plan, pages) {
      const known = ready.get(plan)
      if (known instanceof Promise) {
        keep(plan, known)
        return known
      }
      const filled = known === undefined ? fill(db, openWriter(db, plan), pages()) : addAddresses(db, plan)
      const text = filled.then(() => tableOf(plan))
      keep(plan, text)
      text.catch(() => ready.delete(plan))
      return text
    },
  }
}

/** The table's name once all is in it. */
type Text = Promise<string> | 'without addresses'

function saysMore({ reason, warning, changes }: SearchedRow): boolean {
  return reason !== null || warning !== null || changes.length > 0
}

function openWriter(db: DatabaseSync, plan: PlanId): PlanTextWriter {
  const table = tableOf(plan)
  db.exec(`DROP TABLE IF EXISTS ${table};
    CREATE TABLE ${table} (row INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT`)
  return textWriter(db, table)
}

function textWriter(db: DatabaseSync, table: string): PlanTextWriter {
  const insert = bulkInsert(db, table, ['row', 'text'])
  return {
    add(rows) {
      for (const row of rows) insert.add(row.row, textOf(row))
    },
    end: () => insert.flush(),
  }
}

async function fill(
  db: DatabaseSync,
  writer: PlanTextWriter,
  pages: Iterable<readonly SearchedRow[]>,
): Promise<void> {
  for (const rows of pages) {
    inTransaction(db, () => writer.add(rows))
    await breathe()
  }
  writer.end()
}

const addressesAtOnce = 5000

/** The rows that are not in the table yet. */
function addAddresses(db: DatabaseSync, plan: PlanId): Promise<void> {
  const table = tableOf(plan)
  const next = db.prepare(`SELECT p.row, p.email FROM plan_row p
    WHERE p.plan = ? AND p.row > ? AND NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.row = p.row)
    ORDER BY p.row LIMIT ${addressesAtOnce}`)
  function* pages(): Generator<SearchedRow[]> {
    for (let last = 0; ;) {
      const page = next.all(plan, last) as unknown as Pick<SearchedRow, 'row' | 'email'>[]
      if (page.length === 0) return
      yield page.map(({ row, email }) => ({ row, email, reason: null, warning: null, changes: [] }))
      last = page.at(-1)?.row ?? last
    }
  }
  return fill(db, textWriter(db, table), pages())
}

function tableOf(plan: PlanId): string {
  return `temp.plan_text_${plan}`
}

/** A line for each thing that is said, so that no search finds what stands in two of them. */
function textOf({ email, reason, warning, changes }: SearchedRow): string {
  let text = email ?? ''
  if (reason !== null) text += `\n${reason}`
  if (warning !== null) text += `\n${warning}`
  for (const change of changes)
    if (change.object === 'contact' || change.object === 'record')
      text += valuesOf(change.before) + valuesOf(change.after)
  return isAscii.test(text) ? text.toLowerCase() : foldSearch(text)
}

/** Such text folds to itself in lower case; most of a million rows are. */
const isAscii = /^[\x00-\x7f]*$/

function valuesOf(values: Readonly<Record<FieldId, FieldValue>>): string {
  let text = ''
  for (const field in values) {
    const value = values[field as FieldId]
    if (value !== null && value !== undefined && value !== '') text += `\n${value}`
  }
  return text
}
