import type { ChangeDraft } from '../../../shared/model.ts'
import type { RowSize } from './batches.ts'

/** A window of the service's rate limit: at most `requests` in any `windowMs`. All windows hold at once. */
export interface RateWindow {
  readonly requests: number
  readonly windowMs: number
}

/** A limit of its own. Services count per account, per endpoint, or both. */
export interface RateBucket {
  readonly name: string
  readonly windows: readonly RateWindow[]
}

export interface AccountLimits {
  /** Rows (people) that one `apply` call may carry. Kit with a key: 1. */
  readonly rowsPerBatch: number
  /** Where requests are also full by their size: what all rows of one `apply` call may have, and what one has. Pure. */
  readonly bytesPerBatch?: number
  readonly sizeOf?: (row: readonly ChangeDraft[]) => RowSize
  /** `apply` calls that may be under way at once. */
  readonly parallelBatches: number
  /**
   * Whether somebody is written before it shows that an audience is gone. Batches that name one then wait for the first of
   * them, so that no other person is written in vain.
   */
  readonly writesBeforeJoining?: boolean
  /** Between two subscriptions of one person, also by different runs. Absent: none. */
  readonly consentPauseMs?: number
  /**
   * How long after a write was sent the account can be trusted to show what it did: `alreadyDone` is asked no earlier,
   * or it would take something for undone that is only not shown yet. Left out: at once.
   */
  readonly showsAfterMs?: number
  /**
   * Every bucket that such a request counts in, narrowest first and always in the same order, so that requests never
   * wait for each other in a circle. The same name always has the same windows. Pure.
   */
  readonly bucketsOf: (method: string, url: URL) => readonly RateBucket[]
}
