export const defaultTimeLimitMs = 60_000
/** How long a write that is under way may still take when its caller stops. */
const graceMs = 5_000

/**
 * `fetch` that gives up on an answer that isn't whole after `limitMs`, so that a service that takes a request and
 * never answers, or stops in the middle of an answer, can't hang a run. The error is then a `TimeoutError`.
 * A write is not broken off at once when its caller stops: its answer tells what it did, and without it the change
 * would be in doubt. Goes inside the pacing: waiting for a turn doesn't count.
 */
export function timeLimitedFetch(
  fetch: typeof globalThis.fetch,
  limitMs = defaultTimeLimitMs,
): typeof globalThis.fetch {
  return async (input, init) => {
    const limit = AbortSignal.timeout(limitMs)
    const callers = init?.signal ?? (input instanceof Request ? input.signal : null)
    if (!callers) return fetch(input, { ...init, signal: limit })
    callers.throwIfAborted()
    const writes = (init?.method ?? 'GET') !== 'GET'
    return fetch(input, { ...init, signal: AbortSignal.any([writes ? delayed(callers) : callers, limit]) })
  }
}

/** One for all writes of a caller: each that listened would be searched through by the next. */
const later = new WeakMap<AbortSignal, AbortSignal>()

/** Aborts a while after `signal` does. */
function delayed(signal: AbortSignal): AbortSignal {
  const known = later.get(signal)
  if (known) return known
  const controller = new AbortController()
  const onAbort = () => {
    setTimeout(() => {
      controller.abort(signal.reason)
    }, graceMs).unref()
  }
  signal.addEventListener('abort', onAbort, { once: true })
  later.set(signal, controller.signal)
  return controller.signal
}
