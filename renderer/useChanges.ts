import { useQueryClient } from '@tanstack/react-query'
import { usePush } from './usePush.ts'

/**
 * The engine owns the truth; the window only caches what it asked for. Query keys begin with the group of the
 * contract they come from (`['runs', 'list']`), so that a change of that group drops them all.
 */
export function useChanges(): void {
  const queries = useQueryClient()
  usePush('changed', ({ what }) => void queries.invalidateQueries({ queryKey: [what] }))
  usePush('run.ended', () => {
    void queries.invalidateQueries({ queryKey: ['runs'] })
    void queries.invalidateQueries({ queryKey: ['people'] })
  })
}
