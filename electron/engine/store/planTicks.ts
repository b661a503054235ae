import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { Change, ChangeDraft, ChangeId, PlanId, RowKind } from '../../../shared/model.ts'
import type { PartCount } from '../plan/partTally.ts'
import { changeName } from '../plan/planParts.ts'
import type { Switches } from '../plan/switches.ts'

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

/** What users switch off in plans. Callers bundle writes with `inTransaction`. */
export interface PlanTicks {
  /** Rows of this range that have something to send, or had before it was switched off. */
  rows(plan: PlanId, from: number, to: number): TickedRow[]
  save(plan: PlanId, before: TickedRow, after: RowAfterTick): void
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
    rows(plan, from, to) {
      const changes = Map.groupBy(statements.changes.all(plan, from, to).map(changeFromRow), ({ row }) => row)
      const unticked = new Map(statements.unticked.all(plan, from, to).map((row) => [row.row as number, row]))
      return statements.rows
        .all(plan, from, to)
        .flatMap((row) => tickedRow(row, changes.get(row.row as number), unticked.get(row.row as number)))
    },
    save(plan, before, after) {
      saveSwitches(statements, plan, before, after.switches)
      saveChanges(statements, plan, before, after.on)
      if (after.kind !== before.kind || after.reason !== before.reason)
        statements.setKind.run(after.kind, after.reason, plan, before.row)
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

function prepare(db: DatabaseSync) {
  return {
    rows: db.prepare(
      'SELECT row, kind, reason, warning FROM plan_row WHERE plan = ? AND row BETWEEN ? AND ?',
    ),
    changes: db.prepare('SELECT * FROM change WHERE plan = ? AND row BETWEEN ? AND ? ORDER BY row, id'),
    unticked: db.prepare('SELECT * FROM unticked_row WHERE plan = ? AND row BETWEEN ? AND ?'),
    forget: db.prepare('DELETE FROM unticked_row WHERE plan = ? AND row = ?'),
    keep: db.prepare(`INSERT INTO unticked_row (plan, row, kind, reason, row_off, parts, changes)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (plan, row) DO UPDATE SET row_off = excluded.row_off, parts = excluded.parts`),
    setKind: db.prepare('UPDATE plan_row SET kind = ?, reason = ? WHERE plan = ? AND row = ?'),
    setBody: db.prepare('UPDATE change SET body = ? WHERE id = ?'),
    removeChange: db.prepare('DELETE FROM change WHERE id = ?'),
    addChange: db.prepare('INSERT INTO change (plan, row, body) VALUES (?, ?, ?)'),
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

/** Nothing for a row that never had anything to send. */
function tickedRow(row: Row, on: readonly Change[] = [], off: Row | undefined): TickedRow[] {
  if (off === undefined && on.length === 0) return []
  const kind = row.kind as RowKind
  const reason = row.reason as string | null
  const asPlanned = { planned: on, switches: { rowOff: false, parts: [] } }
  return [
    {
      row: row.row as number,
      kind,
      reason,
      warning: row.warning as string | null,
      plannedKind: off === undefined ? kind : (off.kind as RowKind),
      plannedReason: off === undefined ? reason : (off.reason as string | null),
      on,
      ...(off === undefined ? asPlanned : untickedFromRow(off)),
    },
  ]
}

function untickedFromRow(row: Row): Pick<TickedRow, 'planned' | 'switches'> {
  return {
    planned: JSON.parse(row.changes as string) as Change[],
    switches: { rowOff: row.row_off === 1, parts: JSON.parse(row.parts as string) as string[] },
  }
}

function saveSwitches(
  statements: Statements,
  plan: PlanId,
  { row, plannedKind, plannedReason, planned }: TickedRow,
  { rowOff, parts }: Switches,
): void {
  if (!rowOff && parts.length === 0) statements.forget.run(plan, row)
  else
    statements.keep.run(
      plan,
      row,
      plannedKind,
      plannedReason,
      rowOff ? 1 : 0,
      JSON.stringify(parts),
      JSON.stringify(planned),
    )
}

/**
 * What stays keeps its number. A change that comes back takes its row's others with it to new numbers, since they are
 * sent in the order of those, and a number may have gone to another plan in the meantime.
 */
function saveChanges(
  statements: Statements,
  plan: PlanId,
  { row, on: before }: TickedRow,
  after: readonly Change[],
): void {
  const places = after.map((change) => before.find((one) => changeName(one) === changeName(change)))
  const comesBack = places.some((place) => place === undefined)
  const kept = new Set(comesBack ? [] : places)
  for (const change of before) if (!kept.has(change)) statements.removeChange.run(change.id)
  after.forEach((change, n) => {
    const place = places[n]
    if (comesBack || place === undefined) statements.addChange.run(plan, row, bodyOf(change))
    else statements.setBody.run(bodyOf(change), place.id)
  })
}

/** A change's number and row have columns of their own. */
function bodyOf(change: Change): string {
  return JSON.stringify({ ...change, id: undefined, row: undefined })
}

function changeFromRow(row: Row): Change {
  const draft = JSON.parse(row.body as string) as ChangeDraft
  return { ...draft, id: row.id as ChangeId, row: row.row as number }
}
