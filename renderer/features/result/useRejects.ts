import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { RejectView } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

const pageRows = 500
/** Enough to see what is wrong with a file; all of them are in the CSV. */
export const mostRejects = 5000

interface Rejects {
  readonly columns: readonly string[]
  readonly rows: readonly RejectView[]
  /** Still reading. */
  readonly isReading: boolean
  /** There are more than are read here. */
  readonly isCut: boolean
  readonly error: Error | null
}

/** The rows of a run that did not get through, read page by page up to a bound. */
export function useRejects(run: RunId, enabled: boolean): Rejects {
  const { engine } = useEngine()
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['runs', 'rejects', run],
    queryFn: ({ pageParam }) => engine.runs.rejects({ run, afterRow: pageParam, limit: pageRows }),
    initialPageParam: 0,
    getNextPageParam: ({ rows }) => (rows.length < pageRows ? undefined : rows.at(-1)?.row),
    enabled,
  })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data])
  const readsOn = hasNextPage && rows.length < mostRejects && error === null
  useEffect(() => {
    if (readsOn && !isFetching) void fetchNextPage()
  }, [readsOn, isFetching, fetchNextPage])
  return {
    columns: data?.pages[0]?.columns ?? [],
    rows,
    isReading: enabled && (isFetching || readsOn),
    isCut: hasNextPage && rows.length >= mostRejects,
    error,
  }
}
