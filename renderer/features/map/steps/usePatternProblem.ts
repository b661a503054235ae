import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEngine } from '../../../EngineContext.tsx'

/** Why a pattern can't be used; `null`: it can, or there is none, or it is not known yet. */
export function usePatternProblem(pattern: string | null): string | null {
  const { engine } = useEngine()
  const { data } = useQuery({
    queryKey: ['sources', 'patternProblem', pattern],
    queryFn: () => (pattern === null ? null : engine.sources.patternProblem({ pattern })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })
  return data ?? null
}
