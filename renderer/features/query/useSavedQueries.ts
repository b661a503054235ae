import { useMutation, useQuery } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'

export function useSavedQueries() {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['queries', 'saved'], queryFn: () => engine.queries.saved({}) })
}

export function useSaveQuery() {
  const { engine } = useEngine()
  return useMutation({
    mutationFn: (query: { id: string | null; name: string; sql: string }) => engine.queries.save(query),
  })
}

export function useRemoveQuery() {
  const { engine } = useEngine()
  return useMutation({ mutationFn: (id: string) => engine.queries.remove({ id }) })
}
