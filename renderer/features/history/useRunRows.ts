import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Receipt, RunRowView } from '../../../shared/contract/runs.ts'
import type { RowOutcome } from '../../../shared/model.ts'
import { usePagedRows } from '../../components/usePagedRows.ts'
import { useEngine } from '../../EngineContext.tsx'

export interface RowFilter {
  readonly outcome: RowOutcome | null
  readonly search: string
}

export interface RunRowsFound {
  readonly count: number
  /** `false`: more may be found than `count` says. */
  readonly isCounted: boolean
  readonly rowAt: (index: number) => RunRowView | undefined
  readonly onRange: (first: number, last: number) => void
  readonly isReading: boolean
  readonly error: Error | null
}

const pageRows = 200

/** All rows of a run: they are numbered from 1 without a gap, so any page can be asked for. */
export function useAllRows({ id: run, rows }: Receipt): RunRowsFound {
  const { engine } = useEngine()
  const pages = usePagedRows(['runs', 'rows', run], rows, (afterRow, limit) =>
    engine.runs.rows({ run, outcome: null, afterRow, limit }),
  )
  return { ...pages, count: rows, isCounted: true, isReading: false }
}

/** The rows that match: page after page, each after the last row of the one before. */
export function useMatchingRows({ id: run, outcomes }: Receipt, filter: RowFilter): RunRowsFound {
  const { engine } = useEngine()
  const [wanted, setWanted] = useState(0)
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['runs', 'rows', run, filter],
    queryFn: ({ pageParam, signal }) =>
      engine.runs.rows({ run, ...filter, afterRow: pageParam, limit: pageRows }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < pageRows ? undefined : page.at(-1)?.row),
  })
  const found = useMemo(() => data?.pages.flat() ?? [], [data])
  const readsOn = hasNextPage && wanted >= found.length && error === null
  useEffect(() => {
    if (readsOn && !isFetching) void fetchNextPage()
  }, [readsOn, isFetching, fetchNextPage])

  const known = filter.outcome !== null && filter.search === '' ? outcomes[filter.outcome] : null
  return {
    // One row more than was found draws a placeholder, and asks for the next page.
    count: known ?? found.length + (hasNextPage ? 1 : 0),
    isCounted: known !== null || !hasNextPage,
    rowAt: (index) => found[index],
    onRange: useCallback((_, last) => setWanted(last), []),
    isReading: isFetching,
    error,
  }
}
