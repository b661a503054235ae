import type { Clock } from '../clock.ts'
import type { Account, Connector } from './connector.ts'
import type { AccountLimits } from './limits.ts'
import type { Credentials } from './credentials.ts'
import { type AccountPacer, createAccountPacer, pacedFetch } from './accountPacer.ts'
import type { WaitReason } from './pacer.ts'
import type { RecentRequests } from './recentRequests.ts'
import { withRetry } from './retry.ts'
import { timeLimitedFetch } from './timeLimitedFetch.ts'
import { whatWentWrong } from './whatWentWrong.ts'

export interface OpenAccountOptions {
  /** From `serviceAddress`. */
  readonly address: string
  readonly clock: Clock
  /** Id of the way in; the connector's first where it is left out. */
  readonly form?: string
  /** From 0 to below 1. */
  readonly random: () => number
  readonly fetch?: typeof globalThis.fetch
  /** How many times as fast a practice account's clock runs: its rate windows are that much shorter. */
  readonly speed?: number
  readonly timeLimitMs?: number
  /** The account's pacer from when it was open before, so that its limits go on. */
  readonly pacer?: AccountPacer
  /** What a pacer that is made anew goes on from. */
  readonly recent?: RecentRequests
  /** `words`: what went wrong, before something is tried again. */
  readonly onWait?: (waitMs: number, why: WaitReason | 'retry', words?: string) => void
}

export interface OpenedAccount {
  readonly account: Account
  /** The only pacer of this account: keep it for as long as the connection is open. */
  readonly pacer: AccountPacer
}

/** A practice account catches up as much faster. Its rate windows are the pacer's affair. */
function hurried(limits: AccountLimits, speed: number): AccountLimits {
  const { showsAfterMs } = limits
  return showsAfterMs === undefined ? limits : { ...limits, showsAfterMs: showsAfterMs / speed }
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
  const { address, clock, random, form, speed = 1, onWait, recent } = options
  const fetch: typeof globalThis.fetch = (input, init) => paced(input, init)
  const opened = connector.open(credentials, {
    address,
    clock,
    speed,
    fetch,
    ...(form !== undefined && { form }),
  })
  const account = { ...opened, limits: hurried(opened.limits, speed) }
  const { bucketsOf } = account.limits
  const pacer =
    options.pacer ??
    createAccountPacer({ bucketsOf, speed, clock, ...(onWait && { onWait }), ...(recent && { recent }) })
  const paced = pacedFetch(timeLimitedFetch(options.fetch ?? globalThis.fetch, options.timeLimitMs), pacer)
  const retrying = withRetry(account, {
    clock,
    random,
    onWait: (waitMs, { message }) => onWait?.(waitMs, 'retry', whatWentWrong(message)),
  })
  return { account: retrying, pacer }
}
