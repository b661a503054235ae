import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'

/** What was typed so far. */
export interface QueryDraft {
  readonly text: string
  /** The saved query that it began as, by its id; `null`: none. */
  readonly saved: string | null
  /** Counts the texts that were opened: each is an editor of its own. */
  readonly opened: number
}

export const queryDraftKey = ['query draft']

/**
 * What is typed stays while other pages are shown, and over a reload: the engine keeps it, in reach of "forget this
 * person". `null` until it is read.
 * @param text what somebody begins with who wrote nothing yet
 */
export function useQueryDraft(
  text: string,
): readonly [QueryDraft | null, (changed: Partial<QueryDraft>) => void] {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const first: QueryDraft = { text, saved: null, opened: 0 }
  const { data, isPending } = useQuery({
    queryKey: queryDraftKey,
    queryFn: async (): Promise<QueryDraft> => {
      const kept = await engine.queries.draft({})
      return kept === null ? first : { text: kept.sql, saved: kept.saved, opened: 0 }
    },
    gcTime: Infinity,
  })
  // One after the other. Where it can't be kept, only a reload would miss it.
  const keeping = useMutation({
    scope: { id: 'query draft' },
    mutationFn: ({ text: sql, saved }: QueryDraft) => engine.queries.keepDraft({ sql, saved }),
    gcTime: 0,
  })
  const change = (changed: Partial<QueryDraft>): void => {
    // Said as a change, since it may come late: what was typed meanwhile stays.
    const draft = { ...(queries.getQueryData<QueryDraft>(queryDraftKey) ?? first), ...changed }
    queries.setQueryData(queryDraftKey, draft)
    keeping.mutate(draft)
  }
  return [isPending ? null : (data ?? first), change]
}
