import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { PlanId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import { isNewAudience } from '../../../shared/newAudience.ts'
import { planCounter, withAnyId } from './importTag.ts'
import type { PartCount } from './partTally.ts'
import type { TickDeps, TouchedRow } from './tickPlan.ts'

const pageRows = 2000

/** What a tick did, as far as requests go by it. */
export interface TickedRequests {
  readonly summary: PlanSummary
  readonly touched: readonly TouchedRow[]
  /** The plan's parts as they were, and as they are. */
  readonly before: readonly PartCount[]
  readonly after: readonly PartCount[]
}

type PlanCost = Pick<PlanSummary, 'requests' | 'estimatedMs'>

/** The requests of a plan after a tick. Where each row counts on its own, only the difference is counted. */
export async function tickedRequests(
  deps: TickDeps,
  plan: PlanId,
  ticked: TickedRequests,
): Promise<PlanCost> {
  const { account, pacer } = deps
  // Rows of one object share a request.
  const isGrouped = ticked.summary.object !== null
  if (isGrouped || !account.requestCounter().perRow) return planRequests(deps, plan)
  const before = account.requestCounter()
  const after = account.requestCounter()
  for (const row of ticked.touched) {
    if (row.before.length > 0) before.add(row.before.map(withAnyId))
    if (row.after.length > 0) after.add(row.after.map(withAnyId))
  }
  if (makesNew(ticked.before)) before.addNewAudience()
  if (makesNew(ticked.after)) after.addNewAudience()
  const requests = ticked.summary.requests - before.total() + after.total()
  // Such a counter has one bucket, which all of the plan's requests go into.
  const buckets = after.byBucket().map(({ bucket }) => ({ bucket, requests }))
  return { requests, estimatedMs: pacer.estimateMs(buckets) }
}

/** The requests of a plan, counted over all its rows. */
export async function planRequests({ account, pacer, plans }: TickDeps, plan: PlanId): Promise<PlanCost> {
  const counter = planCounter(account)
  for (let lastRow = 0; ;) {
    const rows = plans.changesByRow(plan, lastRow, pageRows)
    for (const row of rows) counter.add(row)
    if (rows.length < pageRows) break
    lastRow = rows.at(-1)?.[0]?.row ?? lastRow
    await breathe()
  }
  return { requests: counter.total(), estimatedMs: pacer.estimateMs(counter.byBucket()) }
}

function makesNew(parts: readonly PartCount[]): boolean {
  return parts.some(
    ({ part, rows, untickedRows }) =>
      'audience' in part && isNewAudience(part.audience) && rows > untickedRows,
  )
}
