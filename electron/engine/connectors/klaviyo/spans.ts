import { z } from 'zod'
import type { Part } from '../sideBySide.ts'

/** A stretch of time in a list that is in the order of a time. All times in whole seconds since 1970. */
export interface Span extends Part {
  /** The first second of it; `null`: from the beginning of the list. */
  readonly from: number | null
  /** The second that the list is narrowed down to be before; `null`: to its end. A cursor holds for this one list only. */
  readonly before: number | null
  /** Where it ends by now: what comes from there on has become another span. */
  readonly until: number | null
  /** How far it was read; `null` before its first page. */
  readonly at: number | null
  /** How long the latest page was, for a guess at what is left. */
  readonly pageSeconds: number
  /** Klaviyo's cursor; `null` before the first page. */
  readonly after: string | null
}

export interface SpanPage {
  /** The times of its rows, in their order, in milliseconds; `null` for a row that has none. */
  readonly timesMs: readonly (number | null)[]
  /** Klaviyo's cursor of the next page; `null` on the last one. */
  readonly after: string | null
}

const seconds = z.int().nullable()

export const span: z.ZodType<Span> = z.object({
  part: z.int().nonnegative(),
  from: seconds,
  before: seconds,
  until: seconds,
  at: seconds,
  pageSeconds: z.int().nonnegative(),
  after: z.string().nullable(),
})

/** The whole list. */
export const wholeSpan: Span = {
  part: 0,
  from: null,
  before: null,
  until: null,
  at: null,
  pageSeconds: 0,
  after: null,
}

/**
 * What is left once this page of `read` is there: it goes on from there, or is at its end, and whatever is free gets the
 * later half of the span that has most pages left. Where there ever were several, the list is looked at once more from
 * `beganAt` on in the end: somebody may have moved there after its last span was through. Pure.
 */
export function restOfSpans(
  spans: readonly Span[],
  read: Span,
  page: SpanPage,
  { atOnce, beganAt }: { readonly atOnce: number; readonly beganAt: number },
): readonly Span[] {
  const next = goneOn(read, page)
  const rest = spans.flatMap((one) => (one === read ? (next ?? []) : one))
  const last = Math.max(...spans.map(({ part }) => part))
  if (read.from === beganAt) return rest
  if (rest.length > 0) return halved(rest, last + 1, atOnce, beganAt)
  return last === 0 ? [] : [{ ...wholeSpan, part: last + 1, from: beganAt }]
}

function goneOn(read: Span, { timesMs, after }: SpanPage): Span | null {
  const times = timesMs.filter((ms) => ms !== null).map((ms) => Math.floor(ms / 1000))
  const [first, at = read.at] = [times[0], times.at(-1)]
  const isThrough = read.until !== null && at !== null && at >= read.until
  if (after === null || isThrough) return null
  // Should Klaviyo not heed the limits, halves would be the whole again: such a span stays one.
  if (first === undefined || first < (read.from ?? first) - 1) return { ...read, after }
  return { ...read, after, at, pageSeconds: Math.max(0, (at ?? first) - first) }
}

function halved(spans: readonly Span[], nextPart: number, atOnce: number, now: number): readonly Span[] {
  if (spans.length >= atOnce) return spans
  const longest = spans.reduce((one, other) => (pagesLeft(other, now) > pagesLeft(one, now) ? other : one))
  if (pagesLeft(longest, now) < worthHalving) return spans
  const end = longest.until ?? now
  const middle = Math.ceil(((longest.at ?? end) + end) / 2)
  const later: Span = {
    ...wholeSpan,
    part: nextPart,
    from: middle,
    before: longest.until,
    until: longest.until,
  }
  const both = spans.flatMap((one) => (one === longest ? [{ ...one, until: middle }, later] : one))
  return halved(both, nextPart + 1, atOnce, now)
}

/** A new span takes a request of its own, and a part of a page is read twice: fewer pages are read sooner as they are. */
const worthHalving = 4

/** As many as there are if the rest is as dense as the latest page. Nothing is known before the first one. */
function pagesLeft({ at, until, pageSeconds }: Span, now: number): number {
  const secondsLeft = at === null ? 0 : (until ?? now) - at
  return secondsLeft < 2 ? 0 : secondsLeft / Math.max(pageSeconds, 1)
}
