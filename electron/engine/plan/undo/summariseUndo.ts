import type { PlanSummary } from '../../../../shared/contract/plans.ts'
import type { Refreshed } from '../../mirror/refreshMirror.ts'
import type { planCounter } from '../importTag.ts'
import type { PlanTally } from '../planTally.ts'
import { checkCounts } from '../summarisePlan.ts'
import type { Making } from './undoMaking.ts'

/** The numbers of a plan that takes a run back. @throws AppError `bug` where they don't add up */
export function summariseUndo(
  { deps, spec, schema, id }: Making,
  done: {
    readonly object: PlanSummary['object']
    readonly refreshed: Pick<Refreshed, 'how' | 'at'>
    readonly mirrorRequests: number
    readonly tally: PlanTally
    /** Those that people are put into again or taken out of. */
    readonly audiences: ReadonlySet<string>
    readonly requests: ReturnType<typeof planCounter>
  },
  undo: NonNullable<PlanSummary['undo']>,
): PlanSummary {
  const { connection, connector, staged, plans, pacer, clock } = deps
  const audiences = schema.audiences.filter((one) => done.audiences.has(`${one.kind} ${one.id}`))
  const counts = done.tally.counts()
  const summary = {
    id,
    connection: { id: connection.id, name: connection.name, service: connector.title },
    source: { id: staged.info.id, name: staged.info.name, rows: staged.info.rows },
    mode: spec.mode,
    audiences,
    ...counts,
    unticked: 0,
    untickedOf: {},
    consent: null,
    object: done.object,
    undo,
    requests: done.requests.total(),
    estimatedMs: pacer.estimateMs(done.requests.byBucket()),
    mirror: { how: done.refreshed.how, at: done.refreshed.at, requests: done.mirrorRequests },
    createdAt: clock.now(),
  }
  checkCounts(summary)
  return { ...summary, guard: plans.guard(id, summary) }
}
