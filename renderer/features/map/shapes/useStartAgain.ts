import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEngine } from '../../../EngineContext.tsx'
import { useSync } from '../../sync/SyncContext.tsx'
import { suggestedMapping } from '../firstSpec.ts'
import { useMap } from '../MapContext.tsx'

/** Maps the file anew by what is suggested now, after something that suggestions go by was refused or forgotten. */
export function useStartAgain() {
  const { engine } = useEngine()
  const { dispatch } = useSync()
  const { spec, source, account } = useMap()
  const queries = useQueryClient()
  const again = useMutation({
    mutationFn: async (first: () => Promise<unknown>) => {
      await first()
      return engine.sources.suggestMapping({ source: source.id, connection: account.id })
    },
    onSuccess: (suggestion) => {
      const { values } = spec.mapping
      const mapping = { ...suggestedMapping(suggestion, values), values }
      dispatch({ type: 'mapped', spec: { ...spec, mapping, ...(spec.lists && { lists: [] }) } })
      return queries.invalidateQueries({ queryKey: ['suggestion', source.id] })
    },
  })
  const place = { source: source.id, connection: account.id }
  return {
    forget: () => again.mutate(() => engine.sources.forgetMapping(place)),
    takeForExport: (on: boolean) =>
      again.mutate(async () => {
        await engine.sources.takeForExport({ source: source.id, on })
        await engine.sources.forgetMapping(place)
      }),
    isPending: again.isPending,
    error: again.error,
  }
}
