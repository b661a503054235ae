export const defaultTimeLimitMs = 60_000

/**
 * `fetch` that gives up on an answer that isn't whole after `limitMs`, so that a service that takes a request and
 * never answers, or stops in the middle of an answer, can't hang a run. The error is then a `TimeoutError`.
 * Goes inside the pacing: waiting for a turn doesn't count.
 */
export function timeLimitedFetch(
  fetch: typeof globalThis.fetch,
  limitMs = defaultTimeLimitMs,
): typeof globalThis.fetch {
  return (input, init) => {
    const limit = AbortSignal.timeout(limitMs)
    const callers = init?.signal ?? (input instanceof Request ? input.signal : null)
    return fetch(input, { ...init, signal: callers ? AbortSignal.any([callers, limit]) : limit })
  }
}
