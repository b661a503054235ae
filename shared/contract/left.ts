import { z } from 'zod'
import type { LeftReason } from '../model.ts'
import { call } from './call.ts'

/** How many people are known to have left, by where that is known from. */
export interface LeftCountView {
  /** `Kit · Bakery`, or a file's name. */
  readonly name: string
  readonly practice: boolean
  readonly people: number
  readonly newestAt: number
}

/** What is known of one person. */
export interface LeftView {
  readonly name: string
  readonly reason: LeftReason
  readonly at: number
}

const email = z.string().trim().min(3).max(320)

/** The list on this computer of people who left: it holds no address, only what tells one again. */
export const leftCalls = {
  counts: call(z.object({})).returning<readonly LeftCountView[]>(),
  /** Whether somebody is on it, and from where. Nothing is asked anywhere else. */
  find: call(z.object({ email })).returning<readonly LeftView[]>(),
  /** Puts somebody on it by hand. */
  add: call(z.object({ email })).returning<readonly LeftView[]>(),
  /**
   * Takes somebody off it, wherever it was known from. An account that says so puts them on it again with the next read.
   */
  remove: call(z.object({ email })).returning<{ readonly entries: number }>(),
}
