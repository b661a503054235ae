import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { type PlanId, type RowKind, sentKinds } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { AccountPacer } from '../connectors/accountPacer.ts'
import type { Account } from '../connectors/connector.ts'
import { inTransaction } from '../store/database.ts'
import type { PlanStore } from '../store/plans.ts'
import type { PlanTicks, RowAfterTick, TickedRow } from '../store/planTicks.ts'
import { type PartTally, partTally } from './partTally.ts'
import { planRequests, tickedRequests } from './planRequests.ts'
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

/** Rows handled between two breaths, so that the engine answers others meanwhile. */
const rangeRows = 500

/**
 * Switches parts of a plan off or on, and counts anew. What is off leaves the table of changes, so that no run can see
 * it. While that goes on, over many rows in several transactions, the plan can't be run.
 * @throws AppError `invalid-input` for a row that has nothing to send.
 */
export async function tickPlan(deps: TickDeps, plan: PlanId, order: TickOrder): Promise<PlanSummary> {
  const { db, plans, ticks } = deps
  const summary = plans.summary(plan)
  const before = ticks.parts(plan)
  const counting = { parts: partTally(before), summary: summaryTally(summary) }
  const [first, last] = order.row === null ? [1, summary.source.rows] : [order.row, order.row]
  const touched: TouchedRow[] = []
  inTransaction(db, () => ticks.setTicking(plan, true))
  for (let from = first; from <= last; from += rangeRows) {
    const rows = ticks.rows(plan, from, Math.min(from + rangeRows - 1, last))
    if (order.row !== null && rows.length === 0) {
      ticks.setTicking(plan, false)
      throw nothingToSend(order.row)
    }
    touched.push(...inTransaction(db, () => tickRows(deps, plan, { rows, order, counting })))
    if (order.row === null) await breathe()
  }
  const after = counting.parts.counts()
  const requests = await tickedRequests(deps, plan, { summary, touched, before, after })
  return finish(deps, plan, { ...counting.summary.summary(), ...requests }, counting.parts)
}

/** Counts a plan anew whose ticks were interrupted by the end of the program. */
export async function recountPlan(deps: TickDeps, plan: PlanId): Promise<PlanSummary> {
  const { plans, ticks } = deps
  const old = plans.summary(plan)
  const parts = partTally()
  for (let from = 1; from <= old.source.rows; from += rangeRows) {
    for (const { planned, on } of ticks.rows(plan, from, from + rangeRows - 1)) {
      parts.add(planned)
      parts.switched(planned, on)
    }
    await breathe()
  }
  const counts = {
    counts: plans.countKinds(plan),
    ...untickedCounts(ticks.countUnticked(plan)),
    changes: plans.countChanges(plan),
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

function takesAway({ changes }: PlanSummary): boolean {
  return changes.deletes + changes.leaves + changes.unsubscribes > 0
}

function finish(
  { db, plans, ticks }: TickDeps,
  plan: PlanId,
  summary: PlanSummary,
  parts: PartTally,
): PlanSummary {
  // Whoever comes first may have been switched off or on again.
  const isKnown = summary.warningRows === 0
  const firstWarning = isKnown ? null : plans.firstWarning(plan)
  const counted = { ...summary, firstWarning, guard: takesAway(summary) ? plans.guard(plan) : null }
  inTransaction(db, () => {
    plans.saveSummary(plan, counted)
    ticks.saveParts(plan, parts.counts())
    ticks.setTicking(plan, false)
  })
  return counted
}

/** A row whose changes a tick altered. */
export interface TouchedRow {
  readonly before: TickedRow['on']
  readonly after: TickedRow['on']
}

interface Ticking {
  readonly rows: readonly TickedRow[]
  readonly order: TickOrder
  readonly counting: { readonly parts: PartTally; readonly summary: SummaryTally }
}

function tickRows({ ticks }: TickDeps, plan: PlanId, { rows, order, counting }: Ticking): TouchedRow[] {
  const touched: TouchedRow[] = []
  const { row: one, kind } = order
  const tickRow = one === null ? tickMany : tickOne
  for (const row of rows) {
    if (kind !== null && kind !== row.kind && kind !== row.plannedKind) continue
    const switches = tickRow(row.planned, row.switches, order)
    if (isSame(switches, row.switches)) continue
    const after = afterTick(row, switches)
    ticks.save(plan, row, after)
    counting.parts.switched(row.on, after.on)
    counting.summary.replace(row, { ...row, ...after })
    touched.push({ before: row.on, after: after.on })
  }
  return touched
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
