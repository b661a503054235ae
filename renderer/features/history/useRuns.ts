import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'

/** All runs, newest first; with `person`, those that have somebody whose address contains it. */
export function useRuns(person: string) {
  const { engine } = useEngine()
  return useQuery({
    queryKey: ['runs', 'list', person],
    queryFn: ({ signal }) => engine.runs.list({ person }, signal),
    placeholderData: keepPreviousData,
  })
}
