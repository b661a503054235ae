import { AppError } from '../../../shared/errors.ts'
import type { Change, ChangeId, Contact, RunId } from '../../../shared/model.ts'
import type { JobRef, StepOutcome } from '../connectors/applyEvents.ts'
import { jobPauses } from '../connectors/jobPauses.ts'
import { inTransaction } from '../store/transaction.ts'
import { membershipsWritten } from './membershipsWritten.ts'
import { noteAnswers } from './readBack/noteAnswers.ts'
import type { RunDeps } from './runDeps.ts'
import { takeOutWhoLeft } from './takeOutWhoLeft.ts'

/** After so long the run goes on without the job's end; its rows stay accepted. */
const patienceMs = 30 * 60_000

/** What became of a job's changes. Those that are in neither were not done, and wait to be sent again. */
export interface JobResult {
  readonly outcomes: readonly StepOutcome[]
  /** Left in doubt, since nobody wants to wait for that. */
  readonly inDoubt: readonly ChangeId[]
}

/** Waits for a job of the service and journals what it did. */
export async function followJob(
  deps: RunDeps,
  run: RunId,
  job: JobRef,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<JobResult> {
  const { db, journal, mirror, clock } = deps
  const end = await endOf(deps, job, changes, signal)
  const { contacts } = end
  inTransaction(db, () => mirror.saveWritten(contacts, [], clock.now()))
  const outcomes = await takeOutWhoLeft(deps, run, changes, end.outcomes, signal)
  const settled = new Set(outcomes.map(({ change }) => change))
  const open = changes.map(({ id }) => id).filter((id) => !settled.has(id))
  inTransaction(db, () => {
    journal.settle(run, outcomes, clock.now())
    if (end.left === true) journal.leaveInDoubt(run, open)
    else journal.revoke(run, open)
    mirror.saveWritten(contacts, membershipsWritten(changes, outcomes), clock.now())
    if (deps.verifies === true) noteAnswers(deps, run, changes, { outcomes, contacts })
  })
  return { outcomes, inDoubt: end.left === true ? open : [] }
}

/** Of all these at once: one may take half an hour to be decided, and another one seconds. */
export async function followJobs(deps: RunDeps, run: RunId, signal: AbortSignal): Promise<void> {
  const { journal, plans } = deps
  const ends = await Promise.allSettled(
    journal.jobs(run).map(({ job, changes }) => followJob(deps, run, job, plans.changes(changes), signal)),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

interface JobEnd {
  readonly outcomes: readonly StepOutcome[]
  readonly contacts: readonly Contact[]
  /** Nobody knows of the others, and nobody waits for it. */
  readonly left?: true
}

async function endOf(
  deps: RunDeps,
  job: JobRef,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<JobEnd> {
  const { account, clock, onWait, leaveDoubts } = deps
  const isDoubt = job.inDoubt === true
  const since = clock.monotonic()
  let isOver: () => void = () => undefined
  try {
    for (const pauseMs of jobPauses()) {
      const isLastLook = isDoubt && leaveDoubts.aborted
      const progress = await account.poll?.(job, changes, signal)
      if (progress === undefined) throw new AppError('bug', 'This service promised a job and has none.')
      if (progress.done) return progress
      if (isLastLook) return { outcomes: [], contacts: [], left: true }
      if (clock.monotonic() - since > patienceMs)
        // By then a request that may never have arrived may be sent again.
        return { outcomes: isDoubt ? [] : changes.map(stillWorking), contacts: [] }
      // What has an end is told until then, also while somebody looks.
      isOver()
      isOver = onWait({ ms: progress.endsInMs ?? pauseMs, why: isDoubt ? 'doubt' : 'job' })
      await (isDoubt ? sleepUnlessLeft(deps, pauseMs, signal) : clock.sleep(pauseMs, signal))
    }
  } finally {
    isOver()
  }
  throw new AppError('bug', 'Pauses came to an end.')
}

/** Whoever leaves the doubts behind wants one more look, at once. */
async function sleepUnlessLeft(
  { clock, leaveDoubts }: RunDeps,
  pauseMs: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await clock.sleep(pauseMs, AbortSignal.any([signal, leaveDoubts]))
  } catch (error) {
    if (signal.aborted || !leaveDoubts.aborted) throw error
  }
}

function stillWorking({ id }: Change): StepOutcome {
  const reason = 'The service took it half an hour ago and is still working on it.'
  return { change: id, status: 'accepted', httpStatus: 202, reason }
}
