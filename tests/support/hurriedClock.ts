import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../electron/engine/clock.ts'

/** A clock that several processes can share: they agree on where it started and how fast it runs. */
export interface Hurry {
  /** Milliseconds since 1970, of the computer. */
  readonly startedAt: number
  /** How many times as fast as the computer's. */
  readonly factor: number
}

/** The computer's clock, run faster: waits of a minute pass in a blink, in the same order as ever. */
export function createHurriedClock({ startedAt, factor }: Hurry): Clock {
  const elapsedMs = () => (performance.timeOrigin + performance.now() - startedAt) * factor
  return {
    now: () => Math.floor(startedAt + elapsedMs()),
    monotonic: elapsedMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      await wait(ms / factor, undefined, signal && { signal }).catch(() => {
        throw signal?.reason as Error
      })
    },
  }
}
