import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { RunProgress } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'

const keyOf = (run: RunId) => ['runs', 'progress', run] as const

export interface HeardProgress {
  /** `null`: not under way, or nothing was counted yet. */
  readonly progress: RunProgress | null
  readonly heardAt: number
}

/** How far a run is: asked for once, so that a window opened in mid-run knows it too, then as it is pushed. */
export function useRunProgress(run: RunId): HeardProgress {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const { data, dataUpdatedAt } = useQuery({
    queryKey: keyOf(run),
    queryFn: () => engine.runs.progress({ run }),
  })
  usePush('run.progress', (progress) => {
    if (progress.run === run) queries.setQueryData(keyOf(run), progress)
  })
  return { progress: data ?? null, heardAt: dataUpdatedAt }
}
