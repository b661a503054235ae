import { useQuery, useQueryClient } from '@tanstack/react-query'

/** What was typed so far. */
export interface QueryDraft {
  readonly text: string
  /** The saved query that it began as, by its id; `null`: none. */
  readonly saved: string | null
  /** Counts the texts that were opened: each is an editor of its own. */
  readonly opened: number
}

const key = ['query draft']

/** What is typed stays while other pages are shown, and is gone with the window: it may name people. */
export function useQueryDraft(
  first: QueryDraft,
): readonly [QueryDraft, (changed: Partial<QueryDraft>) => void] {
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => first,
    initialData: first,
    enabled: false,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  // Said as a change, since it may come late: what was typed meanwhile stays.
  return [
    data,
    (changed) => queries.setQueryData<QueryDraft>(key, (now) => ({ ...(now ?? first), ...changed })),
  ]
}
