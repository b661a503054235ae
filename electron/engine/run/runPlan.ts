import { type ErrorCode, toWire, type WireError } from '../../../shared/errors.ts'
import type { PlanId, RunId } from '../../../shared/model.ts'
import { inTransaction } from '../store/transaction.ts'
import { inWords } from '../store/storageError.ts'
import { followJobs } from './followJob.ts'
import { holdBackElsewhere } from './holdBackElsewhere.ts'
import { holdBackWhoLeft } from './holdBackWhoLeft.ts'
import { keepGoing } from './keepGoing.ts'
import { makeImportTag } from './makeImportTag.ts'
import { countedSoFar } from './progressTally.ts'
import type { RunDeps } from './runDeps.ts'
import { sendRows } from './sendRows.ts'
import { settleDoubts } from './settleDoubts.ts'
import { orderOf } from './stopOrder.ts'

/**
 * Sends what is left of a plan, journaling each request before it leaves and each outcome when it is known, and
 * ends the run: finished, or stopped with the reason. A row that is refused never stops the others; a failed request
 * does, and the run can be resumed.
 */
export async function runPlan(deps: RunDeps, run: RunId, plan: PlanId, signal: AbortSignal): Promise<void> {
  try {
    await keepGoing(deps, run, plan, signal, async () => {
      await lookAfterWhatWasSent(deps, run, plan, signal)
      await holdBackWhoLeft(deps, run, plan, signal)
      await holdBackElsewhere(deps, run, plan, signal)
      await makeImportTag(deps, run, plan, signal)
      await sendRows(deps, run, plan, signal)
    })
    end(deps, (now) => deps.journal.finish(run, now))
  } catch (error) {
    endEarly(deps, run, error, signal)
  }
}

/** What an earlier attempt sent comes to its end before anything more is sent. */
async function lookAfterWhatWasSent(
  deps: RunDeps,
  run: RunId,
  plan: PlanId,
  signal: AbortSignal,
): Promise<void> {
  const { journal, onProgress } = deps
  if (journal.inDoubt(run).length === 0 && journal.jobs(run).length === 0) return
  // Whoever watches is told what is waited for.
  onProgress(countedSoFar(deps, run, plan))
  await settleDoubts(deps, run, signal)
  await followJobs(deps, run, signal)
}

type EndDeps = Pick<RunDeps, 'db' | 'clock' | 'journal' | 'onEnd'>

/** Ends a run that could not go on: stopped with the reason, or cancelled where that was asked for. */
export function endEarly(deps: EndDeps, run: RunId, error: unknown, signal: AbortSignal): void {
  const because = whyEnded(error, signal)
  const isFinal = orderOf(signal)?.final === true
  try {
    end(deps, (now) =>
      isFinal ? deps.journal.cancel(run, because, now) : deps.journal.stop(run, because, now),
    )
  } catch {
    // A full disk keeps even this from being written: the run is found interrupted, and can be resumed.
    throw error
  }
  if (because.code === 'bug') throw error
}

/** Failures that the next attempt would meet again; whoever asked for the end is the better reason. */
const passing: readonly ErrorCode[] = ['cancelled', 'unavailable', 'rate-limited']

function whyEnded(error: unknown, signal: AbortSignal): WireError {
  const order = orderOf(signal)
  const because = toWire(inWords(error))
  if (order?.final || (order && passing.includes(because.code)))
    return { code: 'cancelled', message: order.message }
  return because.code === 'cancelled' ? { ...because, message: 'Stopped by you.' } : because
}

/** The recipe's bookmark moves in the same transaction, or a crash in between would lose it. */
function end({ db, clock, onEnd }: EndDeps, write: (now: number) => void): void {
  inTransaction(db, () => {
    write(clock.now())
    onEnd()
  })
}
