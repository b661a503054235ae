import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Receipt, RequestView } from '../../../shared/contract/runs.ts'
import { useEngine } from '../../EngineContext.tsx'

const pageRequests = 200

/** The requests of a run, newest first; each page begins before the last request of the one above. */
export function useRequests({ id: run }: Receipt) {
  const { engine } = useEngine()
  const [wanted, setWanted] = useState(0)
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['runs', 'requests', run],
    queryFn: ({ pageParam }) => engine.runs.requests({ run, before: pageParam, limit: pageRequests }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < pageRequests ? undefined : page.at(-1)?.id),
  })
  const found = useMemo(() => data?.pages.flat() ?? [], [data])
  const readsOn = hasNextPage && wanted >= found.length && error === null
  useEffect(() => {
    if (readsOn && !isFetching) void fetchNextPage()
  }, [readsOn, isFetching, fetchNextPage])
  return {
    rowAt: (index: number): RequestView | undefined => found[index],
    onRange: useCallback((_: number, last: number) => setWanted(last), []),
    error,
  }
}
