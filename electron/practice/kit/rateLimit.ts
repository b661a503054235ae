/** At most so many requests in any window that ends now. */
export interface RateLimit {
  /** Counts a request in, or says in how many milliseconds of the service the next one is let in. */
  take(key: string): { readonly allowed: true } | { readonly allowed: false; readonly waitMs: number }
  clear(): void
}

/**
 * A rolling window per key. A refused request doesn't count (assumed).
 * @param now time of the service in milliseconds
 */
export function createRateLimit(requests: number, windowMs: number, now: () => number): RateLimit {
  const takenAt = new Map<string, readonly number[]>()
  return {
    take: (key) => {
      const recent = (takenAt.get(key) ?? []).filter((at) => at > now() - windowMs)
      const oldest = recent[0]
      if (oldest !== undefined && recent.length >= requests) {
        takenAt.set(key, recent)
        return { allowed: false, waitMs: oldest + windowMs - now() }
      }
      takenAt.set(key, [...recent, now()])
      return { allowed: true }
    },
    clear: () => takenAt.clear(),
  }
}
