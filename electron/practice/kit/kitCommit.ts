import type { Commit } from '../commitHooks.ts'

/** A write to the practice Kit, just stored. */
export interface KitCommit extends Commit {
  /** The person it was about, where it was about one; of a bulk request the first in its rows. */
  readonly subscriberId: number | undefined
}
