import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { RunView } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

export function useRunView(run: RunId): UseQueryResult<RunView> {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['runs', 'get', run], queryFn: () => engine.runs.get({ run }) })
}
