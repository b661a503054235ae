import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Receipt } from '../shared/contract/runs.ts'
import type { RunId } from '../shared/model.ts'
import { useEngine } from './EngineContext.tsx'

/** What became of every row of a run. Counting a big one takes the engine seconds, so it is asked for only when seen. */
export function useReceipt(run: RunId, enabled = true): UseQueryResult<Receipt> {
  const { engine } = useEngine()
  return useQuery({
    queryKey: ['runs', 'receipt', run],
    queryFn: () => engine.runs.receipt({ run }),
    enabled,
  })
}
