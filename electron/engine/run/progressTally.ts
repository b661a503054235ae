import type { PlanId, RunId } from '../../../shared/model.ts'
import type { RunDeps } from './runDeps.ts'

/** Counts for the progress line. */
export interface Tally {
  requestSent(): void
  rowsDone(rows: number, rejected: number): void
}

export function progressTally({ plans, journal, onProgress }: RunDeps, run: RunId, plan: PlanId): Tally {
  const progress = {
    run,
    done: journal.countRowsDone(run),
    total: plans.countRowsToSend(plan),
    rejected: journal.countRowsRejected(run),
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
