import type { DatabaseSync } from 'node:sqlite'
import type { PlanId, RowKind } from '../../../shared/model.ts'
import { bulkInserts } from '../source/bulkInsert.ts'
import type { PlannedRow } from './plans.ts'

/** Rows of a plan as they are written; long texts, since many short ones take ten times as long from thread to thread. */
export interface WrittenRows {
  /** Rows that say nothing but who they are and their kind, which are most. */
  readonly plain: readonly PlainRows[]
  /** The other rows, as JSON: a list of values for each, as in `rowColumns`. */
  readonly others: string
  /** What is planned for them, row by row: the row of each change, and a line of JSON for each. */
  readonly changedRows: readonly number[]
  readonly changes: string
  /** Who is held back and may agree after all, as JSON: a list of values for each. */
  readonly held: string
}

/** They go in all at once: half the work. They are named by their place after the first row; others leave a hole. */
interface PlainRows {
  readonly kind: RowKind
  readonly first: number
  /** As JSON: an identity for each, `null` for a hole. */
  readonly identities: string
}

/** Pure. */
export function writtenRows(rows: readonly PlannedRow[]): WrittenRows {
  const first = rows[0]?.row ?? 0
  const plain = new Map<RowKind, (string | null)[]>()
  const others: unknown[] = []
  const held: unknown[] = []
  const changedRows: number[] = []
  const changes: string[] = []
  for (const one of rows) {
    if (isPlain(one)) {
      let identities = plain.get(one.kind)
      if (!identities) plain.set(one.kind, (identities = new Array<string | null>(rows.length).fill(null)))
      identities[one.row - first] = one.identity
    } else others.push(rowValues(one))
    for (const draft of one.changes) {
      changedRows.push(one.row)
      changes.push(JSON.stringify(draft))
    }
    if (one.ifAgreed)
      held.push([one.row, one.reason, JSON.stringify(one.changes), JSON.stringify(one.ifAgreed)])
  }
  return {
    plain: [...plain].map(([kind, identities]) => ({ kind, first, identities: JSON.stringify(identities) })),
    others: JSON.stringify(others),
    changedRows,
    changes: changes.join('\n'),
    held: JSON.stringify(held),
  }
}

/** Writes rows of plans, in whatever transaction there is. */
export type WriteRows = (plan: PlanId, rows: WrittenRows) => void

export function planRowInserts(db: DatabaseSync): WriteRows {
  const plainRows = db.prepare(`INSERT INTO plan_row (plan, row, kind, identity)
    SELECT ?1, ?3 + j.key, ?2, j.value FROM json_each(?4) j WHERE j.value IS NOT NULL`)
  const rowInserts = bulkInserts(db, 'plan_row', rowColumns)
  const changeInserts = bulkInserts(db, 'planned_change', ['plan', 'row', 'body'])
  const heldInserts = bulkInserts(db, 'held_row', ['plan', 'row', 'reason', 'planned', 'if_agreed'])
  return (plan, { plain, others, changedRows, changes, held }) => {
    for (const { kind, first, identities } of plain) plainRows.run(plan, kind, first, identities)
    const row = rowInserts()
    for (const values of JSON.parse(others) as RowValues[]) row.add(plan, ...values)
    row.flush()
    const change = changeInserts()
    if (changedRows.length > 0)
      changes.split('\n').forEach((body, at) => change.add(plan, changedRows[at] ?? 0, body))
    change.flush()
    const heldRow = heldInserts()
    for (const values of JSON.parse(held) as RowValues[]) heldRow.add(plan, ...values)
    heldRow.flush()
  }
}

const rowColumns = [
  'plan',
  'row',
  'kind',
  'reason',
  'warning',
  'written_email',
  'identity',
  'remote_id',
  'cursor',
]

type RowValues = readonly (string | number | null)[]

function rowValues({ row, kind, reason, warning, email, identity, remoteId, cursor }: PlannedRow): RowValues {
  return [row, kind, reason, warning, email === identity ? null : email, identity, remoteId, cursor]
}

function isPlain({ reason, warning, remoteId, cursor, email, identity }: PlannedRow): boolean {
  return (
    identity !== null &&
    email === identity &&
    reason === null &&
    warning === null &&
    remoteId === null &&
    cursor === null
  )
}
