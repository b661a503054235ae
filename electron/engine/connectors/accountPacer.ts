import type { Clock } from '../clock.ts'
import type { AccountLimits, RateBucket } from './limits.ts'
import { coldStartMs, createPacer, type Pacer, type Turn, type WaitReason } from './pacer.ts'
import type { RecentRequests } from './recentRequests.ts'

export interface AccountPacerOptions {
  readonly bucketsOf: AccountLimits['bucketsOf']
  /** How many times as fast a practice account's clock runs: its windows are that much shorter. */
  readonly speed: number
  readonly clock: Clock
  readonly onWait?: (waitMs: number, why: WaitReason) => void
  /** Of this account, where the service may remember some from before. */
  readonly recent?: RecentRequests
}

/** Keeps every limit of one account. One for each account, shared by everything that uses it. */
export interface AccountPacer {
  /** Waits until every bucket of the request has room. Rejects with `cancelled` when aborted first. */
  turn(method: string, url: URL, signal?: AbortSignal): Promise<Turn>
  /** Requests let through since the pacer was made. */
  requests(): number
  /** How long so many requests take from a standing start, in milliseconds, answers taking no time. */
  estimateMs(requests: readonly { readonly bucket: RateBucket; readonly requests: number }[]): number
}

export function createAccountPacer({
  bucketsOf,
  speed,
  clock,
  onWait,
  recent,
}: AccountPacerOptions): AccountPacer {
  const pacers = new Map<string, Pacer>()
  let started = 0
  const scaled = ({ windows }: RateBucket) =>
    windows.map(({ requests, windowMs }) => ({ requests, windowMs: windowMs / speed }))
  const pacerOf = (bucket: RateBucket): Pacer => {
    const known = pacers.get(bucket.name)
    if (known) return known
    const agoMs = recent?.agoMs(bucket.name) ?? []
    const made = createPacer({ windows: scaled(bucket), clock, agoMs, ...(onWait && { onWait }) })
    pacers.set(bucket.name, made)
    return made
  }
  return {
    async turn(method, url, signal) {
      const buckets = bucketsOf(method, url)
      const turns = await takeAll(buckets.map(pacerOf), signal)
      started += 1
      const over = recent?.begins(buckets.map(({ name }) => name))
      return {
        answered(answer) {
          over?.()
          for (const turn of turns) turn.answered(answer)
        },
        failed() {
          over?.()
          for (const turn of turns) turn.failed()
        },
      }
    },
    requests: () => started,
    estimateMs: (all) =>
      Math.max(
        0,
        ...all.flatMap(({ bucket, requests }) =>
          scaled(bucket).map((window) => coldStartMs(window, requests)),
        ),
      ),
  }
}

async function takeAll(pacers: readonly Pacer[], signal?: AbortSignal): Promise<Turn[]> {
  const turns: Turn[] = []
  try {
    for (const pacer of pacers) turns.push(await pacer.turn(signal))
    return turns
  } catch (error) {
    for (const turn of turns) turn.failed()
    throw error
  }
}

/** `fetch` that waits for its turn. A request gives its turn back when its answer's head arrives, or it fails. */
export function pacedFetch(fetch: typeof globalThis.fetch, pacer: AccountPacer): typeof globalThis.fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : null
    const signal = init?.signal ?? request?.signal
    const url = new URL(input instanceof Request ? input.url : input)
    const turn = await pacer.turn(init?.method ?? request?.method ?? 'GET', url, signal)
    try {
      const answer = await fetch(input, init)
      turn.answered(answer)
      return answer
    } catch (error) {
      turn.failed()
      throw error
    }
  }
}
