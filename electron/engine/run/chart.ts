import type { ChartPoint } from '../../../shared/contract/runs.ts'
import type { PlanId, RunId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { Run } from '../store/journal.ts'
import type { RunReads } from '../store/runReads.ts'

/** Points of a chart, its beginning included. */
const mostPoints = 200
/** Rows counted between two breaths: ten or twenty milliseconds. */
const rowsAtOnce = 5000

export interface ChartDeps {
  readonly reads: RunReads
  readonly rowsOf: (plan: PlanId) => number
  /** Now, for a run that is under way. */
  readonly until: number | null
}

/** Rows settled by each moment, from when the run began to its end or to now, evenly spread over time. */
export async function chart({ reads, rowsOf, until }: ChartDeps, run: Run): Promise<ChartPoint[]> {
  const start = run.startedAt
  const last = run.endedAt ?? until ?? reads.lastSettledAt(run.id) ?? start
  const slotMs = Math.max(1, Math.ceil((last - start + 1) / (mostPoints - 1)))
  const slots = Array.from({ length: Math.floor(Math.max(0, last - start) / slotMs) + 1 }, () => ({
    rows: 0,
    rejected: 0,
  }))
  for await (const { slot, rows, rejected } of slotsOf(reads, run.id, rowsOf(run.plan), { start, slotMs })) {
    // A clock that was set puts answers before the beginning or after the end.
    const at = slots[Math.min(Math.max(0, slot), slots.length - 1)]
    if (at === undefined) continue
    at.rows += rows
    at.rejected += rejected
  }
  return summedUp(slots, start, slotMs)
}

async function* slotsOf(
  reads: RunReads,
  run: RunId,
  rows: number,
  slots: { readonly start: number; readonly slotMs: number },
) {
  for (let from = 1; from <= rows; from += rowsAtOnce) {
    yield* reads.settledSlots(run, { from, to: from + rowsAtOnce - 1 }, slots)
    await breathe()
  }
}

function summedUp(
  slots: readonly { readonly rows: number; readonly rejected: number }[],
  start: number,
  slotMs: number,
): ChartPoint[] {
  let point: ChartPoint = { atMs: start, done: 0, rejected: 0 }
  return [
    point,
    ...slots.map(({ rows, rejected }, slot) => {
      point = {
        atMs: start + (slot + 1) * slotMs,
        done: point.done + rows,
        rejected: point.rejected + rejected,
      }
      return point
    }),
  ]
}
