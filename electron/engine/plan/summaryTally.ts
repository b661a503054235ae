import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { sentKinds } from '../../../shared/model.ts'
import { overwrites } from './volume/overwrites.ts'
import { changeCounts } from '../store/planCounts.ts'
import type { TickedRow } from '../store/planTicks.ts'

type CountedRow = Pick<TickedRow, 'kind' | 'plannedKind' | 'warning' | 'on'>

/** Keeps the counts of a plan true while rows of it are switched off and on. */
export interface SummaryTally {
  /** A row was as the first and is as the second now. */
  replace(before: CountedRow, after: CountedRow): void
  summary(): PlanSummary
}

export function summaryTally(from: PlanSummary): SummaryTally {
  const counts = { ...from.counts }
  const changes = { ...from.changes }
  const untickedOf = { ...from.untickedOf }
  let { unticked, warningRows } = from
  const count = (row: CountedRow, by: 1 | -1) => {
    counts[row.kind] += by
    if (row.kind !== row.plannedKind) {
      unticked += by
      untickedOf[row.plannedKind] = (untickedOf[row.plannedKind] ?? 0) + by
    }
    if (isWarned(row)) warningRows += by
    if (row.kind === 'update' && overwrites(row.on)) changes.overwrites = (changes.overwrites ?? 0) + by
    for (const change of row.on) changes[changeCounts[change.op]] += by
  }
  return {
    replace(before, after) {
      count(before, -1)
      count(after, 1)
    },
    summary: () => ({
      ...from,
      counts,
      unticked,
      untickedOf: withoutNone(untickedOf),
      changes,
      warningRows,
    }),
  }
}

type UntickedOf = NonNullable<PlanSummary['untickedOf']>

function withoutNone(counts: UntickedOf): UntickedOf {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}

/** Whether it goes, but with a warning. */
export function isWarned<R extends Pick<TickedRow, 'kind' | 'warning'>>(
  row: R,
): row is R & { readonly warning: string } {
  return row.warning !== null && sentKinds.includes(row.kind)
}
