import type { Clock } from '../engine/clock.ts'

/** The time a practice service lives in. It starts at the host's time and runs `speed` times as fast. */
export interface ServiceTime {
  readonly speed: number
  /** Milliseconds since 1970, as the service sees it. Never jumps backwards. */
  readonly now: () => number
}

/** With `speed` 60, a minute of the service passes in one second of `clock`. */
export function createServiceTime(clock: Clock, speed: number): ServiceTime {
  const startedAt = clock.now()
  const startedMonotonic = clock.monotonic()
  return { speed, now: () => startedAt + (clock.monotonic() - startedMonotonic) * speed }
}
