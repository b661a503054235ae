import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { RunProgress, RunWait } from '../../../shared/contract/runs.ts'
import type { Clock } from '../clock.ts'
import { throttle } from '../throttle.ts'
import { rateMeter } from './rateMeter.ts'

/** What the run itself counts. */
export type Counted = Pick<RunProgress, 'run' | 'done' | 'total' | 'rejected' | 'requests'>

/** How far a run is, for whoever looks: as pushes, a few in a second at most, and on demand. */
export interface ProgressFeed {
  counted(counted: Counted): void
  /** Of several waits at once the longest is told. Returns how to say that it is over. */
  waits(wait: RunWait): () => void
  /** `null` before anything was counted. */
  latest(): RunProgress | null
  /** Pushes what was not pushed yet. */
  end(): void
}

const intervalMs = 100

export function progressFeed(
  clock: Clock,
  planned: PlanSummary,
  push: (progress: RunProgress) => void,
): ProgressFeed {
  const meter = rateMeter()
  let counted: Counted | null = null
  const waits = new Set<Omit<RunWait, 'ms'> & { readonly until: number }>()
  const longestWait = (at: number): RunWait | null => {
    for (const wait of waits) if (wait.until <= at) waits.delete(wait)
    const [longest] = [...waits].sort((a, b) => b.until - a.until)
    if (longest === undefined) return null
    const { until, ...wait } = longest
    return { ...wait, ms: Math.ceil(until - at) }
  }
  const now = (): RunProgress | null => {
    if (counted === null) return null
    const at = clock.monotonic()
    const waiting = longestWait(at)
    const measured = meter.msFor(counted.total - counted.done, at)
    return {
      ...counted,
      remainingMs: Math.max(remaining(planned, counted), measured, waiting?.ms ?? 0),
      rowsPerMinute: meter.perMinute(at),
      waiting,
    }
  }
  const pushes = throttle(clock, intervalMs, () => {
    const progress = now()
    if (progress) push(progress)
  })
  return {
    counted(next) {
      // What an earlier attempt did was not done in this minute.
      if (counted !== null) meter.add(next.done - counted.done, clock.monotonic())
      counted = next
      pushes.offer(undefined)
    },
    waits({ ms, ...told }) {
      const wait = { ...told, until: clock.monotonic() + ms }
      waits.add(wait)
      pushes.offer(undefined)
      return () => void waits.delete(wait)
    },
    latest: now,
    end: () => pushes.end(),
  }
}

/** The plan's own estimate, less what is done. */
function remaining({ estimatedMs }: PlanSummary, { done, total }: Pick<Counted, 'done' | 'total'>): number {
  return total === 0 ? 0 : Math.round((estimatedMs * Math.max(0, total - done)) / total)
}
