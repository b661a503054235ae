import { AppError, assertNever } from '../../../shared/errors.ts'
import type { Change, ChangeId, PlanId, RunId } from '../../../shared/model.ts'
import type { ApplyEvent, JobRef, StepOutcome } from '../connectors/connector.ts'
import { inTransaction } from '../store/database.ts'
import { followJob } from './followJob.ts'
import { membershipsWritten } from './membershipsWritten.ts'
import { progressTally, type Tally } from './progressTally.ts'
import { inBatches, type RowChanges, rowsLeft } from './rowsLeft.ts'
import type { RunDeps } from './runDeps.ts'

interface Sending extends RunDeps {
  readonly run: RunId
  readonly tally: Tally
  readonly signal: AbortSignal
}

/**
 * Sends the rows that are left, several batches at once, as many as the account allows. The first failure keeps the
 * others from beginning anything more; what they have under way comes to its end.
 */
export async function sendRows(deps: RunDeps, run: RunId, plan: PlanId, signal: AbortSignal): Promise<void> {
  const { rowsPerBatch, parallelBatches } = deps.account.limits
  const stop = new AbortController()
  const tally = progressTally(deps, run, plan)
  const sending = { ...deps, run, tally, signal: AbortSignal.any([signal, stop.signal]) }
  const batches = inBatches(rowsLeft(deps, run, plan), rowsPerBatch)
  const failures: unknown[] = []
  const lane = async () => {
    try {
      for (const batch of batches) await sendBatch(sending, batch)
    } catch (error) {
      failures.push(error)
      stop.abort()
    }
  }
  await Promise.all(Array.from({ length: parallelBatches }, lane))
  if (failures.length > 0) throw rootFailure(failures)
}

/** What went wrong first: not the stops that followed from it. */
function rootFailure(failures: readonly unknown[]): unknown {
  const isStop = (error: unknown) => error instanceof AppError && error.code === 'cancelled'
  return failures.find((error) => !isStop(error)) ?? failures[0]
}

/** All changes of these rows, in as many calls as the service needs: some changes must wait for a job of others. */
async function sendBatch(sending: Sending, batch: readonly RowChanges[]): Promise<void> {
  const changes = batch.flat()
  const outcomes: StepOutcome[] = []
  for (let left: readonly Change[] = changes; left.length > 0; left = unsettled(changes, outcomes)) {
    const before = outcomes.length
    const jobs = await applyOnce(sending, left, outcomes)
    settleRefusedRows(sending, changes, outcomes)
    // A job may turn out to have done nothing: its changes are sent again.
    if (outcomes.length === before && jobs === 0)
      throw new AppError('bug', 'A service left changes without an outcome.')
  }
  sending.tally.rowsDone(batch.length, rejectedRows(changes, outcomes))
  stopIfIgnored(outcomes)
}

function unsettled(changes: readonly Change[], outcomes: readonly StepOutcome[]): Change[] {
  const settled = new Set(outcomes.map((outcome) => outcome.change))
  return changes.filter(({ id }) => !settled.has(id))
}

/** Whoever was refused is not put anywhere either. */
function settleRefusedRows(sending: Sending, changes: readonly Change[], outcomes: StepOutcome[]): void {
  const { db, journal, clock, run } = sending
  const refused = new Set(outcomes.filter(({ status }) => status === 'rejected').map(({ change }) => change))
  const rows = new Set(
    changes.filter(({ id, object }) => object === 'contact' && refused.has(id)).map(({ row }) => row),
  )
  const reason = 'The person was refused, so nothing more was sent for them.'
  const rest = unsettled(changes, outcomes)
    .filter(({ row }) => rows.has(row))
    .map(({ id }): StepOutcome => ({ change: id, status: 'rejected', httpStatus: 0, reason }))
  if (rest.length > 0) inTransaction(db, () => journal.settle(run, rest, clock.now()))
  outcomes.push(...rest)
}

/** One call of `apply`, to the end of the jobs it began. Returns how many there were. */
async function applyOnce(
  sending: Sending,
  changes: readonly Change[],
  outcomes: StepOutcome[],
): Promise<number> {
  const { account, journal, db, run, signal } = sending
  stopIfAsked(signal)
  const underWay = new Set<ChangeId>()
  const jobs: JobRef[] = []
  try {
    for await (const event of account.apply(changes, signal)) {
      if (event.type === 'sending') {
        // It has not left yet; whatever an earlier attempt at it did, it may be sent again.
        if (signal.aborted) for (const change of event.changes) underWay.delete(change)
        if (signal.aborted) inTransaction(db, () => journal.revoke(run, event.changes))
        stopIfAsked(signal)
      }
      if (event.type === 'job') jobs.push(event.job)
      record(sending, changes, event, underWay, outcomes)
    }
  } catch (error) {
    if (error instanceof AppError && !error.mayHaveHappened)
      inTransaction(db, () => journal.revoke(run, [...underWay]))
    throw error
  }
  for (const job of jobs)
    outcomes.push(...(await followJob(sending, run, job, changesOf(sending, job), signal)))
  return jobs.length
}

function changesOf({ journal, plans, run }: Sending, job: JobRef): Change[] {
  return plans.changes(journal.jobs(run).find((one) => one.job.id === job.id)?.changes ?? [])
}

function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted)
    throw new AppError('cancelled', 'Stopped.', { cause: signal.reason, mayHaveHappened: true })
}

/** Writes one event to the journal, and what the service answered to the mirror, in one transaction. */
function record(
  { db, journal, mirror, clock, run, tally }: Sending,
  changes: readonly Change[],
  event: ApplyEvent,
  underWay: Set<ChangeId>,
  outcomes: StepOutcome[],
): void {
  const now = clock.now()
  switch (event.type) {
    case 'sending':
      inTransaction(db, () => journal.begin(run, event.changes, event.request, now))
      for (const change of event.changes) underWay.add(change)
      tally.requestSent()
      return
    case 'settled':
      inTransaction(db, () => {
        journal.settle(run, event.outcomes, now)
        mirror.saveWritten(event.contacts, membershipsWritten(changes, event.outcomes), now)
      })
      for (const outcome of event.outcomes) underWay.delete(outcome.change)
      outcomes.push(...event.outcomes)
      return
    case 'answered':
      inTransaction(db, () => journal.answered(run, event.changes, event.httpStatus, now))
      for (const change of event.changes) underWay.delete(change)
      return
    case 'job':
      inTransaction(db, () => journal.follow(run, event.changes, event.job, now))
      for (const change of event.changes) underWay.delete(change)
      return
    default:
      assertNever(event)
  }
}

function rejectedRows(changes: readonly Change[], outcomes: readonly StepOutcome[]): number {
  const rejected = new Set(outcomes.filter(({ status }) => status === 'rejected').map(({ change }) => change))
  return new Set(changes.filter(({ id }) => rejected.has(id)).map(({ row }) => row)).size
}

/** A field that the service no longer knows would be lost on every further row. */
function stopIfIgnored(outcomes: readonly StepOutcome[]): void {
  const ignored = [...new Set(outcomes.flatMap((outcome) => outcome.ignored ?? []))]
  if (ignored.length > 0)
    throw new AppError(
      'conflict',
      `The account ignored part of what was sent: ${ignored.join('; ')}. The field was probably renamed or deleted there ` +
        'since the preview. Make a new plan to see how it is now; what was written stays written.',
    )
}
