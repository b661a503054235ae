import type { Commit } from '../commitHooks.ts'

/** A write to the practice Klaviyo, just stored or just taken on as a job. */
export interface KlaviyoCommit extends Commit {
  /** Ids of the people it was about, as far as they exist. */
  readonly profileIds: readonly string[]
}
