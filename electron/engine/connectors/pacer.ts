import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../clock.ts'
import type { RateWindow } from './limits.ts'
import { backoffCeilingMs, retryAfterMs } from './retryTiming.ts'
import { type RollingWindow, rollingWindow } from './rollingWindow.ts'

export type WaitReason = 'limit' | 'retry-after'

export interface PacerOptions {
  readonly windows: readonly RateWindow[]
  readonly clock: Clock
  /** How long ago earlier requests were over, in milliseconds, the longest first: they take places too. */
  readonly agoMs?: readonly number[]
  /** Called when the request at the head of the queue starts to wait: for how long, and what for. */
  readonly onWait?: (waitMs: number, why: WaitReason) => void
}

/** Lets requests through at the pace of one bucket. */
export interface Pacer {
  /** Waits for a turn, in the order asked. Rejects with `cancelled` when aborted first: that request never left. */
  turn(signal?: AbortSignal): Promise<Turn>
}

/** One request's turn. Exactly one of the two is called, once, when the request is over. */
export interface Turn {
  answered(answer: Response): void
  failed(): void
}

/**
 * A pacer that causes no refusal of its own (all windows hold at once) and believes the ones it sees:
 * a 429, or a 503 that says when to come back, stops the whole bucket until the wait is over.
 */
export function createPacer({ windows, clock, agoMs = [], onWait }: PacerOptions): Pacer {
  const rolling = windows.map((window) => usedWindow(window, agoMs, clock.monotonic()))
  const block = createBlock(clock)
  let queue: Promise<void> = Promise.resolve()
  let wakeHead = () => {}

  const giveBack = () => {
    const now = clock.monotonic()
    for (const window of rolling) window.giveBack(now)
    wakeHead()
  }

  const waitForRoom = async (signal?: AbortSignal) => {
    for (;;) {
      const blockedMs = block.remainingMs()
      // Whether it takes requests again is learned from one: the others would be refused along with it.
      if (blockedMs === 0 && block.isBeingTried()) {
        await abortable(new Promise<void>((resolve) => (wakeHead = resolve)), signal)
        continue
      }
      if (blockedMs > 0) onWait?.(blockedMs, 'retry-after')
      const waitMs = blockedMs > 0 ? blockedMs : untilRoomMs(rolling, clock.monotonic())
      if (waitMs === 0) return
      if (waitMs === null) await abortable(new Promise<void>((resolve) => (wakeHead = resolve)), signal)
      else {
        if (blockedMs === 0) onWait?.(waitMs, 'limit')
        await clock.sleep(Math.ceil(waitMs), signal)
      }
    }
  }

  const begin = (): Turn => {
    for (const window of rolling) window.take()
    const startedAt = clock.monotonic()
    const tried = block.begin()
    return {
      answered(answer) {
        block.heed(answer, startedAt)
        tried()
        giveBack()
      },
      failed() {
        tried()
        giveBack()
      },
    }
  }

  return {
    async turn(signal) {
      const before = queue
      let leave = () => {}
      // Someone who gives up keeps their place until those before them are through, so nobody overtakes.
      queue = before.then(() => new Promise<void>((resolve) => (leave = resolve)))
      try {
        await abortable(before, signal)
        await waitForRoom(signal)
        return begin()
      } catch (error) {
        throw signal?.aborted === true ? cancelledBeforeSending(signal.reason) : error
      } finally {
        void before.then(() => {
          leave()
        })
      }
    },
  }
}

function usedWindow(window: RateWindow, agoMs: readonly number[], now: number): RollingWindow {
  const rolling = rollingWindow(window)
  for (const ms of agoMs.slice(-window.requests)) {
    rolling.take()
    rolling.giveBack(now - ms)
  }
  return rolling
}

interface Block {
  remainingMs(): number
  /** A request is on its way that shows whether the account is open again. */
  isBeingTried(): boolean
  /** A request leaves. Returns what to call when it is over. */
  begin(): () => void
  heed(answer: Response, startedAt: number): void
}

/** How long the account is shut. Refusals of requests that left before it was shut are the same refusal. */
function createBlock(clock: Clock): Block {
  let until = Number.NEGATIVE_INFINITY
  let shutAt = Number.NEGATIVE_INFINITY
  let refusals = 0
  let trial: object | null = null
  return {
    remainingMs: () => Math.max(0, until - clock.monotonic()),
    isBeingTried: () => trial !== null && refusals > 0,
    begin() {
      if (refusals === 0 || trial !== null) return () => undefined
      const own = {}
      trial = own
      return () => {
        if (trial === own) trial = null
      }
    },
    heed(answer, startedAt) {
      const askedMs = retryAfterMs(answer.headers, clock.now())
      if (answer.status !== 429 && (answer.status !== 503 || askedMs === undefined)) {
        if (startedAt >= until) refusals = 0
        return
      }
      const now = clock.monotonic()
      if (startedAt >= shutAt) {
        refusals += 1
        shutAt = now
      }
      until = Math.max(until, now + (askedMs ?? backoffCeilingMs(refusals)))
    },
  }
}

/** 0 when there is room now, `null` when only an answer can make some. */
function untilRoomMs(windows: readonly RollingWindow[], now: number): number | null {
  let waitMs = 0
  for (const window of windows) {
    const freeAt = window.nextFreeAt()
    if (freeAt === null) return null
    waitMs = Math.max(waitMs, freeAt - now)
  }
  return waitMs
}

/** How long so many requests take in one window from a standing start, answers taking no time. */
export function coldStartMs({ requests: places, windowMs }: RateWindow, requests: number): number {
  return Math.max(0, Math.ceil(requests / places) - 1) * windowMs
}

function cancelledBeforeSending(reason: unknown): AppError {
  return new AppError('cancelled', 'Cancelled.', { cause: reason, mayHaveHappened: false })
}

function abortable(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const onAbort = () => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    void promise.then(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
  })
}
