import type { ConnectionId, RunId } from '../../../shared/model.ts'
import type { Wait } from '../accounts.ts'
import type { NotedRequest } from '../connectors/noteRequests.ts'
import type { Ledger } from '../store/ledger.ts'
import type { ProgressFeed } from './progressFeed.ts'
import type { StopOrder } from './stopOrder.ts'

/** A run of this engine that was begun and has not ended: it waits for its turn, or it sends. */
export interface RunUnderWay {
  readonly connection: ConnectionId
  readonly progress: ProgressFeed
  /** Asks it to end after the requests that are under way. */
  stop(order: StopOrder): void
  /** Whether requests without an answer got through is not waited for any more. */
  leaveDoubts(): void
  /** Resolves when it has ended, however it did. Never rejects. */
  readonly ended: Promise<unknown>
}

/** Tells the runs of an account what they wait for. */
export function noteWait(runs: Iterable<RunUnderWay>, connection: ConnectionId | null, wait: Wait): void {
  for (const run of runs) if (run.connection === connection) run.progress.waits(wait)
}

/** Counts a request for the run that sends to this account: the first that was begun, the others wait for their turn. */
export function noteRequest(
  ledger: Ledger,
  runs: ReadonlyMap<RunId, RunUnderWay>,
  connection: ConnectionId,
  { request, at }: { readonly request: NotedRequest; readonly at: number },
): void {
  for (const [run, { connection: of }] of runs) {
    if (of !== connection) continue
    ledger.add(run, request, at)
    return
  }
}
