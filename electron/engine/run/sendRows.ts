import { AppError } from '../../../shared/errors.ts'
import type { Change, PlanId, RunId } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/applyEvents.ts'
import { inTransaction } from '../store/transaction.ts'
import { readBacks } from '../store/readBacks.ts'
import { audienceProof } from './audienceProof.ts'
import { applyOnce, type Found, type Sending } from './applyOnce.ts'
import { leftMeanwhile } from './leftMeanwhile.ts'
import { progressTally } from './progressTally.ts'
import { checkCanary, firstRows } from './readBack/canary.ts'
import { inBatches, type RowChanges, rowsLeft } from './rowsLeft.ts'
import type { RunDeps } from './runDeps.ts'

/**
 * Sends the rows that are left, several batches at once, as many as the account allows. The first failure keeps the
 * others from beginning anything more; what they have under way comes to its end, and so do jobs that the service took.
 */
export async function sendRows(deps: RunDeps, run: RunId, plan: PlanId, signal: AbortSignal): Promise<void> {
  if (readBacks(deps.db).wish(run).canary === 'asked') {
    const first = firstRows(deps, plan)
    await sendSome(deps, run, plan, (row) => first.has(row), signal)
    await checkCanary(deps, run, plan, signal)
  }
  await sendSome(deps, run, plan, () => true, signal)
}

async function sendSome(
  deps: RunDeps,
  run: RunId,
  plan: PlanId,
  isWanted: (row: number) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const { limits } = deps.account
  const stop = new AbortController()
  const tally = progressTally(deps, run, plan)
  const stopOthers = () => {
    stop.abort()
  }
  const sending = {
    ...deps,
    run,
    tally,
    leftMeanwhile: leftMeanwhile(deps, plan),
    signal,
    mayBegin: AbortSignal.any([signal, stop.signal]),
    stopOthers,
  }
  const batches = inBatches(wantedRows(deps, run, plan, isWanted), limits)
  const proof = limits.writesBeforeJoining === true ? audienceProof() : null
  const failures: unknown[] = []
  const lane = async () => {
    try {
      for (const batch of batches) {
        const changes = batch.flat()
        if (proof === null) await sendBatch(sending, changes)
        else await proof.pass(changes, (onSettled) => sendBatch({ ...sending, onSettled }, changes))
      }
    } catch (error) {
      failures.push(error)
      stopOthers()
    }
  }
  await Promise.all(Array.from({ length: limits.parallelBatches }, lane))
  if (failures.length > 0) throw rootFailure(failures)
}

/** In file order, up to the last of those wanted first. */
function* wantedRows(
  deps: RunDeps,
  run: RunId,
  plan: PlanId,
  isWanted: (row: number) => boolean,
): Generator<RowChanges> {
  for (const row of rowsLeft(deps, run, plan)) {
    if (!isWanted(row[0]?.row ?? 0)) return
    yield row
  }
}

/** What went wrong first: not the stops that followed from it. */
function rootFailure(failures: readonly unknown[]): unknown {
  const isStop = (error: unknown) => error instanceof AppError && error.code === 'cancelled'
  return failures.find((error) => !isStop(error)) ?? failures[0]
}

/** All changes of these rows, in as many calls as the service needs: some changes must wait for a job of others. */
async function sendBatch(sending: Sending, changes: readonly Change[]): Promise<readonly StepOutcome[]> {
  const found: Found = { outcomes: [], inDoubt: [] }
  const { outcomes } = found
  for (let left: readonly Change[] = changes; left.length > 0; left = toSend(changes, found)) {
    const before = outcomes.length
    const jobs = await applyOnce(sending, left, found)
    settleRefusedRows(sending, changes, found)
    // A job may turn out to have done nothing: its changes are sent again.
    if (outcomes.length === before && jobs === 0)
      throw new AppError('bug', 'A service left changes without an outcome.')
  }
  const rows = new Set(changes.map(({ row }) => row)).size
  sending.tally.rowsDone(rows, rejectedRows(changes, outcomes))
  stopIfIgnored(outcomes)
  return outcomes
}

function toSend(changes: readonly Change[], { outcomes, inDoubt }: Found): Change[] {
  const over = new Set([...outcomes.map(({ change }) => change), ...inDoubt])
  return changes.filter(({ id }) => !over.has(id))
}

/** Whoever was refused is not put anywhere either. */
function settleRefusedRows(sending: Sending, changes: readonly Change[], found: Found): void {
  const { db, journal, clock, run } = sending
  const { outcomes } = found
  const refused = new Set(outcomes.filter(({ status }) => status === 'rejected').map(({ change }) => change))
  const rows = new Set(
    changes.filter(({ id, object }) => object === 'contact' && refused.has(id)).map(({ row }) => row),
  )
  const reason = 'The person was refused, so nothing more was sent for them.'
  const rest = toSend(changes, found)
    .filter(({ row }) => rows.has(row))
    .map(({ id }): StepOutcome => ({ change: id, status: 'rejected', httpStatus: 0, reason }))
  if (rest.length > 0) inTransaction(db, () => journal.settle(run, rest, clock.now()))
  outcomes.push(...rest)
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
