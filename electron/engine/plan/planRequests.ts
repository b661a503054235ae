import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { Change, PlanId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { Account } from '../connectors/connector.ts'
import { isNewAudience } from '../../../shared/newAudience.ts'
import { planCounter, withAnyId } from './importTag.ts'
import type { PartCount } from './partTally.ts'
import type { TickDeps } from './tickPlan.ts'

const pageRows = 2000

type PlanCost = Pick<PlanSummary, 'requests' | 'estimatedMs'>

/** Whether the requests of a plan are those of its rows, each on its own. */
export function countsRowByRow({ account }: Pick<TickDeps, 'account'>, summary: PlanSummary): boolean {
  // Rows of one object share a request.
  return summary.object === null && account.requestCounter().perRow
}

/** The requests of a plan after a tick, where each row counts on its own: only the difference is counted. */
export interface RequestsOfTick {
  /** What was on in a row, and what is. */
  add(before: readonly Change[], after: readonly Change[]): void
  /** With the plan's parts as they were, and as they are. */
  cost(
    deps: Pick<TickDeps, 'pacer'>,
    summary: PlanSummary,
    before: readonly PartCount[],
    after: readonly PartCount[],
  ): PlanCost
}

export function requestsOfTick(account: Account): RequestsOfTick {
  const before = account.requestCounter()
  const after = account.requestCounter()
  return {
    add(was, is) {
      if (was.length > 0) before.add(was.map(withAnyId))
      if (is.length > 0) after.add(is.map(withAnyId))
    },
    cost({ pacer }, summary, partsBefore, partsAfter) {
      if (makesNew(partsBefore)) before.addNewAudience()
      if (makesNew(partsAfter)) after.addNewAudience()
      const requests = summary.requests - before.total() + after.total()
      // Such a counter has one bucket, which all of the plan's requests go into.
      const buckets = after.byBucket().map(({ bucket }) => ({ bucket, requests }))
      return { requests, estimatedMs: pacer.estimateMs(buckets) }
    },
  }
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
