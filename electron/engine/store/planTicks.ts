import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { Change, ChangeId, PlanId, RowKind } from '../../../shared/model.ts'
import type { PartCount } from '../plan/partTally.ts'
import { changeName } from '../plan/planParts.ts'
import { allOn, type Switches } from '../plan/switches.ts'
import { bulkInserts } from '../source/bulkInsert.ts'

/** A row of a plan with all that was planned for it, what of that is on, and what the user switched off. */
export interface TickedRow {
  readonly row: number
  readonly kind: RowKind
  readonly reason: string | null
  readonly warning: string | null
  /** Its kind and reason as they were planned. */
  readonly plannedKind: RowKind
  readonly plannedReason: string | null
  readonly planned: readonly Change[]
  /** The same as JSON. */
  readonly plannedText: string
  readonly on: readonly Change[]
  readonly switches: Switches
}

/** What is to be kept of a row after a tick. */
export interface RowAfterTick {
  readonly kind: RowKind
  readonly reason: string | null
  readonly on: readonly Change[]
  readonly switches: Switches
}

export interface TickedTo {
  readonly before: TickedRow
  readonly after: RowAfterTick
}

/** What users switch off in plans. Callers bundle writes with `inTransaction`. */
export interface PlanTicks {
  /** Rows of this range that have something to send, or had before it was switched off. */
  rows(plan: PlanId, from: number, to: number): TickedRow[]
  /** Keeps what a tick made of rows of one range, in few statements however many rows these are. */
  save(plan: PlanId, rows: readonly TickedTo[]): void
  /** What is off in these rows. */
  unticked(plan: PlanId, from: number, to: number): Map<number, Pick<TickedRow, 'planned' | 'switches'>>
  parts(plan: PlanId): PartCount[]
  saveParts(plan: PlanId, parts: readonly PartCount[]): void
  /** Whether a tick is being written, or was when the program ended. Such a plan can't be run. */
  isTicking(plan: PlanId): boolean
  setTicking(plan: PlanId, ticking: boolean): void
  /** Rows that go no more, by what they would be. */
  countUnticked(plan: PlanId): Map<RowKind, number>
}

export function planTicks(db: DatabaseSync): PlanTicks {
  const statements = prepare(db)
  return {
    rows: (plan, from, to) => statements.rows.all(plan, from, to).map(tickedRow),
    save(plan, rows) {
      saveSwitches(statements, plan, rows)
      saveChanges(statements, plan, rows)
      saveKinds(statements, plan, rows)
    },
    unticked: (plan, from, to) =>
      new Map(
        statements.unticked
          .all(plan, from, to)
          .map((row) => [row.row as number, untickedFromRow(row)] as const),
      ),
    parts(plan) {
      const row = statements.parts.get(plan)
      if (!row) throw new AppError('not-found', `There is no plan ${plan}.`)
      return JSON.parse((row.parts as string | null) ?? '[]') as PartCount[]
    },
    saveParts: (plan, parts) => void statements.saveParts.run(JSON.stringify(parts), plan),
    isTicking: (plan) => statements.ticking.get(plan)?.ticking === 1,
    setTicking: (plan, ticking) => void statements.setTicking.run(ticking ? 1 : 0, plan),
    countUnticked: (plan) =>
      new Map(statements.countUnticked.all(plan).map(({ kind, n }) => [kind as RowKind, n as number])),
  }
}

/** A change with its number and row, which have columns of their own; bodies are objects with something in them. */
const changeText = `substr(c.body, 1, length(c.body) - 1) || ',"id":' || c.id || ',"row":' || c.row || '}'`

function prepare(db: DatabaseSync) {
  const changes = 'FROM change c WHERE c.plan = p.plan AND c.row = p.row'
  return {
    // The changes of a row in one text: to read them one by one takes twice as long.
    rows: db.prepare(`SELECT p.row, p.kind, p.reason, p.warning,
        u.kind AS planned_kind, u.reason AS planned_reason, u.row_off, u.parts, u.changes,
        (SELECT '[' || group_concat(${changeText} ORDER BY c.id) || ']' ${changes}) AS changes_on
      FROM plan_row p LEFT JOIN unticked_row u ON u.plan = p.plan AND u.row = p.row
      WHERE p.plan = ? AND p.row BETWEEN ? AND ? AND (u.row IS NOT NULL OR EXISTS (SELECT 1 ${changes}))
      ORDER BY p.row`),
    unticked: db.prepare('SELECT * FROM unticked_row WHERE plan = ? AND row BETWEEN ? AND ?'),
    forget: db.prepare('DELETE FROM unticked_row WHERE plan = ? AND row IN (SELECT value FROM json_each(?))'),
    keep: db.prepare('UPDATE unticked_row SET row_off = ?, parts = ? WHERE plan = ? AND row = ?'),
    untickedInserts: bulkInserts(db, 'unticked_row', [
      'plan',
      'row',
      'kind',
      'reason',
      'row_off',
      'parts',
      'changes',
    ]),
    setKind: db.prepare(
      'UPDATE plan_row SET kind = ?, reason = ? WHERE plan = ? AND row IN (SELECT value FROM json_each(?))',
    ),
    setBody: db.prepare('UPDATE change SET body = ? WHERE id = ?'),
    removeChanges: db.prepare('DELETE FROM change WHERE id IN (SELECT value FROM json_each(?))'),
    changeInserts: bulkInserts(db, 'change', ['plan', 'row', 'body']),
    parts: db.prepare('SELECT parts FROM plan WHERE id = ?'),
    saveParts: db.prepare('UPDATE plan SET parts = ? WHERE id = ?'),
    ticking: db.prepare('SELECT ticking FROM plan WHERE id = ?'),
    setTicking: db.prepare('UPDATE plan SET ticking = ? WHERE id = ?'),
    countUnticked: db.prepare(`SELECT u.kind, count(*) AS n FROM unticked_row u
      JOIN plan_row p ON p.plan = u.plan AND p.row = u.row WHERE u.plan = ? AND p.kind <> u.kind GROUP BY u.kind`),
  }
}

type Statements = ReturnType<typeof prepare>
type Row = Record<string, unknown>

function tickedRow(row: Row): TickedRow {
  const kind = row.kind as RowKind
  const reason = row.reason as string | null
  const onText = (row.changes_on as string | null) ?? '[]'
  const on = JSON.parse(onText) as Change[]
  const isWhole = row.changes === null
  return {
    row: row.row as number,
    kind,
    reason,
    warning: row.warning as string | null,
    plannedKind: isWhole ? kind : (row.planned_kind as RowKind),
    plannedReason: isWhole ? reason : (row.planned_reason as string | null),
    plannedText: isWhole ? onText : (row.changes as string),
    on,
    ...(isWhole ? { planned: on, switches: allOn } : untickedFromRow(row)),
  }
}

function untickedFromRow(row: Row): Pick<TickedRow, 'planned' | 'switches'> {
  return {
    planned: JSON.parse(row.changes as string) as Change[],
    switches: { rowOff: row.row_off === 1, parts: JSON.parse(row.parts as string) as string[] },
  }
}

/** There is an unticked row for exactly those rows of which something is off. */
function saveSwitches(statements: Statements, plan: PlanId, rows: readonly TickedTo[]): void {
  const whole: number[] = []
  const unticked = statements.untickedInserts()
  for (const { before, after } of rows) {
    const { row, plannedKind, plannedReason, plannedText } = before
    const rowOff = after.switches.rowOff ? 1 : 0
    const parts = JSON.stringify(after.switches.parts)
    if (isAllOn(after.switches)) whole.push(row)
    else if (isAllOn(before.switches))
      unticked.add(plan, row, plannedKind, plannedReason, rowOff, parts, plannedText)
    else statements.keep.run(rowOff, parts, plan, row)
  }
  unticked.flush()
  if (whole.length > 0) statements.forget.run(plan, JSON.stringify(whole))
}

function isAllOn({ rowOff, parts }: Switches): boolean {
  return !rowOff && parts.length === 0
}

/**
 * What stays keeps its number. A change that comes back takes its row's others with it to new numbers, since they are
 * sent in the order of those, and a number may have gone to another plan in the meantime.
 */
function saveChanges(statements: Statements, plan: PlanId, rows: readonly TickedTo[]): void {
  const removed: ChangeId[] = []
  const added = statements.changeInserts()
  for (const { before, after } of rows) {
    const places = after.on.map((change) => placeOf(before.on, change))
    const comesBack = places.includes(undefined)
    const kept = new Set(comesBack ? [] : places)
    for (const change of before.on) if (!kept.has(change)) removed.push(change.id)
    after.on.forEach((change, n) => {
      const place = places[n]
      if (comesBack || place === undefined) added.add(plan, before.row, bodyOf(change))
      else if (bodyOf(change) !== bodyOf(place)) statements.setBody.run(bodyOf(change), place.id)
    })
  }
  if (removed.length > 0) statements.removeChanges.run(JSON.stringify(removed))
  added.flush()
}

function placeOf(before: readonly Change[], change: Change): Change | undefined {
  if (before.length === 0) return undefined
  const name = changeName(change)
  return before.find((one) => changeName(one) === name)
}

function saveKinds(statements: Statements, plan: PlanId, rows: readonly TickedTo[]): void {
  const changed = rows.filter(
    ({ before, after }) => after.kind !== before.kind || after.reason !== before.reason,
  )
  const alike = Map.groupBy(changed, ({ after: { kind, reason } }) => JSON.stringify([kind, reason]))
  for (const group of alike.values()) {
    const { kind, reason } = (group[0] as TickedTo).after
    statements.setKind.run(kind, reason, plan, JSON.stringify(group.map(({ before }) => before.row)))
  }
}

/** A change's number and row have columns of their own. */
function bodyOf(change: Change): string {
  return JSON.stringify({ ...change, id: undefined, row: undefined })
}
