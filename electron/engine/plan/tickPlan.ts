import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { type PlanId, type RowKind, sentKinds } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { AccountPacer } from '../connectors/accountPacer.ts'
import type { Account } from '../connectors/connector.ts'
import { inLightTransaction, inTransaction } from '../store/database.ts'
import type { PlanStore } from '../store/plans.ts'
import type { PlanTicks, RowAfterTick, TickedRow, TickedTo } from '../store/planTicks.ts'
import { planCounter } from './importTag.ts'
import { planLength } from './planLength.ts'
import { type PartTally, partTally } from './partTally.ts'
import { planRequests, tickedRequests } from './planRequests.ts'
import { splitChanges, type Switches, type Tick, tickMany, tickOne } from './switches.ts'
import { overwrites } from './volume/overwrites.ts'
import { isWarned, type SummaryTally, summaryTally } from './summaryTally.ts'
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

/** Rows handled between two breaths, so that the engine answers others meanwhile. */
const rangeRows = 500

/**
 * Switches parts of a plan off or on, and counts anew. What is off leaves the table of changes, so that no run can see
 * it. While that goes on, over many rows in several transactions, the plan can't be run.
 * @throws AppError `invalid-input` for a row that has nothing to send.
 */
export async function tickPlan(deps: TickDeps, plan: PlanId, order: TickOrder): Promise<PlanSummary> {
  return order.row === null ? tickAll(deps, plan, order) : tickOneRow(deps, plan, order, order.row)
}

async function tickAll(deps: TickDeps, plan: PlanId, order: TickOrder): Promise<PlanSummary> {
  const { db, plans, ticks, pacer } = deps
  const counting = countFrom(deps, plan)
  const counter = planCounter(deps.account)
  let firstWarning: PlanSummary['firstWarning'] = null
  inTransaction(db, () => ticks.setTicking(plan, true))
  const last = planLength(plans.summary(plan))
  for (let from = 1; from <= last; from += rangeRows) {
    const rows = ticks.rows(plan, from, Math.min(from + rangeRows - 1, last))
    // That of a tick which is not whole is counted anew; the end of this one waits for the disk, and keeps it all.
    const ticked = inLightTransaction(db, () => tickRows(deps, plan, { rows, order, counting }))
    for (const row of ticked) {
      if (row.on.length > 0) counter.add(row.on)
      if (firstWarning === null && isWarned(row)) firstWarning = { row: row.row, words: row.warning }
    }
    await breathe()
  }
  const cost = { requests: counter.total(), estimatedMs: pacer.estimateMs(counter.byBucket()) }
  return finish(deps, plan, { ...counting.summary.summary(), ...cost, firstWarning }, counting.parts)
}

async function tickOneRow(deps: TickDeps, plan: PlanId, order: TickOrder, row: number): Promise<PlanSummary> {
  const { db, plans, ticks } = deps
  const summary = plans.summary(plan)
  const before = ticks.parts(plan)
  const counting = countFrom(deps, plan)
  const rows = ticks.rows(plan, row, row)
  if (rows.length === 0) throw nothingToSend(row)
  const ticked = inTransaction(db, () => {
    ticks.setTicking(plan, true)
    return tickRows(deps, plan, { rows, order, counting })
  })
  const touched = rows.map(({ on }, n) => ({ before: on, after: ticked[n]?.on ?? on }))
  const after = counting.parts.counts()
  const requests = await tickedRequests(deps, plan, { summary, touched, before, after })
  const counted = { ...counting.summary.summary(), ...requests }
  // Whoever comes first may have been switched off or on again.
  const firstWarning = counted.warningRows === 0 ? null : plans.firstWarning(plan)
  return finish(deps, plan, { ...counted, firstWarning }, counting.parts)
}

function countFrom({ plans, ticks }: TickDeps, plan: PlanId): Ticking['counting'] {
  return { parts: partTally(ticks.parts(plan)), summary: summaryTally(plans.summary(plan)) }
}

/** Counts a plan anew whose ticks were interrupted by the end of the program. */
export async function recountPlan(deps: TickDeps, plan: PlanId): Promise<PlanSummary> {
  const { plans, ticks } = deps
  const old = plans.summary(plan)
  const parts = partTally()
  let overwritten = 0
  for (let from = 1; from <= planLength(old); from += rangeRows) {
    for (const { planned, on, kind } of ticks.rows(plan, from, from + rangeRows - 1)) {
      parts.add(planned)
      if (kind === 'update' && overwrites(on)) overwritten += 1
      parts.switched(planned, on)
    }
    await breathe()
  }
  const counts = {
    counts: plans.countKinds(plan),
    ...untickedCounts(ticks.countUnticked(plan)),
    changes: { ...plans.countChanges(plan), overwrites: overwritten },
    warningRows: plans.countWarnings(plan),
    firstWarning: plans.firstWarning(plan),
  }
  const requests = await planRequests(deps, plan)
  return finish(deps, plan, { ...old, ...counts, ...requests }, parts)
}

function untickedCounts(of: ReadonlyMap<RowKind, number>): Pick<PlanSummary, 'unticked' | 'untickedOf'> {
  return {
    unticked: [...of.values()].reduce((sum, count) => sum + count, 0),
    untickedOf: Object.fromEntries(of),
  }
}

function finish(
  { db, plans, ticks }: TickDeps,
  plan: PlanId,
  summary: PlanSummary,
  parts: PartTally,
): PlanSummary {
  const counted = { ...summary, guard: plans.guard(plan, summary) }
  inTransaction(db, () => {
    plans.saveSummary(plan, counted)
    ticks.saveParts(plan, parts.counts())
    ticks.setTicking(plan, false)
  })
  return counted
}

/** A row whose changes a tick may have altered. */
export interface TouchedRow {
  readonly before: TickedRow['on']
  readonly after: TickedRow['on']
}

interface Ticking {
  readonly rows: readonly TickedRow[]
  readonly order: TickOrder
  readonly counting: { readonly parts: PartTally; readonly summary: SummaryTally }
}

/** Writes what the tick alters, and returns all the rows as they are then. */
function tickRows({ ticks }: TickDeps, plan: PlanId, { rows, order, counting }: Ticking): TickedRow[] {
  const altered: TickedTo[] = []
  const ticked = rows.map((row) => {
    const after = ticksTo(row, order)
    if (after === null) return row
    altered.push({ before: row, after })
    counting.parts.switched(row.on, after.on)
    const now = { ...row, ...after }
    counting.summary.replace(row, now)
    return now
  })
  ticks.save(plan, altered)
  return ticked
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
  const { on } = splitChanges(row.planned, switches)
  const isLeftOut = on.length === 0 && sentKinds.includes(row.plannedKind)
  return isLeftOut
    ? { kind: 'left-out', reason: untickedReason, on, switches }
    : { kind: row.plannedKind, reason: row.plannedReason, on, switches }
}

function isSame(one: Switches, other: Switches): boolean {
  return one.rowOff === other.rowOff && JSON.stringify(one.parts) === JSON.stringify(other.parts)
}

function nothingToSend(row: number): AppError {
  return new AppError('invalid-input', `Row ${row} has nothing to send, so there is nothing to switch.`)
}
