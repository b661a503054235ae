import type { PlanId, RunId } from '../../../shared/model.ts'
import type { Journal } from '../store/journal.ts'
import type { PlanStore } from '../store/plans.ts'
import type { Counted } from './progressFeed.ts'
import type { RunDeps } from './runDeps.ts'

/** Counts for the progress line. */
export interface Tally {
  requestSent(): void
  rowsDone(rows: number, rejected: number): void
}

export function progressTally(deps: RunDeps, run: RunId, plan: PlanId): Tally {
  const progress = { ...countedSoFar(deps, run, plan) }
  deps.onProgress({ ...progress })
  return {
    requestSent() {
      progress.requests += 1
    },
    rowsDone(rows, rejected) {
      progress.done += rows
      progress.rejected += rejected
      deps.onProgress({ ...progress })
    },
  }
}

/** As the journal has it. */
export function countedSoFar(
  { plans, journal }: { readonly plans: PlanStore; readonly journal: Journal },
  run: RunId,
  plan: PlanId,
): Counted {
  return {
    run,
    done: journal.countRowsDone(run),
    total: plans.countRowsToSend(plan),
    rejected: journal.countRowsRejected(run),
    requests: journal.countRequests(run),
  }
}
