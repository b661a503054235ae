import { AppError } from '../../../shared/errors.ts'
import type { Change, RunId } from '../../../shared/model.ts'
import type { JobRef, StepOutcome } from '../connectors/connector.ts'
import { jobPauses } from '../connectors/jobPauses.ts'
import { inTransaction } from '../store/database.ts'
import { membershipsWritten } from './membershipsWritten.ts'
import type { RunDeps } from './runDeps.ts'

/** After so long the run goes on without the job's end; its rows stay accepted. */
const patienceMs = 30 * 60_000

/**
 * Waits for a job of the service and journals what it did. Returns the outcomes of its changes; those without one were
 * not done and wait to be sent again.
 */
export async function followJob(
  deps: RunDeps,
  run: RunId,
  job: JobRef,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<readonly StepOutcome[]> {
  const { db, journal, mirror, clock } = deps
  const { outcomes, contacts } = await endOf(deps, job, changes, signal)
  const settled = new Set(outcomes.map(({ change }) => change))
  const undone = changes.map(({ id }) => id).filter((id) => !settled.has(id))
  inTransaction(db, () => {
    journal.settle(run, outcomes, clock.now())
    journal.revoke(run, undone)
    mirror.saveWritten(contacts, membershipsWritten(changes, outcomes), clock.now())
  })
  return outcomes
}

async function endOf(
  { account, clock }: RunDeps,
  job: JobRef,
  changes: readonly Change[],
  signal: AbortSignal,
) {
  const since = clock.monotonic()
  for (const pauseMs of jobPauses()) {
    const progress = await account.poll?.(job, changes, signal)
    if (progress === undefined) throw new AppError('bug', 'This service promised a job and has none.')
    if (progress.done) return progress
    if (clock.monotonic() - since > patienceMs) return { outcomes: changes.map(stillWorking), contacts: [] }
    await clock.sleep(pauseMs, signal)
  }
  throw new AppError('bug', 'Pauses came to an end.')
}

function stillWorking({ id }: Change): StepOutcome {
  const reason = 'The service took it half an hour ago and is still working on it.'
  return { change: id, status: 'accepted', httpStatus: 202, reason }
}
