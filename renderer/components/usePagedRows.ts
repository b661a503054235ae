import { type QueryKey, useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'

interface PagedRows<T> {
  readonly rowAt: (index: number) => T | undefined
  /** For the grid: the rows that are drawn now. */
  readonly onRange: (first: number, last: number) => void
  /** What the newest failed page said. */
  readonly error: Error | null
}

/** While the scrollbar is dragged, pages that only flash by are not asked for. */
const settledAfterMs = 80
/** Pages out of sight are kept a little, for a way back, and then dropped. */
const keptMs = 20_000

/**
 * Rows in pages of at most 200, asked for as they come into sight. `queryKey` begins with the contract's group and
 * holds whatever the rows depend on; another key shows other rows.
 */
export function usePagedRows<T>(
  queryKey: QueryKey,
  count: number,
  fetchPage: (offset: number, limit: number) => Promise<readonly T[]>,
  pageSize = 200,
): PagedRows<T> {
  const [pages, setPages] = useState({ first: 0, last: 0 })
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const shown = useRef(pages)
  const onRange = useCallback(
    (first: number, last: number) => {
      const next = { first: Math.floor(first / pageSize), last: Math.floor(last / pageSize) }
      clearTimeout(timer.current)
      if (next.first === shown.current.first && next.last === shown.current.last) return
      const show = () => {
        shown.current = next
        setPages(next)
      }
      const isNear = next.first <= shown.current.last + 1 && next.last >= shown.current.first - 1
      if (isNear) show()
      else timer.current = setTimeout(show, settledAfterMs)
    },
    [pageSize],
  )

  const lastPage = Math.min(pages.last, Math.ceil(count / pageSize) - 1)
  const numbers = Array.from({ length: Math.max(0, lastPage - pages.first + 1) }, (_, i) => pages.first + i)
  const results = useQueries({
    queries: numbers.map((page) => ({
      queryKey: [...queryKey, 'page', pageSize, page],
      queryFn: () => fetchPage(page * pageSize, pageSize),
      gcTime: keptMs,
    })),
  })

  const error = results.find((page) => page.error !== null)?.error ?? null
  const rowAt = (index: number): T | undefined =>
    results[Math.floor(index / pageSize) - pages.first]?.data?.[index % pageSize]
  return { rowAt, onRange, error }
}
