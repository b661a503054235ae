import type { DatabaseSync } from 'node:sqlite'
import type { PlanId, RowKind } from '../../../shared/model.ts'
import { untickedReason } from '../plan/untickedReason.ts'

export interface RowFilter {
  readonly kind: RowKind | null
  /** Only rows that go, but with a warning: those that the summary counts. */
  readonly warned: boolean
  /** Folded; `''` finds all. */
  readonly search: string
  /** The table that is searched, from `PlanText`; `null` without a search. */
  readonly table: string | null
}

/** Finds rows of a plan, in file order. */
export interface PlanRows {
  find(plan: PlanId, filter: RowFilter, offset: number, limit: number): number[]
  count(plan: PlanId, filter: RowFilter): number
}

export function planRows(db: DatabaseSync): PlanRows {
  return {
    find(plan, filter, offset, limit) {
      const { row, from, values } = query(plan, filter)
      return db
        .prepare(`SELECT ${row} AS row ${from} ORDER BY ${row} LIMIT :limit OFFSET :offset`)
        .all({ ...values, offset, limit })
        .map((found) => found.row as number)
    },
    count(plan, filter) {
      const { from, values } = query(plan, filter)
      return (db.prepare(`SELECT count(*) AS n ${from}`).get(values) as { n: number }).n
    },
  }
}

/** The text decides about most rows, so it is read first, from beginning to end, and alone where that is enough. */
function query(plan: PlanId, { kind, warned, search, table }: RowFilter) {
  const isSearch = table !== null && search !== ''
  const findsUnticked = isSearch && untickedReason.includes(search)
  const text = findsUnticked ? '(instr(t.text, :search) OR p.reason = :unticked)' : 'instr(t.text, :search)'
  const ofRow = [
    kind === null ? null : 'p.kind = :kind',
    warned ? "p.warning IS NOT NULL AND p.kind IN ('create', 'update', 'delete')" : null,
  ].filter((condition) => condition !== null)
  const values = {
    ...(isSearch && { search }),
    ...(findsUnticked && { unticked: untickedReason }),
    ...(kind !== null && { kind }),
  }
  if (isSearch && ofRow.length === 0 && !findsUnticked)
    return { row: 't.row', from: `FROM ${table} t WHERE ${text}`, values }
  const from = isSearch ? `FROM ${table} t CROSS JOIN plan_row p ON p.row = t.row` : 'FROM plan_row p'
  const where = ['p.plan = :plan', ...(isSearch ? [text] : []), ...ofRow].join(' AND ')
  return { row: isSearch ? 't.row' : 'p.row', from: `${from} WHERE ${where}`, values: { ...values, plan } }
}
