import { z } from 'zod'
import type { Part } from '../sideBySide.ts'

/** Everyone by id, from one end of the list. */
export interface End extends Part {
  /** 0: from the oldest on; 1: from the newest back. */
  readonly part: 0 | 1
  /** The id that it got to; `null` before its first page. */
  readonly at: string | null
  /** Kit's cursor; `null` before the first page. */
  readonly after: string | null
}

export const end: z.ZodType<End> = z.object({
  part: z.literal([0, 1]),
  at: z.string().regex(/^\d+$/).nullable(),
  after: z.string().nullable(),
})

export const oldestFirst: End = { part: 0, at: null, after: null }
const newestFirst: End = { part: 1, at: null, after: null }

/** The two ends that are read at once, at most. */
export const bothEnds = 2

/** What is left once a page of `read` is there, up to `lastId`: nothing where the ends have met. Pure. */
export function restOfEnds(
  ends: readonly End[],
  read: End,
  { lastId, after }: { readonly lastId: string | null; readonly after: string | null },
): readonly End[] {
  if (after === null) return []
  const next: End = { ...read, after, at: lastId ?? read.at }
  if (ends.length === 1) return [next, newestFirst]
  const rest = ends.map((one) => (one === read ? next : one))
  return haveMet(rest) ? [] : rest
}

function haveMet(ends: readonly End[]): boolean {
  const placeOf = (part: End['part']) => ends.find((one) => one.part === part)?.at ?? null
  const [oldest, newest] = [placeOf(0), placeOf(1)]
  return oldest !== null && newest !== null && BigInt(oldest) >= BigInt(newest)
}
