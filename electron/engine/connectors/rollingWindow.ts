import type { RateWindow } from './limits.ts'

/** The free places of one rate window. Every operation is constant work, however long the account has been busy. */
export interface RollingWindow {
  /** When a place can be taken: a time on the monotonic clock, or `null` while every place is under way. */
  nextFreeAt(): number | null
  /** Takes the place that has been free for longest. Only after `nextFreeAt` has passed. */
  take(): void
  /** Gives a place back at `now`: it can be taken again a whole window later. */
  giveBack(now: number): void
}

/**
 * A ring of the times at which places become free. A service counts a request when it arrives, which is some time
 * between our sending it and our seeing the answer; so a place is held until the answer and for a whole window
 * after it, and no arrival can ever share a window with `requests` others.
 */
export function rollingWindow({ requests, windowMs }: RateWindow): RollingWindow {
  const freeAt = new Float64Array(requests).fill(Number.NEGATIVE_INFINITY)
  let first = 0
  let free = requests
  return {
    nextFreeAt: () => (free === 0 ? null : (freeAt[first] ?? null)),
    take() {
      first = (first + 1) % requests
      free -= 1
    },
    giveBack(now) {
      freeAt[(first + free) % requests] = now + windowMs
      free += 1
    },
  }
}
