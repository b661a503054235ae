import type { Change, PlanId, RunId } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/connector.ts'
import { refreshLeft } from '../mirror/refreshMirror.ts'
import { inTransaction } from '../store/database.ts'
import type { RunDeps } from './runDeps.ts'

/**
 * People may have left since the plan was made, hours or a minute ago: asks once more before anything is sent, and
 * settles what waits for them as held back. Someone who is already being written keeps what was written.
 */
export async function holdBackWhoLeft(
  deps: RunDeps,
  run: RunId,
  plan: PlanId,
  signal: AbortSignal,
): Promise<void> {
  const { db, journal, plans, clock } = deps
  const emails = plans.emailsToSend(plan, run)
  if (emails.length === 0) return
  await refreshLeft(deps, emails, signal)
  const left = plans.changesOfWhoLeft(plan, run)
  if (left.length === 0) return
  inTransaction(db, () => journal.settle(run, left.map(heldBack), clock.now()))
}

function heldBack({ change, reason }: { readonly change: Change; readonly reason: string }): StepOutcome {
  return {
    change: change.id,
    status: 'held-back',
    httpStatus: 0,
    reason: `${reason} since the preview, so nothing was sent`,
  }
}
