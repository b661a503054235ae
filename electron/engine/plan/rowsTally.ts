import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { type RowKind, sentKinds } from '../../../shared/model.ts'
import type { AccountPacer } from '../connectors/accountPacer.ts'
import type { RequestCounter } from '../connectors/connector.ts'
import { changeCounts, noChanges, noRows } from '../store/planCounts.ts'
import type { RowCount, TickedRow, WholePlan } from '../store/planTicks.ts'
import { type PartCount, partTally } from './partTally.ts'
import { partName } from './planParts.ts'
import { overwrites } from './volume/overwrites.ts'

/** Sums up the rows of a plan by what they are, and were planned to be. */
export interface RowsTally {
  add(counts: readonly RowCount[]): void
  counts(): Pick<PlanSummary, 'counts' | 'unticked' | 'untickedOf' | 'warningRows'>
}

export function rowsTally(): RowsTally {
  const counts = noRows()
  const untickedOf: Partial<Record<RowKind, number>> = {}
  let unticked = 0
  let warningRows = 0
  return {
    add(alike) {
      for (const { kind, plannedKind, isWarned, rows } of alike) {
        counts[kind] += rows
        if (isWarned && sentKinds.includes(kind)) warningRows += rows
        if (kind === plannedKind) continue
        unticked += rows
        untickedOf[plannedKind] = (untickedOf[plannedKind] ?? 0) + rows
      }
    },
    counts: () => ({ counts, unticked, untickedOf, warningRows }),
  }
}

/** Counts what goes, row by row. */
export interface GoingTally {
  add(row: Pick<TickedRow, 'kind' | 'on'>): void
  counts(pacer: Pick<AccountPacer, 'estimateMs'>): WholePlan
  /** The parts that it began with, with the rows of which they don't go. */
  parts(): PartCount[]
}

export function goingTally(from: readonly PartCount[], counter: RequestCounter): GoingTally {
  const changes = noChanges()
  const goes = partTally()
  let overwritten = 0
  return {
    add({ kind, on }) {
      goes.add(on)
      counter.add(on)
      if (kind === 'update' && overwrites(on)) overwritten += 1
      for (const { op } of on) changes[changeCounts[op]] += 1
    },
    counts: (pacer) => ({
      changes: { ...changes, overwrites: overwritten },
      requests: counter.total(),
      estimatedMs: pacer.estimateMs(counter.byBucket()),
    }),
    parts() {
      const on = new Map(goes.counts().map(({ part, rows }) => [partName(part), rows]))
      return from.map((one) => ({ ...one, untickedRows: one.rows - (on.get(partName(one.part)) ?? 0) }))
    },
  }
}
