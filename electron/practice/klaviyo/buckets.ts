/** How often something may be asked for. */
export interface RateTier {
  readonly perSecond: number
  readonly perMinute: number
  readonly perDay?: number
}

/** The sizes Klaviyo's guide names. L has been 750 a minute since 2026, though the guide prints 700. */
export const tiers = {
  XS: { perSecond: 1, perMinute: 15 },
  S: { perSecond: 3, perMinute: 60 },
  M: { perSecond: 10, perMinute: 150 },
  L: { perSecond: 75, perMinute: 750 },
  XL: { perSecond: 350, perMinute: 3500 },
} as const satisfies Record<string, RateTier>

export interface Charge {
  /** An endpoint, or a kind of query that has a limit of its own. */
  readonly bucket: string
  readonly tier: RateTier
}

export type Turn =
  | { readonly allowed: true }
  /** Milliseconds of the service until every window that is full starts anew. */
  | { readonly allowed: false; readonly waitMs: number }

/** What an answer tells about its endpoint's windows. */
export interface BucketReading {
  readonly remaining: number
  readonly resetMs: number
  readonly remainingToday?: number
  readonly resetTodayMs?: number
}

export interface Buckets {
  /** Charges all of these, or none where any of their windows is full. */
  take(charges: readonly Charge[]): Turn
  read(charge: Charge): BucketReading
  clear(): void
}

interface Window {
  readonly ms: number
  readonly limit: number
}

/**
 * Fixed windows (the guide's word), counted from full seconds, minutes and days. All keys of the account share them.
 * A refused request isn't counted (assumed).
 * @param now time of the service in milliseconds
 */
export function createBuckets(now: () => number): Buckets {
  const counts = new Map<string, { readonly window: number; readonly count: number }>()
  const key = (bucket: string, { ms }: Window) => `${bucket} ${ms}`
  const used = (bucket: string, window: Window) => {
    const found = counts.get(key(bucket, window))
    return found?.window === Math.floor(now() / window.ms) ? found.count : 0
  }
  const resetMs = ({ ms }: Window) => ms - (now() % ms)
  const left = (bucket: string, window: Window) => window.limit - used(bucket, window)

  return {
    take: (charges) => {
      const windows = charges.flatMap(({ bucket, tier }) =>
        windowsOf(tier).map((window) => ({ bucket, window })),
      )
      const full = windows.filter(({ bucket, window }) => left(bucket, window) <= 0)
      if (full.length > 0)
        return { allowed: false, waitMs: Math.max(...full.map(({ window }) => resetMs(window))) }
      for (const { bucket, window } of windows)
        counts.set(key(bucket, window), {
          window: Math.floor(now() / window.ms),
          count: used(bucket, window) + 1,
        })
      return { allowed: true }
    },
    read: ({ bucket, tier }) => {
      const [burst, , day] = windowsOf(tier)
      const reading = { remaining: left(bucket, burst), resetMs: resetMs(burst) }
      if (day === undefined) return reading
      return { ...reading, remainingToday: left(bucket, day), resetTodayMs: resetMs(day) }
    },
    clear: () => counts.clear(),
  }
}

function windowsOf(tier: RateTier): readonly [Window, Window, ...Window[]] {
  const burst = { ms: 1000, limit: tier.perSecond }
  const steady = { ms: 60_000, limit: tier.perMinute }
  return tier.perDay === undefined ? [burst, steady] : [burst, steady, { ms: 86_400_000, limit: tier.perDay }]
}

/**
 * The headers of an answer that reached its endpoint: a list, not a number; remaining and reset are those of the burst
 * window (recorded, whatever the guide says). Seconds are the caller's.
 */
export function rateHeaders(
  tier: RateTier,
  reading: BucketReading,
  speed: number,
): Readonly<Record<string, string>> {
  const { perSecond, perMinute, perDay } = tier
  const seconds = (ms: number) => String(Math.floor(ms / speed / 1000))
  const windows = [`${perSecond}`, `${perSecond};w=1`, `${perMinute};w=60`]
  const daily =
    perDay === undefined
      ? {}
      : {
          'ratelimit-remaining-daily': String(reading.remainingToday ?? perDay),
          'ratelimit-reset-daily': seconds(reading.resetTodayMs ?? 0),
        }
  return {
    'ratelimit-limit': [...windows, ...(perDay === undefined ? [] : [`${perDay};w=86400`])].join(', '),
    'ratelimit-remaining': String(reading.remaining),
    'ratelimit-reset': seconds(reading.resetMs),
    ...daily,
  }
}
