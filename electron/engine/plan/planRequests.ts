import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { PlanId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { RequestCounter } from '../connectors/connector.ts'
import type { TickDeps, TouchedRow } from './tickPlan.ts'

const pageRows = 2000

/**
 * The requests of a plan after rows of it changed, and how long they take. Where each row counts on its own, only the
 * difference is counted; else all rows are. `touched` is `null` where it is not known what changed.
 */
export async function planRequests(
  deps: TickDeps,
  plan: PlanId,
  summary: PlanSummary,
  touched: readonly TouchedRow[] | null,
): Promise<Pick<PlanSummary, 'requests' | 'estimatedMs'>> {
  const counter = deps.account.requestCounter()
  if (touched !== null && counter.perRow) return difference(deps, summary, touched)
  for (let lastRow = 0; ;) {
    const rows = deps.plans.changesByRow(plan, lastRow, pageRows)
    for (const row of rows) counter.add(row)
    if (rows.length < pageRows) break
    lastRow = rows.at(-1)?.[0]?.row ?? lastRow
    await breathe()
  }
  return costOf(deps, counter.total(), counter)
}

function difference(deps: TickDeps, { requests }: PlanSummary, touched: readonly TouchedRow[]) {
  const before = deps.account.requestCounter()
  const after = deps.account.requestCounter()
  for (const row of touched) {
    if (row.before.length > 0) before.add(row.before)
    if (row.after.length > 0) after.add(row.after)
  }
  return costOf(deps, requests - before.total() + after.total(), after)
}

/** A counter that counts by the row has one bucket, which all of the plan's requests go into. */
function costOf({ pacer }: TickDeps, requests: number, counter: RequestCounter) {
  const buckets = counter.perRow
    ? counter.byBucket().map(({ bucket }) => ({ bucket, requests }))
    : counter.byBucket()
  return { requests, estimatedMs: pacer.estimateMs(buckets) }
}
