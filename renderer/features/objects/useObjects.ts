import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'
import { useEngine } from '../../EngineContext.tsx'
import { filtersForEngine, type ObjectFilters } from './objectQuery.ts'

/** What an account holds, and what can be done with it. */
export function useObjectTypes(connection: ConnectionId | null) {
  const { engine } = useEngine()
  return useQuery({
    queryKey: ['objects', 'types', connection],
    queryFn: ({ signal }) => engine.objects.types({ connection: connection ?? '' }, signal),
    enabled: connection !== null,
  })
}

/** One type of an account; `undefined` while it is looked up, `null` where there is no such type. */
export function useObjectType(
  connection: ConnectionId | null,
  type: ObjectTypeId | null,
): ObjectTypeView | null | undefined {
  const { data } = useObjectTypes(type === null ? null : connection)
  return data === undefined ? undefined : (data.find(({ id }) => id === type) ?? null)
}

/** Objects of a page of a service, at least so many at a time. */
const pageObjects = 200
/** So near to the end, the next page is asked for. */
const nearEnd = 40

export interface ObjectsFound {
  readonly objects: readonly ObjectView[]
  /** The service has more than was read so far. */
  readonly hasMore: boolean
  readonly isReading: boolean
  readonly error: Error | null
  /** For the grid: the rows that are drawn now. */
  readonly onRange: (first: number, last: number) => void
  readonly again: () => void
}

interface Asked {
  readonly connection: ConnectionId
  readonly type: ObjectTypeId
  readonly filters: ObjectFilters
  /** Not before everything that is needed is known. */
  readonly enabled: boolean
}

/** Objects as the service lists them, page by page as they come into sight. */
export function useObjects({ connection, type, filters, enabled }: Asked): ObjectsFound {
  const { engine } = useEngine()
  const asked = { connection, type, ...filtersForEngine(filters) }
  const pages = useInfiniteQuery({
    queryKey: ['objects', 'list', asked],
    queryFn: ({ pageParam, signal }) =>
      engine.objects.list({ ...asked, cursor: pageParam, limit: pageObjects }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ cursor }) => cursor,
    enabled,
  })
  const { data, hasNextPage, isFetching, isError, fetchNextPage, refetch } = pages
  const objects = useMemo(() => data?.pages.flatMap((page) => page.objects) ?? [], [data])
  const read = objects.length
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (hasNextPage && !isFetching && !isError && last >= read - nearEnd) void fetchNextPage()
    },
    [hasNextPage, isFetching, isError, fetchNextPage, read],
  )
  return {
    objects,
    hasMore: hasNextPage,
    isReading: isFetching,
    error: pages.error,
    onRange,
    again: () => void refetch(),
  }
}
