import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { RunProgress, RunWait } from '../../../shared/contract/runs.ts'
import type { Clock } from '../clock.ts'
import { throttle } from '../throttle.ts'
import { activePace } from './activePace.ts'
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
  const pace = activePace()
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
    const measured = pace.msFor(counted.total - counted.done, at)
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
      const at = clock.monotonic()
      const rows = counted === null ? 0 : next.done - counted.done
      if (counted !== null) meter.add(rows, at)
      pace.done(rows, at)
      counted = next
      pushes.offer(undefined)
    },
    waits({ ms, ...told }) {
      const at = clock.monotonic()
      const wait = { ...told, until: at + ms }
      waits.add(wait)
      pace.waits(wait.until, at)
      pushes.offer(undefined)
      return () => {
        waits.delete(wait)
        if (waits.size === 0) pace.goesOn(clock.monotonic())
      }
    },
    latest: now,
    end: () => pushes.end(),
  }
}

/** The plan's own estimate, less what is done. */
function remaining({ estimatedMs }: PlanSummary, { done, total }: Pick<Counted, 'done' | 'total'>): number {
  return total === 0 ? 0 : Math.round((estimatedMs * Math.max(0, total - done)) / total)
}
