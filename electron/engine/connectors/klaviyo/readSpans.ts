import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { placeIn } from '../pullCursor.ts'
import { sideBySide } from '../sideBySide.ts'
import { after, before } from './filter.ts'
import { listPage, type ListPage, type ListRequest } from './list.ts'
import type { SendToKlaviyo } from './request.ts'
import { restOfSpans, type Span, span, wholeSpan } from './spans.ts'

/** A list that can be in the order of a time in which nobody ever goes back. */
export interface SpannedList<T> {
  readonly list: ListRequest<T>
  readonly by: 'created' | 'joined_group_at' | 'datetime'
  /** That time of a row, in ms; `null` where it has none. */
  readonly timeOf: (row: T) => number | null
  /** Only from this second on; `null`: all of it. */
  readonly from: number | null
}

export interface SpannedPage<T> {
  readonly rows: readonly T[]
  /** Where to go on; `null` on the last page. */
  readonly cursor: string | null
  /** Klaviyo's clock when the reading began, or ours where that is earlier; in whole seconds since 1970. */
  readonly beganAt: number
}

/** Answers take a quarter of a second to nearly one: so many at once make the 750 requests of a minute in less. */
const atOnce = 12

const place = z.object({ beganAt: z.int(), spans: z.array(span) })

/** Reads a list from several places at once; goes on from a page's `cursor`. */
export async function* readSpans<T>(
  { send, clock }: { readonly send: SendToKlaviyo; readonly clock: Clock },
  { list, by, timeOf, from: first }: SpannedList<T>,
  cursor: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<SpannedPage<T>> {
  const from = cursor === undefined ? null : placeIn(cursor, place)
  let beganAt = from?.beganAt ?? null
  const began = ({ dateMs }: ListPage<unknown>) =>
    Math.floor(Math.min(clock.now(), dateMs ?? Infinity) / 1000)
  const pages = sideBySide<Span, ListPage<T>>(
    from?.spans ?? [{ ...wholeSpan, from: first }],
    {
      atOnce,
      read: (one, stop) =>
        listPage(send, { ...list, query: { ...list.query, ...only(by, one) } }, one.after, stop),
      rest(spans, one, page) {
        beganAt ??= began(page)
        const timesMs = page.rows.map(timeOf)
        return restOfSpans(spans, one, { timesMs, after: page.after }, { atOnce, beganAt })
      },
    },
    signal,
  )
  for await (const { page, left: spans } of pages) {
    const at = { beganAt: beganAt ?? began(page), spans }
    yield { rows: page.rows, beganAt: at.beganAt, cursor: spans.length === 0 ? null : JSON.stringify(at) }
  }
}

/** Klaviyo has no "at or after" for when somebody was created, and shows no parts of a second: it begins a second early. */
function only(by: SpannedList<unknown>['by'], { from, before: end }: Span): Readonly<Record<string, string>> {
  const filter = [
    ...(from === null ? [] : [after(by, iso(from - 1))]),
    ...(end === null ? [] : [before(by, iso(end))]),
  ]
  return { sort: by, ...(filter.length > 0 && { filter: filter.join(',') }) }
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
}
