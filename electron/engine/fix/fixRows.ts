import { compileMapping } from '../../../shared/mapping/compileMapping.ts'
import type { FixTarget } from '../../../shared/contract/fixes.ts'
import type { Column, Mapping, SourceId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { rejects } from '../run/receipt.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import { correctionsOf } from '../store/corrections.ts'

/** A row to be corrected. */
export interface FixRow {
  readonly row: number
  /** What is wrong with it, in words. */
  readonly problem: string
  /** As they are now, corrected or edited before. */
  readonly cells: readonly string[]
}

export interface FixRows {
  readonly columns: readonly Column[]
  /** In the order of the file. */
  readonly rows: () => Iterable<FixRow>
}

/** Which source a target's rows are of. */
export function sourceOfTarget({ plans, journal }: EngineParts, target: FixTarget): SourceId {
  return 'run' in target ? plans.spec(journal.get(target.run).plan).source : (target.source as SourceId)
}

export function fixRowsOf(parts: EngineParts, target: FixTarget, staged: StagedRows): FixRows {
  const { columns } = staged.info
  return {
    columns,
    rows: () =>
      'run' in target ? rejectedRows(parts, target.run, staged) : problemRows(staged, target.mapping),
  }
}

function* rejectedRows(
  parts: EngineParts,
  run: Extract<FixTarget, { run: unknown }>['run'],
  staged: StagedRows,
): Iterable<FixRow> {
  const corrected = new Map(correctionsOf(parts.db, run).map(({ row, cells }) => [row, cells]))
  for (const { row, reason, outcome, cells } of rejects(parts, run, staged, 0))
    yield { row, problem: reason ?? outcome, cells: corrected.get(row) ?? cells }
}

const rowsAtOnce = 500

/** The problems of reading the file, and those of its values under the mapping. */
function* problemRows(staged: StagedRows, mapping: Mapping | null): Iterable<FixRow> {
  const read = mapping === null ? null : compileMapping(mapping, staged.info.columns)
  for (const batch of staged.iterate(rowsAtOnce)) {
    const found = readingProblems(staged, batch[0]?.row ?? 1, batch.at(-1)?.row ?? 0)
    for (const { row, cells } of batch) {
      const words = [
        ...(found.get(row) ?? []),
        ...(read?.(cells, row).problems.map(({ message }) => message) ?? []),
      ]
      if (words.length > 0) yield { row, problem: [...new Set(words)].join(' '), cells }
    }
  }
}

function readingProblems(staged: StagedRows, from: number, to: number): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const { row, message } of staged.problemsBetween(from, to)) {
    if (row === undefined) continue
    found.set(row, [...(found.get(row) ?? []), message])
  }
  return found
}
