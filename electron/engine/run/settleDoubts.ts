import type { Change, ChangeId, RemoteId, RunId } from '../../../shared/model.ts'
import type { JobRef, StepOutcome } from '../connectors/applyEvents.ts'
import { inTransaction } from '../store/transaction.ts'
import { membershipsWritten } from './membershipsWritten.ts'
import type { RunDeps } from './runDeps.ts'

/**
 * Steps that were under way when the last attempt ended: read back where that decides, else send again. What may still
 * show later is looked after like a job.
 */
export async function settleDoubts(deps: RunDeps, run: RunId, signal: AbortSignal): Promise<void> {
  const { db, journal, plans, mirror, account, clock } = deps
  const doubtful = plans.changes(journal.inDoubt(run))
  if (doubtful.length === 0) return
  const lookFirst = doubtful.filter((change) => change.repeat === 'look-first')
  if (lookFirst.length > 0) await untilShown(deps, run, signal)
  const done = lookFirst.length === 0 ? new Set<ChangeId>() : await account.alreadyDone(lookFirst, signal)
  const outcomes = doubtful.filter(({ id }) => done.has(id)).map(({ id, key }) => foundDone(id, key.remoteId))
  const undone = doubtful.filter(({ id, repeat }) => repeat !== 'ask' && !done.has(id))
  const jobs = jobsOfDoubt(deps, run, undone)
  const followed = new Set(jobs.flatMap(({ ids }) => ids))
  const again = undone.map(({ id }) => id).filter((id) => !followed.has(id))
  inTransaction(db, () => {
    journal.settle(run, outcomes, clock.now())
    mirror.saveWritten([], membershipsWritten(doubtful, outcomes), clock.now())
    for (const { job, ids } of jobs) journal.follow(run, ids, job, clock.now())
    journal.revoke(run, again)
  })
}

interface DoubtfulJob {
  readonly job: JobRef
  readonly ids: readonly ChangeId[]
}

function jobsOfDoubt({ account, journal }: RunDeps, run: RunId, changes: readonly Change[]): DoubtfulJob[] {
  const lookFirst = changes.filter(({ repeat }) => repeat === 'look-first')
  const bySending = Map.groupBy(lookFirst, ({ id }) => journal.sentAt(run, id))
  return [...bySending].flatMap(([sentAt, same]) => {
    const job = account.jobOfDoubt?.(same, sentAt) ?? null
    return job === null ? [] : [{ job, ids: same.map(({ id }) => id) }]
  })
}

/** A program that is started again at once would look before the account shows what the last request did. */
async function untilShown(deps: RunDeps, run: RunId, signal: AbortSignal): Promise<void> {
  const { account, journal, clock, onWait } = deps
  const { showsAfterMs = 0 } = account.limits
  const ageMs = clock.now() - (journal.lastSentAt(run) ?? -Infinity)
  // A clock that was set back says nothing of the age.
  const waitMs = ageMs < 0 ? showsAfterMs : showsAfterMs - ageMs
  if (waitMs <= 0) return
  const over = onWait({ ms: waitMs, why: 'doubt' })
  await clock.sleep(waitMs, signal).finally(over)
}

function foundDone(change: ChangeId, remoteId: RemoteId | null): StepOutcome {
  const reason = 'found done when the run was resumed'
  return { change, status: 'written', httpStatus: 200, reason, ...(remoteId !== null && { remoteId }) }
}
