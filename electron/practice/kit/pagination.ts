import { invalid } from './answers.ts'
import type { Input } from './input.ts'
import { flag, optionalInteger, optionalText } from './input.ts'

/** Where a row stands in a list. The last part is an id, so that no two rows stand in the same place. */
export type Place = readonly (number | string)[]

/** The order of a list: what it is sorted by, and which way. */
export interface Ordering<T> {
  readonly place: (row: T) => Place
  /** What a place is made of; a cursor made of something else is malformed. */
  readonly parts: readonly ('number' | 'string')[]
  readonly direction: 'asc' | 'desc'
}

export interface Pagination {
  readonly has_previous_page: boolean
  readonly has_next_page: boolean
  readonly start_cursor: string | null
  readonly end_cursor: string | null
  readonly per_page: number
  readonly total_count?: number
}

const defaultPerPage = 500
const maxPerPage = 1000

/** Newest first, by an id. */
export function newestFirst<T>(id: (row: T) => number): Ordering<T> {
  return { place: (row) => [id(row)], parts: ['number'], direction: 'desc' }
}

/**
 * One page of a list, by cursors that say where a row stands: rows that come in while somebody is paging are never
 * repeated and never hide another. Empty lists have null cursors (seen live; the document says text).
 * @throws Refusal 422 for a malformed cursor or a `per_page` that is no number
 */
export function paginate<T>(
  rows: Iterable<T>,
  ordering: Ordering<T>,
  input: Input,
): { readonly rows: readonly T[]; readonly pagination: Pagination } {
  const perPage = readPerPage(input)
  const sorted = inOrder(rows, ordering)
  const { start, end } = pageBounds(sorted, ordering, input, perPage)
  const page = sorted.slice(start, end)
  return {
    rows: page.map((each) => each.row),
    pagination: {
      has_previous_page: start > 0,
      has_next_page: end < sorted.length,
      start_cursor: cursorOf(page[0]),
      end_cursor: cursorOf(page.at(-1)),
      per_page: perPage,
      ...(flag(input, 'include_total_count') ? { total_count: sorted.length } : {}),
    },
  }
}

interface Placed<T> {
  readonly row: T
  readonly place: Place
}

function inOrder<T>(rows: Iterable<T>, ordering: Ordering<T>): readonly Placed<T>[] {
  const sign = ordering.direction === 'asc' ? 1 : -1
  return [...rows]
    .map((row) => ({ row, place: ordering.place(row) }))
    .sort((a, b) => sign * comparePlaces(a.place, b.place))
}

function pageBounds<T>(sorted: readonly Placed<T>[], ordering: Ordering<T>, input: Input, perPage: number) {
  const after = readCursor(input, 'after', ordering)
  if (after !== undefined) {
    const start = firstBehind(sorted, ordering, after)
    return { start, end: Math.min(start + perPage, sorted.length) }
  }
  const before = readCursor(input, 'before', ordering)
  if (before !== undefined) {
    const end = sorted.findIndex((each) => standing(each.place, before, ordering) >= 0)
    const last = end === -1 ? sorted.length : end
    return { start: Math.max(0, last - perPage), end: last }
  }
  return { start: 0, end: Math.min(perPage, sorted.length) }
}

function firstBehind<T>(sorted: readonly Placed<T>[], ordering: Ordering<T>, cursor: Place): number {
  const index = sorted.findIndex((each) => standing(each.place, cursor, ordering) > 0)
  return index === -1 ? sorted.length : index
}

/** Negative where `place` comes before the cursor in this order, positive where it comes behind it. */
function standing<T>(place: Place, cursor: Place, ordering: Ordering<T>): number {
  return (ordering.direction === 'asc' ? 1 : -1) * comparePlaces(place, cursor)
}

function comparePlaces(a: Place, b: Place): number {
  for (const [index, part] of a.entries()) {
    const other = b[index]
    if (other === undefined || part === other) continue
    return part < other ? -1 : 1
  }
  return 0
}

function readPerPage(input: Input): number {
  const wanted = optionalInteger(input, 'per_page') ?? defaultPerPage
  if (wanted < 1) throw invalid('per_page must be greater than 0')
  return Math.min(wanted, maxPerPage)
}

/** Cursors are base64 of a small JSON list: `WzEzXQ==` is `[13]`. */
function cursorOf<T>(placed: Placed<T> | undefined): string | null {
  return placed === undefined ? null : Buffer.from(JSON.stringify(placed.place)).toString('base64')
}

function readCursor<T>(input: Input, name: string, ordering: Ordering<T>): Place | undefined {
  const text = optionalText(input, name)
  if (text === undefined) return undefined
  const place = decodeCursor(text)
  const fits =
    place?.length === ordering.parts.length && place.every((part, i) => typeof part === ordering.parts[i])
  if (place === undefined || !fits) throw invalid(`${name} is not a valid cursor`)
  return place
}

function decodeCursor(text: string): Place | undefined {
  const bytes = Buffer.from(text, 'base64')
  // Buffer forgives missing padding and stray characters; a client that mangles cursors should notice.
  if (bytes.toString('base64') !== text) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return Array.isArray(value) ? (value as Place) : undefined
  } catch {
    return undefined // Base64 of something else than JSON is as malformed as no base64.
  }
}
