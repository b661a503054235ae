import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import type { ChartPoint } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'
import { extendChart, thinned, withLatest } from './chartPoints.ts'
import type { HeardProgress } from './useRunProgress.ts'

/** Finer points can't be told apart; the newest count is the end of the line all the same. */
const everyMs = 2000

/** Rows settled over time: what the engine knows, and what was heard since. */
export function useRunChart(run: RunId, now: HeardProgress): readonly ChartPoint[] {
  const { engine } = useEngine()
  const [heard, setHeard] = useState<readonly ChartPoint[]>([])
  const heardAt = useRef(0)
  const { data: read } = useQuery({
    queryKey: ['runs', 'chart', run],
    queryFn: () => engine.runs.chart({ run }),
  })
  usePush('run.progress', ({ run: of, done, rejected }) => {
    const atMs = Date.now()
    if (of !== run || atMs - heardAt.current < everyMs) return
    heardAt.current = atMs
    setHeard((points) => thinned([...points, { atMs, done, rejected }]))
  })
  const soFar = useMemo(() => extendChart(read ?? [], heard), [read, heard])
  const { progress, heardAt: latestAt } = now
  return useMemo(() => {
    if (progress === null || soFar.length === 0) return soFar
    const { done, rejected } = progress
    return withLatest(soFar, { atMs: latestAt, done, rejected })
  }, [soFar, progress, latestAt])
}
