import type { Change, ConsentChange, MembershipChange, PlanId, RunId } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/applyEvents.ts'
import { refreshChanged, refreshLeft } from '../mirror/refreshMirror.ts'
import { askAgainAfterMs, askedBefore } from '../plan/askedBefore.ts'
import { leftWords } from '../plan/leftWords.ts'
import { connectionNumber } from '../store/connections.ts'
import { sentConsents } from '../store/consentLog.ts'
import { inTransaction } from '../store/transaction.ts'
import type { PartlyLeft } from '../store/plans.ts'
import { holdBackEdited } from './holdBackEdited.ts'
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
  const people = plans.peopleToSend(plan, run)
  if (Object.values(people).every((some) => some.length === 0)) return
  const consents = consentToSend(deps, run, plan)
  const channels = [...new Set(consents.flatMap((change) => change.channels))]
  const { refresh, isWhole, theseCost } = await refreshLeft(deps, { ...people, channels }, signal)
  const summary = plans.summary(plan)
  // Who creates and joins overwrites nothing.
  const overwrites = summary.changes.updates > 0
  const sinceMs = summary.mirror.at - overlapMs
  if (overwrites && !isWhole) await refreshChanged(deps, people, { sinceMs, theseCost }, signal)
  if (overwrites) await holdBackEdited(deps, run, plan, refresh, signal)
  inTransaction(db, () => {
    journal.settle(run, plans.changesOfWhoLeft(plan, run).map(heldBack), clock.now())
    journal.settle(run, plans.changesOfWhoLeftPart(plan, run).flatMap(heldBackInPart), clock.now())
    journal.settle(run, askedByOthers(deps, run, plan), clock.now())
  })
}

/** Clocks differ, and what is changed while an account is read shows in the next read. */
const overlapMs = 60_000

/** Most plans subscribe nobody, and need not be searched. */
function consentToSend({ plans }: RunDeps, run: RunId, plan: PlanId): readonly ConsentChange[] {
  return plans.summary(plan).changes.subscribes > 0 ? plans.consentToSend(plan, run) : []
}

export function heldBack({
  change,
  reason,
}: {
  readonly change: Change
  readonly reason: string
}): StepOutcome {
  return {
    change: change.id,
    status: 'held-back',
    httpStatus: 0,
    reason: `${reason} since the preview, so nothing was sent`,
  }
}

/** Joins and consent of someone who left just that list or channel. */
export function heldBackInPart({
  change,
  contact,
}: {
  readonly change: Change
  readonly contact: PartlyLeft
}): StepOutcome[] {
  if ((change.object !== 'membership' && change.object !== 'consent') || change.op === 'leave') return []
  const left = whatTheyLeft(change, contact)
  if (left === null) return []
  const reason = `They ${leftWords.unsubscribed} from ${left} since the preview, so this was not sent.`
  return [{ change: change.id, status: 'held-back', httpStatus: 0, reason }]
}

function whatTheyLeft(
  change: MembershipChange | ConsentChange,
  { consent, leftAudiences }: PartlyLeft,
): string | null {
  const { audience } = change
  if (leftAudiences.some((one) => one.kind === audience?.kind && one.id === audience.id))
    return `this ${audience?.kind ?? 'list'}`
  if (change.object !== 'consent') return null
  return change.channels.find((channel) => consent[channel] === 'unsubscribed') ?? null
}

/** Another run may have subscribed them since the preview. */
function askedByOthers(deps: RunDeps, run: RunId, plan: PlanId): StepOutcome[] {
  const { db, plans, account, clock } = deps
  const consents = consentToSend(deps, run, plan)
  if (consents.length === 0) return []
  const nowMs = clock.now()
  const pauseMs = account.limits.consentPauseMs ?? 0
  const since = nowMs - Math.max(pauseMs, askAgainAfterMs)
  const sent = sentConsents(db, connectionNumber(db, plans.spec(plan).connection), since)
  const service = plans.summary(plan).connection.service
  const reasonFor = askedBefore(
    sent.filter((one) => one.run !== run),
    { service, nowMs, pauseMs },
  )
  return consents.flatMap((change) => {
    const reason = reasonFor(change.key, change)
    return reason === null ? [] : [{ change: change.id, status: 'held-back', httpStatus: 0, reason }]
  })
}
