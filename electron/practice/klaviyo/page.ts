import type { PageOf } from './document.ts'
import type { KlaviyoFault } from './faults.ts'
import type { Ordering, SortKey } from './paginate.ts'
import { oneEarlier, paginate } from './paginate.ts'
import type { Query } from './query.ts'

/** A page of records, as the query and the faults of a request will have it. */
export function pageOf<T>(
  items: readonly T[],
  { query, faults }: { readonly query: Query; readonly faults: readonly KlaviyoFault[] },
  idOf: (item: T) => string,
  keyOf: (item: T) => SortKey = () => null,
  descending = query.sort?.descending ?? false,
): PageOf<T> {
  const ordering: Ordering<T> = { idOf, keyOf, descending }
  const page = paginate(items, ordering, query)
  const has = (kind: KlaviyoFault['kind']) => faults.some((fault) => fault.kind === kind)
  return {
    ...page,
    items: has('duplicate-rows') ? oneEarlier(page, items, ordering) : page.items,
    // What a recorded first page of a filtered read had there.
    prev: has('garbage-prev') ? '<Filters: any(id,[…])>' : page.prev,
  }
}

/** The same page of something else. */
export function mapPage<T, U>(page: PageOf<T>, map: (item: T) => U): PageOf<U> {
  return { ...page, items: page.items.map(map) }
}
