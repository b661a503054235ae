import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { MirrorPage, PullRequest } from '../connector.ts'
import { placeIn, placeIsLost } from '../pullCursor.ts'
import { type Part, type PartReader, sideBySide } from '../sideBySide.ts'
import { type KitSubscriber, subscriber } from './answers.ts'
import { countedPage, type ListPage, listPage, pagesOf } from './list.ts'
import { listsOf, type PeopleList } from './lists.ts'
import { mirrorPage, openFields, type PullDeps } from './pull.ts'

export interface LeftDeps extends PullDeps {
  readonly leftPages: FirstPages
}

type Left = Extract<PullRequest, { what: 'left' }>
type Page = ListPage<KitSubscriber>

/** One of the lists of who left, from its own place. */
interface StateList extends Part {
  /** Kit's cursor; `null` before the first page. */
  readonly after: string | null
}

const places = z.array(z.object({ part: z.int().nonnegative(), after: z.string().nullable() }))

/** First pages that came with the count of their lists, for whoever reads the lists right after. */
export interface FirstPages {
  keep(pages: readonly Page[]): void
  /** Each page once; `undefined` where there is none that is as good as one asked for now. */
  take(list: number): Page | undefined
}

/** As if its answer had been that slow. */
const momentMs = 2000

export function firstPages(clock: Clock): FirstPages {
  let kept = new Map<number, Page>()
  let at = Number.NEGATIVE_INFINITY
  return {
    keep(pages) {
      kept = new Map(pages.entries())
      at = clock.monotonic()
    },
    take(list) {
      const page = clock.monotonic() - at <= momentMs ? kept.get(list) : undefined
      kept.delete(list)
      return page
    },
  }
}

/** Reads the lists of who left side by side: a run waits for it before it sends anything. */
export async function* pullLeft(
  deps: LeftDeps,
  request: Left,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  const lists = listsOf(request)
  const fieldsFor = await openFields(deps.fields, signal)
  const from: readonly StateList[] =
    request.cursor === undefined
      ? lists.map((_, part) => ({ part, after: null }))
      : placeIn(request.cursor, places)
  const reader: PartReader<StateList, Page> = {
    atOnce: lists.length,
    async read({ part, after }, stop) {
      const known = after === null ? deps.leftPages.take(part) : undefined
      return known ?? listPage(deps.send, askedFor(listAt(lists, part)), after, stop)
    },
    rest: (parts, one, { after }) =>
      parts.flatMap((part) => (part !== one ? [part] : after === null ? [] : [{ ...part, after }])),
  }
  for await (const { page, left } of sideBySide(from, reader, signal))
    yield {
      ...mirrorPage(page.rows, request, await fieldsFor(page.rows)),
      ...(left.length > 0 && { cursor: JSON.stringify(left) }),
    }
}

/** How many requests `pullLeft` takes. The first pages come with it. */
export async function costOfLeft(deps: LeftDeps, request: Left, signal: AbortSignal): Promise<number> {
  const counted = listsOf(request).map((list) => countedPage(deps.send, askedFor(list), signal))
  const pages = await Promise.all(counted)
  deps.leftPages.keep(pages)
  return pages.reduce((requests, page) => requests + pagesOf(rowsOf(page)), 0)
}

function rowsOf({ rows, after, total }: Page): number {
  return after === null ? rows.length : (total ?? Infinity)
}

function askedFor(list: PeopleList) {
  return { ...list, rows: 'subscribers', row: subscriber, about: 'people' }
}

/** @throws AppError `invalid-input` where the cursor is of other lists */
function listAt(lists: readonly PeopleList[], part: number): PeopleList {
  const list = lists[part]
  if (list === undefined) throw placeIsLost()
  return list
}
