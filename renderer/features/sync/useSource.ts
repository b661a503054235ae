import { useQuery } from '@tanstack/react-query'
import type { SourceId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

/** A staged file: its columns and how many rows it has. */
export function useSource(source: SourceId | null) {
  const { engine } = useEngine()
  return useQuery({
    queryKey: ['sources', 'get', source],
    queryFn: () => engine.sources.get({ source: source ?? '' }),
    enabled: source !== null,
  })
}
