import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../clock.ts'
import { type Backoff, defaultBackoff, retryDelayMs } from './retryTiming.ts'

export interface RetryOptions {
  readonly clock: Clock
  /** From 0 to below 1. */
  readonly random: () => number
  /** Attempts without any progress in between, the first included. Default 8. */
  readonly attempts?: number
  /** Longest time without any progress. Default 15 minutes. */
  readonly totalMs?: number
  readonly backoff?: Backoff
  readonly onWait?: (waitMs: number, error: AppError) => void
}

/** What a series of attempts has been through. */
export interface Patience {
  /**
   * Waits before the next attempt, `atLeastMs` or longer; throws `error` when it isn't temporary or enough has been
   * tried.
   */
  waitAfter(error: unknown, signal: AbortSignal, atLeastMs?: number): Promise<void>
  /** Something got done (a page, an outcome): attempts and time count from here again. */
  progress(): void
}

/** Whether the same request may well work later: 429, 5xx, a broken connection, a time limit. Never 401, 403, 404, 422. */
export function isTemporary(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'rate-limited' || error.code === 'unavailable')
}

export function createPatience(options: RetryOptions): Patience {
  const { clock, random, attempts = 8, totalMs = 15 * 60_000, backoff = defaultBackoff, onWait } = options
  let failures = 0
  let failingSince = 0
  return {
    progress() {
      failures = 0
    },
    async waitAfter(error, signal, atLeastMs = 0) {
      if (!isTemporary(error) || signal.aborted) throw error
      const now = clock.monotonic()
      if (failures === 0) failingSince = now
      failures += 1
      const retryAfterMs = Math.max(atLeastMs, error.retryAfterMs ?? 0)
      const waitMs = retryDelayMs(failures, random, { retryAfterMs, backoff })
      if (failures >= attempts || now + waitMs - failingSince > totalMs) throw error
      onWait?.(waitMs, error)
      await sleepUnlessCancelled(clock, waitMs, signal)
    },
  }
}

/** The result of the first attempt that works; the error of the last one when patience runs out. */
export async function repeated<T>(
  attempt: () => Promise<T>,
  patience: Patience,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      await patience.waitAfter(error, signal)
    }
  }
}

async function sleepUnlessCancelled(clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(waitMs, signal)
  } catch (cause) {
    throw new AppError('cancelled', 'Cancelled.', { cause })
  }
}
