import type { PageOf } from './document.ts'
import { invalidParameter } from './errors.ts'
import type { Query } from './query.ts'

/** What a list is in the order of. `null` sorts first. */
export type SortKey = string | number | null

export interface Ordering<T> {
  readonly idOf: (item: T) => string
  readonly keyOf: (item: T) => SortKey
  readonly descending: boolean
}

interface Cursor {
  readonly direction: 'next' | 'prev'
  readonly key: SortKey
  readonly id: string
}

/**
 * One page. A cursor holds the place of the last item, not its number: who changes during a walk is met twice and
 * nobody is skipped (measured).
 * @throws Refusal 400 for a cursor that is none
 */
export function paginate<T>(items: readonly T[], ordering: Ordering<T>, query: Query): PageOf<T> {
  const sorted = [...items].sort((a, b) => compareItems(ordering, a, b))
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor)
  const [start, end] = bounds(sorted, ordering, query.pageSize, cursor)
  const page = sorted.slice(start, end)
  const [first, last] = [page[0], page.at(-1)]
  return {
    items: page,
    next: last !== undefined && end < sorted.length ? cursorAt('next', last, ordering) : null,
    prev: first !== undefined && start > 0 ? cursorAt('prev', first, ordering) : null,
  }
}

/** Where a page that goes on from a cursor starts over with the last item of the page before. */
export function oneEarlier<T>(page: PageOf<T>, items: readonly T[], ordering: Ordering<T>): readonly T[] {
  const sorted = [...items].sort((a, b) => compareItems(ordering, a, b))
  const first = page.items[0]
  const before = first === undefined ? undefined : sorted[sorted.indexOf(first) - 1]
  return before === undefined ? page.items : [before, ...page.items]
}

function bounds<T>(
  sorted: readonly T[],
  ordering: Ordering<T>,
  size: number,
  cursor: Cursor | null,
): readonly [number, number] {
  if (cursor === null) return [0, Math.min(size, sorted.length)]
  const place = (item: T) => comparePlaces(ordering, placeOf(ordering, item), cursor)
  if (cursor.direction === 'next') {
    const after = sorted.findIndex((item) => place(item) > 0)
    const start = after === -1 ? sorted.length : after
    return [start, Math.min(start + size, sorted.length)]
  }
  const end = sorted.findLastIndex((item) => place(item) < 0) + 1
  return [Math.max(0, end - size), end]
}

interface Place {
  readonly key: SortKey
  readonly id: string
}

function placeOf<T>({ keyOf, idOf }: Ordering<T>, item: T): Place {
  return { key: keyOf(item), id: idOf(item) }
}

function compareItems<T>(ordering: Ordering<T>, a: T, b: T): number {
  return comparePlaces(ordering, placeOf(ordering, a), placeOf(ordering, b))
}

function comparePlaces<T>({ descending }: Ordering<T>, a: Place, b: Place): number {
  const order = compareKeys(a.key, b.key) || compareKeys(a.id, b.id)
  return descending ? -order : order
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -1 : 1
}

function cursorAt<T>(direction: Cursor['direction'], item: T, ordering: Ordering<T>): string {
  const { key, id } = placeOf(ordering, item)
  return Buffer.from(JSON.stringify([direction, key, id])).toString('base64url')
}

function readCursor(text: string): Cursor {
  const cursor = parsedCursor(text)
  if (cursor === null) throw invalidParameter('page[cursor]', 'Invalid cursor.')
  return cursor
}

function parsedCursor(text: string): Cursor | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(value) || value.length !== 3) return null
    const [direction, key, id] = value as readonly unknown[]
    const isKey = key === null || typeof key === 'string' || typeof key === 'number'
    if ((direction !== 'next' && direction !== 'prev') || !isKey || typeof id !== 'string') return null
    return { direction, key, id }
  } catch {
    return null // not base64 of JSON: somebody else's cursor, or a garbled one
  }
}
