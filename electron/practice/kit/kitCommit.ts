import type { Commit } from '../commitHooks.ts'

/** A write to the practice Kit, just stored. */
export interface KitCommit extends Commit {
  /** The person it was about, where it was about one. */
  readonly subscriberId: number | undefined
}
