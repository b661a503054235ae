import { useQuery } from '@tanstack/react-query'
import { allValues } from '../../../../shared/lists/allValues.ts'
import type { ListColumn } from '../../../../shared/lists/listColumns.ts'
import { useEngine } from '../../../EngineContext.tsx'
import { useMap } from '../MapContext.tsx'

/** The values of a column of lists over the whole file, each counted. */
export function useListValues({ column, separators }: Pick<ListColumn, 'column' | 'separators'>) {
  const { engine } = useEngine()
  const { source } = useMap()
  const wanted = { source: source.id, column, separators }
  return useQuery({
    queryKey: ['sources', 'distinct', 'all', wanted],
    queryFn: ({ signal }) => allValues(engine.sources, wanted, signal),
    retry: false,
  })
}
