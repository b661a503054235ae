/** How long to wait before trying again. Pure: time and chance are handed in. */
export interface Backoff {
  readonly baseMs: number
  readonly capMs: number
}

export const defaultBackoff: Backoff = { baseMs: 1_000, capMs: 60_000 }

/** The longest that a service's `Retry-After` is honoured: a longer or absurd one must not park a run for a day. */
export const longestRetryAfterMs = 5 * 60_000

/** The ceiling of the wait after the `failures`-th failure in a row (1, 2, …): base, twice that, and so on to the cap. */
export function backoffCeilingMs(failures: number, { baseMs, capMs }: Backoff = defaultBackoff): number {
  return Math.min(capMs, baseMs * 2 ** Math.max(0, failures - 1))
}

/**
 * The wait before the next attempt: anywhere from nothing to the ceiling ("full jitter"), so that requests that
 * failed together don't come back together; but never less than the service asked for.
 * `random` answers from 0 to below 1.
 */
export function retryDelayMs(
  failures: number,
  random: () => number,
  {
    retryAfterMs = 0,
    backoff = defaultBackoff,
  }: { retryAfterMs?: number | undefined; backoff?: Backoff } = {},
): number {
  return Math.max(retryAfterMs, Math.round(random() * backoffCeilingMs(failures, backoff)))
}

/**
 * Reads a `Retry-After` header (RFC 9110 §10.2.3: whole seconds, or an HTTP date) as milliseconds from `nowMs`,
 * at most five minutes; `undefined` when there is none or it can't be read. A date is compared with the answer's
 * own `Date`, where it has one: the two clocks need not agree.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim()
  if (text === undefined || text === '') return undefined
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : untilDateMs(text, headers, nowMs)
  return Number.isFinite(waitMs) ? Math.min(longestRetryAfterMs, Math.max(0, waitMs)) : undefined
}

function untilDateMs(text: string, headers: Headers, nowMs: number): number {
  // All HTTP dates start with the day's name; `Date.parse` would also take “-5” for a date.
  if (!/^[A-Za-z]{3}/.test(text)) return Number.NaN
  const answeredAt = Date.parse(headers.get('date') ?? '')
  return Date.parse(text) - (Number.isNaN(answeredAt) ? nowMs : answeredAt)
}
