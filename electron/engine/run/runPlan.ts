import type { DatabaseSync } from 'node:sqlite'
import { AppError, assertNever, toWire } from '../../../shared/errors.ts'
import type { RunProgress } from '../../../shared/contract/runs.ts'
import type { Change, ChangeId, PlanId, RunId } from '../../../shared/model.ts'
import type { Clock } from '../clock.ts'
import type { Account, ApplyEvent, StepOutcome } from '../connectors/connector.ts'
import { inTransaction } from '../store/database.ts'
import type { Journal } from '../store/journal.ts'
import type { MembershipWrite, MirrorStore } from '../store/mirror.ts'
import type { PlanStore } from '../store/plans.ts'

export interface RunDeps {
  readonly db: DatabaseSync
  readonly clock: Clock
  readonly account: Account
  readonly mirror: MirrorStore
  readonly plans: PlanStore
  readonly journal: Journal
  readonly onProgress: (progress: Omit<RunProgress, 'remainingMs' | 'waiting'>) => void
}

type RowChanges = readonly Change[]

/** Rows read from the plan at a time. */
const pageRows = 500

/**
 * Sends what is left of a plan, journaling each request before it leaves and each outcome when it is known, and
 * ends the run. A row that is refused never stops the others; a failed request does, and the run can be resumed.
 */
export async function runPlan(deps: RunDeps, run: RunId, plan: PlanId, signal: AbortSignal): Promise<void> {
  const { journal, clock } = deps
  try {
    await settleDoubts(deps, run, plan, signal)
    await sendAll(deps, run, plan, signal)
    journal.end(run, 'finished', null, clock.now())
  } catch (error) {
    endStopped(deps, run, error)
    if (!(error instanceof AppError) && !signal.aborted) throw error
  }
}

/** A full disk can keep even this from being written; then the run is found interrupted and can be resumed. */
function endStopped({ journal, clock }: RunDeps, run: RunId, error: unknown): void {
  try {
    journal.end(run, 'stopped', toWire(error).message, clock.now())
  } catch {
    throw error
  }
}

/** Steps that were under way when the last attempt ended: read back where that decides, else send again. */
async function settleDoubts(deps: RunDeps, run: RunId, plan: PlanId, signal: AbortSignal): Promise<void> {
  const doubtful = new Set(deps.journal.inDoubt(run))
  if (doubtful.size === 0) return
  const changes = allChanges(deps.plans, plan).filter((change) => doubtful.has(change.id))
  const lookFirst = changes.filter((change) => change.repeat === 'look-first')
  const done =
    lookFirst.length === 0 ? new Set<ChangeId>() : await deps.account.alreadyDone(lookFirst, signal)
  const outcomes = [...done].map((change): StepOutcome => ({
    change,
    status: 'written',
    httpStatus: 200,
    reason: 'found done when the run was resumed',
  }))
  const again = changes
    .filter((change) => change.repeat !== 'ask' && !done.has(change.id))
    .map(({ id }) => id)
  inTransaction(deps.db, () => {
    deps.journal.settle(run, outcomes, deps.clock.now())
    deps.journal.revoke(run, again)
  })
}

function allChanges(plans: PlanStore, plan: PlanId): Change[] {
  const found: Change[] = []
  for (const row of rowsToSend(plans, plan)) found.push(...row)
  return found
}

function* rowsToSend(plans: PlanStore, plan: PlanId): Generator<RowChanges> {
  let lastRow = 0
  for (;;) {
    const rows = plans.changesByRow(plan, lastRow, pageRows)
    if (rows.length === 0) return
    yield* rows
    lastRow = rows.at(-1)?.[0]?.row ?? lastRow
  }
}

/** Several batches at once, as many as the account allows; the first failure ends the others. */
async function sendAll(deps: RunDeps, run: RunId, plan: PlanId, signal: AbortSignal): Promise<void> {
  const { rowsPerBatch, parallelBatches } = deps.account.limits
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  const batches = inBatches(rowsLeft(deps, run, plan), rowsPerBatch)
  const tally = progressTally(deps, run, plan)
  const lane = async () => {
    for (const batch of batches) {
      both.throwIfAborted()
      await sendBatch(deps, run, batch, both, tally)
    }
  }
  const lanes = Array.from({ length: parallelBatches }, () =>
    lane().catch((error: unknown) => {
      stop.abort(error)
      throw error
    }),
  )
  await firstFailure(lanes)
}

/** Waits for all, then throws what went wrong first: not the aborts that followed from it. */
async function firstFailure(lanes: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(lanes)).filter((lane) => lane.status === 'rejected')
  const cause = failed.find((lane) => lane.reason instanceof AppError && lane.reason.code !== 'cancelled')
  if (failed.length > 0) throw (cause ?? failed[0])?.reason
}

function* rowsLeft({ plans, journal }: RunDeps, run: RunId, plan: PlanId): Generator<RowChanges> {
  for (const row of rowsToSend(plans, plan)) {
    const steps = journal.steps(run, row)
    const left = row.filter(({ id }) => (steps.get(id)?.state ?? 'waiting') === 'waiting')
    const held = [...steps.values()].some((step) => step.state === 'sending')
    if (left.length > 0 && !held) yield left
  }
}

function* inBatches(rows: Iterable<RowChanges>, rowsPerBatch: number): Generator<readonly RowChanges[]> {
  let batch: RowChanges[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < rowsPerBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function sendBatch(
  deps: RunDeps,
  run: RunId,
  batch: readonly RowChanges[],
  signal: AbortSignal,
  tally: Tally,
): Promise<void> {
  const changes = batch.flat()
  const sending = new Set<ChangeId>()
  const outcomes: StepOutcome[] = []
  try {
    for await (const event of deps.account.apply(changes, signal)) {
      // Stopping here, before the journal is written, leaves nothing in doubt.
      if (event.type === 'sending') signal.throwIfAborted()
      record(deps, run, changes, event, sending, outcomes)
      if (event.type === 'sending') tally.requestSent()
    }
  } catch (error) {
    if (error instanceof AppError && !error.mayHaveHappened)
      inTransaction(deps.db, () => deps.journal.revoke(run, [...sending]))
    throw error
  }
  tally.rowsDone(batch.length, outcomes.filter((outcome) => outcome.status === 'rejected').length)
  stopIfIgnored(outcomes)
}

/** Writes one event to the journal, and what the service answered to the mirror, in one transaction. */
function record(
  { db, journal, mirror, clock }: RunDeps,
  run: RunId,
  changes: readonly Change[],
  event: ApplyEvent,
  sending: Set<ChangeId>,
  outcomes: StepOutcome[],
): void {
  const now = clock.now()
  switch (event.type) {
    case 'sending':
      inTransaction(db, () => journal.begin(run, event.changes, event.request, now))
      for (const change of event.changes) sending.add(change)
      return
    case 'settled':
      inTransaction(db, () => {
        journal.settle(run, event.outcomes, now)
        mirror.saveWritten(event.contacts, membershipsWritten(changes, event.outcomes), now)
      })
      for (const outcome of event.outcomes) sending.delete(outcome.change)
      outcomes.push(...event.outcomes)
      return
    case 'job':
      throw new AppError('bug', 'This service answers with jobs, which the engine does not follow yet.')
    default:
      assertNever(event)
  }
}

function membershipsWritten(changes: readonly Change[], outcomes: readonly StepOutcome[]): MembershipWrite[] {
  const writes: MembershipWrite[] = []
  for (const { change: id, status, remoteId } of outcomes) {
    const change = changes.find((one) => one.id === id)
    if (status !== 'written' || change?.object !== 'membership' || remoteId === undefined) continue
    writes.push({ remoteId, audience: change.audience, op: change.op })
  }
  return writes
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

/** Counts for the progress line. */
interface Tally {
  requestSent(): void
  rowsDone(rows: number, rejected: number): void
}

function progressTally({ plans, journal, onProgress }: RunDeps, run: RunId, plan: PlanId): Tally {
  const progress = {
    run,
    done: journal.countRowsDone(run),
    total: plans.countRowsToSend(plan),
    rejected: 0,
    requests: journal.countRequests(run),
  }
  onProgress({ ...progress })
  return {
    requestSent() {
      progress.requests += 1
    },
    rowsDone(rows, rejected) {
      progress.done += rows
      progress.rejected += rejected
      onProgress({ ...progress })
    },
  }
}
