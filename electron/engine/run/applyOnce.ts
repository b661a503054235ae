import { AppError, assertNever } from '../../../shared/errors.ts'
import type { Change, ChangeId, RunId } from '../../../shared/model.ts'
import type { ApplyEvent, JobRef, StepOutcome } from '../connectors/applyEvents.ts'
import { isTemporary } from '../connectors/patience.ts'
import { inTransaction } from '../store/transaction.ts'
import { followJob, type JobResult } from './followJob.ts'
import { membershipsWritten } from './membershipsWritten.ts'
import type { LeftMeanwhile } from './leftMeanwhile.ts'
import type { Tally } from './progressTally.ts'
import { noteAnswers } from './readBack/noteAnswers.ts'
import type { RunDeps } from './runDeps.ts'

/** What all batches of a run share. */
export interface Sending extends RunDeps {
  readonly run: RunId
  readonly tally: Tally
  /** Nothing more begins once it is aborted: somebody stops the run, or part of it failed. */
  readonly mayBegin: AbortSignal
  readonly leftMeanwhile: LeftMeanwhile
  /** Somebody stops the run. */
  readonly signal: AbortSignal
  /** Keeps all batches from beginning anything more. */
  readonly stopOthers: () => void
  /** Outcomes of this batch as the service answers them. */
  readonly onSettled?: (outcomes: readonly StepOutcome[]) => void
}

/** What is known of a batch by now. */
export interface Found {
  readonly outcomes: StepOutcome[]
  /** Nobody will know, and they are not sent again. */
  readonly inDoubt: ChangeId[]
}

/** One call of `apply`, to the end of the jobs it began, also when it failed after that. Returns how many there were. */
export async function applyOnce(sending: Sending, changes: readonly Change[], found: Found): Promise<number> {
  const jobs: OpenJob[] = []
  try {
    await sendRequests(sending, changes, found, jobs)
  } catch (error) {
    sending.stopOthers()
    await followDespite(sending, error, jobs)
    throw error
  }
  for (const job of jobs) {
    const { outcomes, inDoubt } = await follow(sending, job)
    found.outcomes.push(...outcomes)
    found.inDoubt.push(...inDoubt)
  }
  return jobs.length
}

/**
 * Makes the requests of one call of `apply`, each journaled before it leaves. Adds to `found` and `jobs` as they come.
 * A request with somebody who left meanwhile does not leave: they are held back, and the caller calls again for the others.
 */
async function sendRequests(
  sending: Sending,
  changes: readonly Change[],
  found: Found,
  jobs: OpenJob[],
): Promise<void> {
  const { account, journal, db, run, mayBegin } = sending
  stopIfAsked(mayBegin)
  const underWay = new Set<ChangeId>()
  try {
    for await (const event of account.apply(changes, mayBegin)) {
      if (event.type === 'sending') {
        // It has not left yet; whatever an earlier attempt at it did, it may be sent again.
        if (mayBegin.aborted) for (const change of event.changes) underWay.delete(change)
        if (mayBegin.aborted) inTransaction(db, () => journal.revoke(run, event.changes))
        stopIfAsked(mayBegin)
        if (holdBack(sending, event.changes, found)) return
      }
      if (event.type === 'job') jobs.push({ job: event.job, changes: withIds(changes, event.changes) })
      record(sending, changes, event, underWay, found)
    }
  } catch (error) {
    if (error instanceof AppError && !error.mayHaveHappened)
      inTransaction(db, () => journal.revoke(run, [...underWay]))
    throw error
  }
}

function holdBack(
  { db, journal, clock, run, leftMeanwhile }: Sending,
  changes: readonly ChangeId[],
  { outcomes }: Found,
): boolean {
  const held = leftMeanwhile(changes)
  if (held.length === 0) return false
  inTransaction(db, () => journal.settle(run, held, clock.now()))
  outcomes.push(...held)
  return true
}

/**
 * What the service took is looked after although the run ends for this reason. Where the service can't be reached that
 * is left to whoever goes on with the run, and so is a request of which nobody knows whether it was taken.
 */
async function followDespite(sending: Sending, error: unknown, jobs: readonly OpenJob[]): Promise<void> {
  if (isTemporary(error)) return
  try {
    for (const open of jobs) if (open.job.inDoubt !== true) await follow(sending, open)
  } catch {
    // The first failure is the one to tell; a job without an end stays in the journal.
  }
}

interface OpenJob {
  readonly job: JobRef
  readonly changes: readonly Change[]
}

function follow(sending: Sending, { job, changes }: OpenJob): Promise<JobResult> {
  return followJob(sending, sending.run, job, changes, sending.signal)
}

function nameOf(changes: readonly Change[], id: ChangeId): string {
  const change = changes.find((one) => one.id === id)
  return change?.object === 'record' ? change.key.name : ''
}

function withIds(changes: readonly Change[], ids: readonly ChangeId[]): Change[] {
  const wanted = new Set(ids)
  return changes.filter(({ id }) => wanted.has(id))
}

function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted)
    throw new AppError('cancelled', 'Stopped.', { cause: signal.reason, mayHaveHappened: true })
}

/** People whom the plan knew by their address alone, and things that have their id since they were made. */
function whatMade(changes: readonly Change[], outcomes: readonly StepOutcome[]) {
  const unknown = new Set(
    changes
      .filter(({ object, key }) => (object === 'contact' || object === 'record') && key.remoteId === null)
      .map(({ id }) => id),
  )
  return outcomes.flatMap(({ change, remoteId }) =>
    remoteId !== undefined && unknown.has(change) ? [{ change, remoteId }] : [],
  )
}

/** Writes one event to the journal, and what the service answered to the mirror, in one transaction. */
function record(
  { db, journal, mirror, clock, run, tally, onSecret, onSettled, verifies = false }: Sending,
  changes: readonly Change[],
  event: ApplyEvent,
  underWay: Set<ChangeId>,
  { outcomes }: Found,
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
        journal.noteMade(run, whatMade(changes, event.outcomes))
        mirror.saveWritten(event.contacts, membershipsWritten(changes, event.outcomes), now)
        if (verifies) noteAnswers({ db }, run, changes, event)
      })
      for (const outcome of event.outcomes) underWay.delete(outcome.change)
      for (const { change, remoteId, secret } of event.outcomes)
        if (secret !== undefined) onSecret?.({ id: remoteId ?? null, name: nameOf(changes, change), secret })
      outcomes.push(...event.outcomes)
      onSettled?.(event.outcomes)
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
