import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { type PlanId, type RowKind, sentKinds } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { AccountPacer } from '../connectors/accountPacer.ts'
import type { Account } from '../connectors/connector.ts'
import { inLightTransaction, inTransaction } from '../store/transaction.ts'
import type { PlanStore } from '../store/plans.ts'
import type { PlanTicks, RowAfterTick, RowRange, TickedRow, TickedTo } from '../store/planTicks.ts'
import { planCounter } from './importTag.ts'
import { planLength } from './planLength.ts'
import { type PartTally, partTally } from './partTally.ts'
import { countsRowByRow, planRequests, requestsOfTick } from './planRequests.ts'
import { goingTally, rowsTally } from './rowsTally.ts'
import { splitChanges, type Switches, type Tick, tickMany, tickOne } from './switches.ts'
import { type SummaryTally, summaryTally } from './summaryTally.ts'
import { untickedReason } from './untickedReason.ts'

export interface TickDeps {
  readonly db: DatabaseSync
  readonly plans: PlanStore
  readonly ticks: PlanTicks
  readonly account: Account
  readonly pacer: AccountPacer
}

export interface TickOrder extends Tick {
  /** `null`: all rows. */
  readonly row: number | null
  /** Only rows that are of this kind, or were before something of them was switched off. */
  readonly kind: RowKind | null
}

/** Rows handled between two breaths, so that the engine answers others meanwhile: looked at, switched, or scanned. */
const rangeRows = 500
const switchedRows = 1000
const scannedRows = 20_000

/**
 * Switches parts of a plan off or on, and counts anew. What is off is not shown by the table of changes, so that no run
 * can see it. While that goes on, over many rows in several transactions, the plan can't be run.
 * @throws AppError `invalid-input` for a row that has nothing to send.
 */
export async function tickPlan(deps: TickDeps, plan: PlanId, order: TickOrder): Promise<PlanSummary> {
  if (order.row !== null) return tickOneRow(deps, plan, order, order.row)
  beginTicking(deps, plan)
  if (order.parts.length > 0) return tickParts(deps, plan, order)
  const summary = deps.plans.summary(plan)
  return isFew(deps, summary, order) ? tickFew(deps, plan, order) : tickWhole(deps, plan, order)
}

/** What the plan comes to as a whole is kept, so that it needs no counting when nothing is off any more. */
function beginTicking({ db, plans, ticks }: TickDeps, plan: PlanId): void {
  inTransaction(db, () => {
    ticks.setTicking(plan, true)
    if (ticks.isAnythingOff(plan)) return
    const { changes, requests, estimatedMs } = plans.summary(plan)
    ticks.saveWhole(plan, { changes, requests, estimatedMs })
  })
}

/** Whether it is less work to look at each row that is switched than at all the others. */
function isFew(deps: TickDeps, summary: PlanSummary, { kind, on }: TickOrder): boolean {
  if (kind === null || !countsRowByRow(deps, summary)) return false
  const isOn = summary.counts[kind]
  const all = sentKinds.reduce((sum, one) => sum + summary.counts[one], 0)
  const switched = on ? (summary.untickedOf?.[kind] ?? 0) : isOn
  return switched < (on ? all : all - switched)
}

/** Rows as a whole, of which each is looked at. */
async function tickFew(deps: TickDeps, plan: PlanId, order: TickOrder): Promise<PlanSummary> {
  const { db, plans, ticks } = deps
  const summary = plans.summary(plan)
  const before = ticks.parts(plan)
  const counting = countFrom(deps, plan)
  const requests = requestsOfTick(deps.account)
  for (const range of rangesOf(summary, rangeRows, order.kind)) {
    const altered = inLightTransaction(db, () =>
      tickRows(deps, plan, ticks.rows(plan, range), order, counting),
    )
    for (const { before: row, after } of altered) requests.add(row.on, after.on)
    await breathe()
  }
  const cost = requests.cost(deps, summary, before, counting.parts.counts())
  return finish(deps, plan, { ...counting.summary.summary(), ...cost }, counting.parts)
}

/** Rows as a whole, however many, without looking at each. What still goes is counted where not all of it does. */
async function tickWhole(deps: TickDeps, plan: PlanId, order: TickOrder): Promise<PlanSummary> {
  const { db, plans, ticks } = deps
  const summary = plans.summary(plan)
  const rows = rowsTally()
  for (const range of rangesOf(summary, switchedRows, order.kind)) {
    inLightTransaction(db, () => switchRange(deps, plan, range, order))
    rows.add(ticks.countRows(plan, range.from, range.to))
    await breathe()
  }
  const counted = { ...summary, ...rows.counts() }
  const whole = ticks.isAnythingOff(plan) ? null : ticks.whole(plan)
  if (whole !== null) {
    const parts = partTally(ticks.parts(plan).map((part) => ({ ...part, untickedRows: 0 })))
    return finish(deps, plan, { ...counted, ...whole }, parts)
  }
  const going = goingTally(ticks.parts(plan), planCounter(deps.account))
  for (const { from, to } of rangesOf(summary, rangeRows, null)) {
    for (const row of ticks.going(plan, from, to)) going.add(row)
    await breathe()
  }
  return finish(deps, plan, { ...counted, ...going.counts(deps.pacer) }, partTally(going.parts()))
}

function switchRange(deps: TickDeps, plan: PlanId, range: RowRange, order: TickOrder): void {
  const { ticks } = deps
  // Rows that are on, but not with everything, come back whole: what was left out of their changes is written again.
  const partly = order.on ? ticks.partlyOff(plan, range) : []
  ticks.switchWhole(plan, range, order.on)
  ticks.save(plan, alteredOf(partly, order))
}

/** Parts of rows, each of which is looked at. */
async function tickParts(deps: TickDeps, plan: PlanId, order: TickOrder): Promise<PlanSummary> {
  const { db, plans, ticks, pacer } = deps
  const counting = countFrom(deps, plan)
  const counter = planCounter(deps.account)
  for (const { from, to } of rangesOf(plans.summary(plan), rangeRows, null)) {
    const rows = ticks.rows(plan, { from, to, kind: null })
    // That of a tick which is not whole is counted anew; the end of this one waits for the disk, and keeps it all.
    const altered = inLightTransaction(db, () => tickRows(deps, plan, rows, order, counting))
    const after = new Map(altered.map((one) => [one.before.row, one.after.on]))
    for (const { row, on } of rows) {
      const now = after.get(row) ?? on
      if (now.length > 0) counter.add(now)
    }
    await breathe()
  }
  const cost = { requests: counter.total(), estimatedMs: pacer.estimateMs(counter.byBucket()) }
  return finish(deps, plan, { ...counting.summary.summary(), ...cost }, counting.parts)
}

async function tickOneRow(deps: TickDeps, plan: PlanId, order: TickOrder, row: number): Promise<PlanSummary> {
  const { db, plans, ticks, account } = deps
  const rows = ticks.rows(plan, { from: row, to: row, kind: null })
  if (rows.length === 0) throw nothingToSend(row)
  beginTicking(deps, plan)
  const summary = plans.summary(plan)
  const before = ticks.parts(plan)
  const counting = countFrom(deps, plan)
  const requests = requestsOfTick(account)
  const altered = inTransaction(db, () => tickRows(deps, plan, rows, order, counting))
  for (const one of altered) requests.add(one.before.on, one.after.on)
  const cost = countsRowByRow(deps, summary)
    ? requests.cost(deps, summary, before, counting.parts.counts())
    : await planRequests(deps, plan)
  return finish(deps, plan, { ...counting.summary.summary(), ...cost }, counting.parts)
}

/** Counts a plan anew whose ticks were interrupted by the end of the program, or of which a row became another. */
export async function recountPlan(deps: TickDeps, plan: PlanId): Promise<PlanSummary> {
  const { db, plans, ticks, pacer, account } = deps
  const old = plans.summary(plan)
  const rows = rowsTally()
  const parts = partTally()
  const going = goingTally([], planCounter(account))
  for (const { from, to } of rangesOf(old, rangeRows, null)) {
    rows.add(ticks.countRows(plan, from, to))
    for (const row of ticks.rows(plan, { from, to, kind: null })) {
      parts.add(row.planned)
      parts.switched(row.planned, row.on)
      if (row.on.length > 0) going.add(row)
    }
    await breathe()
  }
  // What it comes to as a whole may be something else than before.
  inTransaction(db, () => ticks.saveWhole(plan, null))
  return finish(deps, plan, { ...old, ...rows.counts(), ...going.counts(pacer) }, parts)
}

function* rangesOf(summary: PlanSummary, rows: number, kind: RowKind | null): Generator<RowRange> {
  const last = planLength(summary)
  for (let from = 1; from <= last; from += rows) yield { from, to: Math.min(from + rows - 1, last), kind }
}

interface Counting {
  readonly parts: PartTally
  readonly summary: SummaryTally
}

function countFrom({ plans, ticks }: TickDeps, plan: PlanId): Counting {
  return { parts: partTally(ticks.parts(plan)), summary: summaryTally(plans.summary(plan)) }
}

async function finish(
  deps: TickDeps,
  plan: PlanId,
  summary: PlanSummary,
  parts: PartTally,
): Promise<PlanSummary> {
  const { db, plans, ticks } = deps
  const warned = { ...summary, firstWarning: await firstWarning(deps, plan, summary) }
  const counted = { ...warned, guard: plans.guard(plan, warned) }
  inTransaction(db, () => {
    plans.saveSummary(plan, counted)
    ticks.saveParts(plan, parts.counts())
    ticks.setTicking(plan, false)
  })
  return counted
}

/** Whoever comes first may have been switched off or on again. */
async function firstWarning(
  { plans }: TickDeps,
  plan: PlanId,
  summary: PlanSummary,
): Promise<PlanSummary['firstWarning']> {
  if (summary.warningRows === 0) return null
  for (const { from, to } of rangesOf(summary, scannedRows, null)) {
    const first = plans.firstWarning(plan, from, to)
    if (first !== null) return first
    await breathe()
  }
  return null
}

/** Writes what the tick alters, and returns that. */
function tickRows(
  { ticks }: TickDeps,
  plan: PlanId,
  rows: readonly TickedRow[],
  order: TickOrder,
  counting: Counting,
): TickedTo[] {
  const altered = alteredOf(rows, order)
  for (const { before, after } of altered) {
    counting.parts.switched(before.on, after.on)
    counting.summary.replace(before, { ...before, ...after })
  }
  ticks.save(plan, altered)
  return altered
}

function alteredOf(rows: readonly TickedRow[], order: TickOrder): TickedTo[] {
  return rows.flatMap((before) => {
    const after = ticksTo(before, order)
    return after === null ? [] : [{ before, after }]
  })
}

/** `null`: it stays as it is. */
function ticksTo(row: TickedRow, order: TickOrder): RowAfterTick | null {
  const { kind } = order
  if (kind !== null && kind !== row.kind && kind !== row.plannedKind) return null
  const switches = (order.row === null ? tickMany : tickOne)(row.planned, row.switches, order)
  return isSame(switches, row.switches) ? null : afterTick(row, switches)
}

/** Someone who is held back stays so, whatever of their fields is switched off. */
function afterTick(row: TickedRow, switches: Switches): RowAfterTick {
  const kept = splitChanges(row.planned, { ...switches, rowOff: false }).on
  const on = switches.rowOff ? [] : kept
  const isLeftOut = on.length === 0 && sentKinds.includes(row.plannedKind)
  return isLeftOut
    ? { kind: 'left-out', reason: untickedReason, kept, on, switches }
    : { kind: row.plannedKind, reason: row.plannedReason, kept, on, switches }
}

function isSame(one: Switches, other: Switches): boolean {
  return one.rowOff === other.rowOff && JSON.stringify(one.parts) === JSON.stringify(other.parts)
}

function nothingToSend(row: number): AppError {
  return new AppError('invalid-input', `Row ${row} has nothing to send, so there is nothing to switch.`)
}
