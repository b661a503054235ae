/** Looks at a job are a second apart at first, then ever rarer. */
const firstPauseMs = 1000
const longestPauseMs = 15_000

/** How long to wait after each look at a job that is not done, without end. */
export function* jobPauses(): Generator<number, never> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) yield pauseMs
}

/** How many looks it takes to see the end of a job that takes so long. Pure. */
export function looksAt(jobMs: number): number {
  let looks = 1
  let passedMs = 0
  for (const pauseMs of jobPauses()) {
    if (passedMs >= jobMs) break
    passedMs += pauseMs
    looks += 1
  }
  return looks
}
