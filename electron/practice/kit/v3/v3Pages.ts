import type { Input } from '../input.ts'
import { choice, optionalInteger } from '../input.ts'
import { invalid } from '../answers.ts'

const perPage = 50

export interface V3Page<T> {
  readonly rows: readonly T[]
  readonly total: number
  readonly page: number
  readonly totalPages: number
}

/** A page of fifty. Without `sort_order` the oldest come first; a page beyond the last one is empty. */
export function v3Page<T>(rows: Iterable<T>, place: (row: T) => number, input: Input): V3Page<T> {
  const page = optionalInteger(input, 'page') ?? 1
  if (page < 1) throw invalid('page must be greater than 0')
  const sign = choice(input, 'sort_order', ['asc', 'desc'], 'asc') === 'asc' ? 1 : -1
  const sorted = [...rows].sort((a, b) => sign * (place(a) - place(b)))
  return {
    rows: sorted.slice((page - 1) * perPage, page * perPage),
    total: sorted.length,
    page,
    totalPages: Math.max(1, Math.ceil(sorted.length / perPage)),
  }
}
