import type { Clock } from './clock.ts'

/** Passes on the newest of many values, never faster than its interval. */
export interface Throttle<T> {
  /** Passed on at once, or when the interval is over unless a newer one has come by then. */
  offer(value: T): void
  /** Passes on what still waits. Nothing may be offered afterwards. */
  end(): void
}

export function throttle<T>(clock: Clock, intervalMs: number, send: (value: T) => void): Throttle<T> {
  const ended = new AbortController()
  let waiting: { readonly value: T } | null = null
  let nextAt = -Infinity
  let timed = false
  const pass = () => {
    if (waiting === null) return
    const { value } = waiting
    waiting = null
    nextAt = clock.monotonic() + intervalMs
    send(value)
  }
  const passLater = async (ms: number) => {
    timed = true
    try {
      await clock.sleep(ms, ended.signal)
      timed = false
      pass()
    } catch {
      // It ended, and passed on by itself what waited.
    }
  }
  return {
    offer(value) {
      waiting = { value }
      const ms = nextAt - clock.monotonic()
      if (ms <= 0) pass()
      else if (!timed) void passLater(ms)
    },
    end() {
      ended.abort()
      pass()
    },
  }
}
