import type { Clock } from '../clock.ts'
import type { Account, Connector, Credentials, RateWindow } from './connector.ts'
import { createPacer, pacedFetch, type Pacer, type WaitReason } from './pacedFetch.ts'
import { withRetry } from './retry.ts'
import { timeLimitedFetch } from './timeLimitedFetch.ts'

export interface OpenAccountOptions {
  /** From `serviceAddress`. */
  readonly address: string
  readonly clock: Clock
  /** From 0 to below 1. */
  readonly random: () => number
  readonly fetch?: typeof globalThis.fetch
  /** Instead of the account's own windows: a practice account whose minutes are shorter. */
  readonly windows?: readonly RateWindow[]
  readonly timeLimitMs?: number
  readonly onWait?: (waitMs: number, why: WaitReason | 'retry') => void
}

export interface OpenedAccount {
  readonly account: Account
  /** The only pacer of this account: keep it for as long as the connection is open. */
  readonly pacer: Pacer
}

/**
 * Opens an account with everything around it: each request waits its turn, has a time limit from when it leaves,
 * and is repeated where that is safe. Makes no request.
 */
export function openAccount(
  connector: Connector,
  credentials: Credentials,
  options: OpenAccountOptions,
): OpenedAccount {
  const { address, clock, random, onWait } = options
  const account = connector.open(credentials, { address, clock, fetch: (input, init) => paced(input, init) })
  const windows = options.windows ?? account.limits.windows
  const pacer = createPacer({ windows, clock, ...(onWait && { onWait }) })
  const paced = pacedFetch(timeLimitedFetch(options.fetch ?? globalThis.fetch, options.timeLimitMs), pacer)
  const retrying = withRetry(account, { clock, random, onWait: (waitMs) => onWait?.(waitMs, 'retry') })
  return { account: retrying, pacer }
}
