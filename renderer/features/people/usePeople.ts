import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { usePagedRows } from '../../components/usePagedRows.ts'
import { useEngine } from '../../EngineContext.tsx'
import { type PeopleFilter, peopleQueryOf } from './peopleFilter.ts'

/** Who matches: how many at once, the people themselves in pages as they come into sight. */
export function usePeople(filter: PeopleFilter) {
  const { engine } = useEngine()
  const query = peopleQueryOf(filter)
  const total = useQuery({
    queryKey: ['people', 'total', query],
    queryFn: async ({ signal }) =>
      (await engine.people.search({ ...query, offset: 0, limit: 1 }, signal)).total,
    placeholderData: keepPreviousData,
  })
  const pages = usePagedRows(['people', 'search', query], total.data ?? 0, async (offset, limit) => {
    const { people } = await engine.people.search({ ...query, offset, limit })
    return people
  })
  return {
    ...pages,
    total: total.data,
    isSearching: total.isPending || total.isPlaceholderData,
    error: total.error ?? pages.error,
  }
}
