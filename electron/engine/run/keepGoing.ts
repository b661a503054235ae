import type { PlanId, RunId } from '../../../shared/model.ts'
import { isTemporary } from '../connectors/patience.ts'
import { countedSoFar } from './progressTally.ts'
import type { RunDeps } from './runDeps.ts'

/** After a day without a single row the run stops, with the reason. */
const longestMs = 24 * 60 * 60_000
const firstPauseMs = 5_000
const longestPauseMs = 5 * 60_000

/**
 * Tries `attempt` again for as long as only the connection or the service stands in the way: a run waits, says so, and
 * goes on by itself. Any other failure is thrown at once.
 */
export async function keepGoing(
  deps: RunDeps,
  run: RunId,
  plan: PlanId,
  signal: AbortSignal,
  attempt: () => Promise<void>,
): Promise<void> {
  const { clock, onWait } = deps
  let pauseMs = firstPauseMs
  let since = clock.monotonic()
  let done = -1
  for (;;) {
    try {
      await attempt()
      return
    } catch (error) {
      if (deps.goesOn !== true || signal.aborted || !isTemporary(error)) throw error
      const counted = countedSoFar(deps, run, plan)
      const now = counted.done
      // Whoever watches is told, also where nothing was sent yet.
      deps.onProgress(counted)
      if (now !== done) [pauseMs, since, done] = [firstPauseMs, clock.monotonic(), now]
      if (clock.monotonic() - since > longestMs) throw error
      const ms = Math.max(pauseMs, error.retryAfterMs ?? 0)
      const over = onWait({
        ms,
        why: error.code === 'rate-limited' ? 'retry-after' : 'offline',
        words: error.message,
      })
      await clock.sleep(ms, signal).finally(over)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }
}
