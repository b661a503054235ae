import { useQueries } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { RunProgress, RunView } from '../../../shared/contract/runs.ts'
import { useEngine } from '../../EngineContext.tsx'

/** Finer steps can't be seen in a taskbar. */
const steps = 200

/** Tells the system how far all runs under way are, taken together. */
export function useTaskbarProgress(underWay: readonly RunView[]): void {
  const { engine, host } = useEngine()
  const share = useQueries({
    queries: underWay.map(({ id: run }) => ({
      queryKey: ['runs', 'progress', run],
      queryFn: () => engine.runs.progress({ run }),
    })),
    combine: (results) => shareOf(results.map(({ data }) => data ?? null)),
  })
  const shown = underWay.length === 0 ? null : Math.round(share * steps) / steps
  useEffect(() => host.showProgress(shown), [host, shown])
}

function shareOf(all: readonly (RunProgress | null)[]): number {
  const total = all.reduce((sum, progress) => sum + (progress?.total ?? 0), 0)
  const done = all.reduce((sum, progress) => sum + (progress?.done ?? 0), 0)
  return total === 0 ? 0 : done / total
}
