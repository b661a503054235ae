/** How fast rows go while nothing is waited for: what waits for the account's limit, its plan knew before. */
export interface ActivePace {
  done(rows: number, atMs: number): void
  /** Something is waited for, until then at most. */
  waits(untilMs: number, atMs: number): void
  /** Nothing is waited for any more. */
  goesOn(atMs: number): void
  /** How long so many rows take at that pace; 0 where that can't be told yet. */
  msFor(rows: number, atMs: number): number
}

/** Before that, a slow first request would say hours. */
const steadyAfterMs = 10_000

/** Times are of the monotonic clock. */
export function activePace(): ActivePace {
  let rowsDone = 0
  let activeMs = 0
  let since: number | null = null
  let waitingUntil = 0
  const pass = (atMs: number) => {
    if (since !== null) activeMs += Math.max(0, atMs - Math.max(since, waitingUntil))
    since = atMs
  }
  return {
    done(rows, atMs) {
      pass(atMs)
      rowsDone += rows
    },
    waits(untilMs, atMs) {
      pass(atMs)
      waitingUntil = Math.max(waitingUntil, untilMs)
    },
    goesOn(atMs) {
      pass(atMs)
      waitingUntil = atMs
    },
    msFor(rows, atMs) {
      pass(atMs)
      return rowsDone === 0 || activeMs < steadyAfterMs ? 0 : Math.round((rows * activeMs) / rowsDone)
    },
  }
}
