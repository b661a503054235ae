import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Change, ChangeId, PlanId, RowKind } from '../../../shared/model.ts'
import type { PartCount } from '../plan/partTally.ts'
import { changeName } from '../plan/planParts.ts'
import { allOn, type Switches } from '../plan/switches.ts'
import { untickedReason } from '../plan/untickedReason.ts'
import { bulkInserts } from '../source/bulkInsert.ts'
import { sent } from './planStatements.ts'

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
  /** What of it stays when the row as a whole is on. */
  readonly kept: readonly Change[]
  /** The same, or nothing where the row is off. */
  readonly on: readonly Change[]
  readonly switches: Switches
}

/** What is to be kept of a row after a tick. */
export interface RowAfterTick {
  readonly kind: RowKind
  readonly reason: string | null
  readonly kept: readonly Change[]
  readonly on: readonly Change[]
  readonly switches: Switches
}

export interface TickedTo {
  readonly before: TickedRow
  readonly after: RowAfterTick
}

/** Rows of a plan from here to there; of one kind: that they are of now, or were before they were switched off. */
export interface RowRange {
  readonly from: number
  readonly to: number
  readonly kind: RowKind | null
}

/** Rows of a range that are alike. */
export interface RowCount {
  readonly kind: RowKind
  /** What they would be if nothing of them were off. */
  readonly plannedKind: RowKind
  readonly isWarned: boolean
  readonly rows: number
}

/** What a plan comes to while nothing of it is off. */
export type WholePlan = Pick<PlanSummary, 'changes' | 'requests' | 'estimatedMs'>

/** What users switch off in plans. Callers bundle writes with `inTransaction`. */
export interface PlanTicks {
  /** Rows of this range that have something to send, or had before it was switched off. */
  rows(plan: PlanId, range: RowRange): TickedRow[]
  /** Of these, the ones that go, but not with everything. */
  partlyOff(plan: PlanId, range: RowRange): TickedRow[]
  /** Rows of this range of which something goes, with that. */
  going(plan: PlanId, from: number, to: number): Pick<TickedRow, 'kind' | 'on'>[]
  /** Switches rows as a whole, however many, in few statements. Parts of them that are off stay so. */
  switchWhole(plan: PlanId, range: RowRange, on: boolean): void
  countRows(plan: PlanId, from: number, to: number): RowCount[]
  isAnythingOff(plan: PlanId): boolean
  whole(plan: PlanId): WholePlan | null
  saveWhole(plan: PlanId, whole: WholePlan | null): void
  /** Keeps what a tick made of rows of one range, in few statements however many rows these are. */
  save(plan: PlanId, rows: readonly TickedTo[]): void
  /** What is off in these rows. */
  unticked(plan: PlanId, from: number, to: number): Map<number, Pick<TickedRow, 'planned' | 'switches'>>
  parts(plan: PlanId): PartCount[]
  saveParts(plan: PlanId, parts: readonly PartCount[]): void
  /** Whether a tick is being written, or was when the program ended. Such a plan can't be run. */
  isTicking(plan: PlanId): boolean
  setTicking(plan: PlanId, ticking: boolean): void
}

export function planTicks(db: DatabaseSync): PlanTicks {
  const statements = prepare(db)
  return {
    rows: (plan, range) => statements.rows.all({ plan, ...range }).map(tickedRow),
    partlyOff: (plan, range) => statements.partlyOff.all({ plan, ...range }).map(tickedRow),
    going: (plan, from, to) =>
      statements.going.all({ plan, from, to }).map((row) => ({
        kind: row.kind as RowKind,
        on: JSON.parse(row.changes_on as string) as Change[],
      })),
    switchWhole(plan, range, on) {
      for (const statement of on ? statements.switchOn : statements.switchOff)
        statement.run({ plan, ...range })
    },
    countRows: (plan, from, to) => statements.countRows.all(plan, from, to).map(rowCount),
    isAnythingOff: (plan) => statements.anythingOff.get(plan) !== undefined,
    whole: (plan) => JSON.parse((statements.whole.get(plan)?.whole ?? 'null') as string) as WholePlan | null,
    saveWhole: (plan, whole) =>
      void statements.saveWhole.run(whole === null ? null : JSON.stringify(whole), plan),
    save(plan, rows) {
      saveSwitches(statements, plan, rows)
      saveChanges(statements, plan, rows)
      saveOff(statements, plan, rows)
      saveKinds(statements, plan, rows)
    },
    unticked: (plan, from, to) =>
      new Map(
        statements.unticked
          .all(plan, from, to)
          .map((row) => [row.row as number, untickedFromRow(row, row.planned as string)] as const),
      ),
    parts(plan) {
      const row = statements.parts.get(plan)
      if (!row)
        throw new AppError(
          'not-found',
          `There is no plan ${plan} any more. Make it anew; what was sent of it stands in History.`,
        )
      return JSON.parse((row.parts as string | null) ?? '[]') as PartCount[]
    },
    saveParts: (plan, parts) => void statements.saveParts.run(JSON.stringify(parts), plan),
    isTicking: (plan) => statements.ticking.get(plan)?.ticking === 1,
    setTicking: (plan, ticking) => void statements.setTicking.run(ticking ? 1 : 0, plan),
  }
}

/** A change with its number and row, which have columns of their own; bodies are objects with something in them. */
const changeText = `substr(c.body, 1, length(c.body) - 1) || ',"id":' || c.id || ',"row":' || c.row || '}'`

/** The changes of a row in one text: to read them one by one takes twice as long. */
function textOf(row: string, table: 'change' | 'planned_change'): string {
  return `(SELECT '[' || group_concat(${changeText} ORDER BY c.id) || ']' FROM ${table} c
    WHERE c.plan = ${row}.plan AND c.row = ${row}.row)`
}

/** Everything that was planned for a row of which something is off. */
const plannedText = `CASE u.changes WHEN '' THEN ${textOf('u', 'planned_change')} ELSE u.changes END`

const isMeant = ':kind IS NULL OR p.kind = :kind'
const hasChanges = 'EXISTS (SELECT 1 FROM planned_change c WHERE c.plan = p.plan AND c.row = p.row)'
const isUntickedMeant = `(:kind IS NULL OR u.kind = :kind
  OR EXISTS (SELECT 1 FROM plan_row p WHERE p.plan = u.plan AND p.row = u.row AND p.kind = :kind))`
const inRange = 'plan = :plan AND row BETWEEN :from AND :to'

function prepare(db: DatabaseSync) {
  const rows = `SELECT p.row, p.kind, p.reason, p.warning, u.row AS unticked,
      u.kind AS planned_kind, u.reason AS planned_reason, u.row_off, u.parts, NULLIF(u.changes, '') AS planned,
      ${textOf('p', 'planned_change')} AS kept
    FROM plan_row p LEFT JOIN unticked_row u ON u.plan = p.plan AND u.row = p.row
    WHERE p.plan = :plan AND p.row BETWEEN :from AND :to AND (${isMeant} OR u.kind = :kind)`
  return {
    rows: db.prepare(`${rows} AND (u.row IS NOT NULL OR ${hasChanges}) ORDER BY p.row`),
    partlyOff: db.prepare(`${rows} AND u.row_off = 0 ORDER BY p.row`),
    going: db.prepare(`SELECT * FROM (SELECT p.kind, ${textOf('p', 'change')} AS changes_on FROM plan_row p
      WHERE p.plan = :plan AND p.row BETWEEN :from AND :to ORDER BY p.row) WHERE changes_on IS NOT NULL`),
    switchOff: prepareSwitchOff(db),
    switchOn: prepareSwitchOn(db),
    countRows:
      db.prepare(`SELECT p.kind, coalesce(u.kind, p.kind) AS planned_kind, p.warning IS NOT NULL AS warned,
        count(*) AS n
      FROM plan_row p LEFT JOIN unticked_row u ON u.plan = p.plan AND u.row = p.row
      WHERE p.plan = ? AND p.row BETWEEN ? AND ? GROUP BY 1, 2, 3`),
    anythingOff: db.prepare('SELECT 1 FROM unticked_row WHERE plan = ? LIMIT 1'),
    whole: db.prepare('SELECT whole FROM plan WHERE id = ?'),
    saveWhole: db.prepare('UPDATE plan SET whole = ? WHERE id = ?'),
    unticked: db.prepare(`SELECT u.*, ${plannedText} AS planned FROM unticked_row u
      WHERE u.plan = ? AND u.row BETWEEN ? AND ?`),
    forget: db.prepare('DELETE FROM unticked_row WHERE plan = ? AND row IN (SELECT value FROM json_each(?))'),
    keep: db.prepare(
      'UPDATE unticked_row SET row_off = ?, parts = ?, changes = ? WHERE plan = ? AND row = ?',
    ),
    setOff: db.prepare(
      'UPDATE planned_change SET off = ? WHERE plan = ? AND row IN (SELECT value FROM json_each(?))',
    ),
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
    setBody: db.prepare('UPDATE planned_change SET body = ? WHERE id = ?'),
    removeChanges: db.prepare('DELETE FROM planned_change WHERE id IN (SELECT value FROM json_each(?))'),
    changeInserts: bulkInserts(db, 'planned_change', ['plan', 'row', 'body']),
    parts: db.prepare('SELECT parts FROM plan WHERE id = ?'),
    saveParts: db.prepare('UPDATE plan SET parts = ? WHERE id = ?'),
    ticking: db.prepare('SELECT ticking FROM plan WHERE id = ?'),
    setTicking: db.prepare('UPDATE plan SET ticking = ? WHERE id = ?'),
  }
}

/** The first two decide which rows are off; the others make the changes and kinds of the range agree with that. */
function prepareSwitchOff(db: DatabaseSync) {
  const off = `SELECT row FROM unticked_row WHERE ${inRange} AND row_off = 1`
  return [
    db.prepare(`UPDATE unticked_row AS u SET row_off = 1
      WHERE ${inRange} AND row_off = 0 AND ${isUntickedMeant}`),
    db.prepare(`INSERT INTO unticked_row (plan, row, kind, reason, row_off, parts, changes)
      SELECT p.plan, p.row, p.kind, p.reason, 1, '[]', '' FROM plan_row p
      WHERE p.plan = :plan AND p.row BETWEEN :from AND :to AND (${isMeant}) AND ${hasChanges}
      ON CONFLICT DO NOTHING`),
    db.prepare(`UPDATE planned_change SET off = 1 WHERE ${inRange} AND off = 0 AND row IN (${off})`),
    db.prepare(`UPDATE plan_row SET kind = 'left-out', reason = '${untickedReason}'
      WHERE ${inRange} AND kind <> 'left-out' AND row IN (${off} AND kind IN ${sent})`),
  ].map((statement) => bare(statement))
}

/** The same the other way. A row of which no part is left on stays out. */
function prepareSwitchOn(db: DatabaseSync) {
  const on = `SELECT row FROM unticked_row WHERE ${inRange} AND row_off = 0`
  return [
    db.prepare(`UPDATE unticked_row AS u SET row_off = 0
      WHERE ${inRange} AND row_off = 1 AND ${isUntickedMeant}`),
    db.prepare(`UPDATE planned_change SET off = 0 WHERE ${inRange} AND off = 1 AND row IN (${on})`),
    db.prepare(`UPDATE plan_row AS p SET kind = u.kind, reason = u.reason FROM unticked_row u
      WHERE p.plan = :plan AND p.row BETWEEN :from AND :to AND u.plan = p.plan AND u.row = p.row
        AND u.row_off = 0 AND p.kind <> u.kind AND ${hasChanges}`),
    db.prepare(`DELETE FROM unticked_row WHERE ${inRange} AND row_off = 0 AND parts = '[]'`),
  ].map((statement) => bare(statement))
}

/** Not every statement asks for the kind. */
function bare(statement: StatementSync): StatementSync {
  statement.setAllowUnknownNamedParameters(true)
  return statement
}

type Statements = ReturnType<typeof prepare>
type Row = Record<string, unknown>

function tickedRow(row: Row): TickedRow {
  const kind = row.kind as RowKind
  const reason = row.reason as string | null
  const keptText = (row.kept as string | null) ?? '[]'
  const kept = JSON.parse(keptText) as Change[]
  const isWhole = row.unticked === null
  const ownPlanned = row.planned as string | null
  const plannedText = ownPlanned ?? keptText
  const planned = ownPlanned === null ? kept : (JSON.parse(ownPlanned) as Change[])
  const switches = isWhole ? allOn : switchesFromRow(row)
  return {
    row: row.row as number,
    kind,
    reason,
    warning: row.warning as string | null,
    plannedKind: isWhole ? kind : (row.planned_kind as RowKind),
    plannedReason: isWhole ? reason : (row.planned_reason as string | null),
    planned,
    plannedText,
    kept,
    on: switches.rowOff ? [] : kept,
    switches,
  }
}

function untickedFromRow(row: Row, planned: string | null): Pick<TickedRow, 'planned' | 'switches'> {
  return { planned: JSON.parse(planned ?? '[]') as Change[], switches: switchesFromRow(row) }
}

function switchesFromRow(row: Row): Switches {
  return { rowOff: row.row_off === 1, parts: JSON.parse(row.parts as string) as string[] }
}

function rowCount(row: Row): RowCount {
  return {
    kind: row.kind as RowKind,
    plannedKind: row.planned_kind as RowKind,
    isWarned: row.warned === 1,
    rows: row.n as number,
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
    const text = after.switches.parts.length > 0 ? plannedText : ''
    if (isAllOn(after.switches)) whole.push(row)
    else if (isAllOn(before.switches))
      unticked.add(plan, row, plannedKind, plannedReason, rowOff, parts, text)
    else statements.keep.run(rowOff, parts, text, plan, row)
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
  const setBody = (change: Change, place: Change) => {
    const body = bodyOf(change)
    if (body !== bodyOf(place)) statements.setBody.run(body, place.id)
  }
  for (const { before, after } of rows) {
    const places = after.kept.map((change) => placeOf(before.kept, change))
    const comesBack = places.includes(undefined)
    const kept = new Set(comesBack ? [] : places)
    for (const change of before.kept) if (!kept.has(change)) removed.push(change.id)
    after.kept.forEach((change, n) => {
      const place = places[n]
      if (comesBack || place === undefined) added.add(plan, before.row, bodyOf(change))
      else if (change !== place) setBody(change, place)
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

/** Changes that were written just now are on, whether or not their row is. */
function saveOff(statements: Statements, plan: PlanId, rows: readonly TickedTo[]): void {
  for (const off of [true, false]) {
    const these = rows.filter(
      ({ before, after }) => after.switches.rowOff === off && (off || before.switches.rowOff),
    )
    if (these.length > 0)
      statements.setOff.run(off ? 1 : 0, plan, JSON.stringify(these.map(({ before }) => before.row)))
  }
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
