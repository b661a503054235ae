import { setImmediate as nextTick } from 'node:timers/promises'
import type { Clock } from '../../electron/engine/clock.ts'

/** A clock that stands still until the test moves it. */
export interface ManualClock extends Clock {
  /** Moves both times on, waking whoever sleeps until then, in order, each at its own time. */
  advance(ms: number): Promise<void>
  /** Moves both times on to whoever wakes next, and wakes them. False where nobody sleeps. */
  advanceToNext(): Promise<boolean>
  /** The user sets the clock: only `now` jumps. */
  setNow(ms: number): void
  /** How many are asleep. */
  sleeping(): number
}

interface Sleeper {
  readonly wakeAt: number
  readonly wake: () => void
}

export function createManualClock(startMs = Date.parse('2026-11-20T09:00:00Z')): ManualClock {
  let elapsedMs = 0
  let originMs = startMs
  const sleepers = new Set<Sleeper>()

  const earliest = (until: number) =>
    [...sleepers].filter(({ wakeAt }) => wakeAt <= until).sort((a, b) => a.wakeAt - b.wakeAt)[0]

  return {
    // Whole, as the system's is, though somebody may sleep for half a millisecond.
    now: () => Math.floor(originMs + elapsedMs),
    monotonic: () => elapsedMs,
    sleeping: () => sleepers.size,
    setNow(ms) {
      originMs = ms - elapsedMs
    },
    async advance(ms) {
      const until = elapsedMs + ms
      await nextTick()
      for (let next = earliest(until); next; next = earliest(until)) {
        elapsedMs = Math.max(elapsedMs, next.wakeAt)
        next.wake()
        await nextTick()
      }
      elapsedMs = until
      await nextTick()
    },
    async advanceToNext() {
      const next = earliest(Infinity)
      if (!next) return false
      elapsedMs = Math.max(elapsedMs, next.wakeAt)
      next.wake()
      await nextTick()
      return true
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const onAbort = () => {
          sleepers.delete(sleeper)
          reject(signal?.reason as Error)
        }
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', onAbort)
          resolve()
        }
        const sleeper: Sleeper = { wakeAt: elapsedMs + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', onAbort, { once: true })
      }),
  }
}
