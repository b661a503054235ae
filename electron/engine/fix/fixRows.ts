import type { CellProblem } from '../../../shared/check/checkKinds.ts'
import type { FixTarget } from '../../../shared/contract/fixes.ts'
import type { Column, Mapping, SourceId } from '../../../shared/model.ts'
import { checkedType } from '../check/checkedType.ts'
import { rowChecker } from '../check/checkFile.ts'
import type { EngineParts } from '../createEngine.ts'
import { hasRow } from '../rowSet.ts'
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
      'run' in target
        ? rejectedRows(parts, target.run, staged)
        : problemRows(parts, target.source as SourceId, target.mapping, staged),
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

/** Rows with a problem as the check shows them; those that were skipped need no correcting. */
function* problemRows(
  parts: EngineParts,
  source: SourceId,
  mapping: Mapping | null,
  staged: StagedRows,
): Iterable<FixRow> {
  const as = { ...parts.checks.asOf(source), mapping: mapping ?? nothingMapped }
  const type = mapping === null || as.object === null ? null : checkedType(as.object)
  const check = rowChecker(staged, as, type)
  const skipped = staged.skipped()
  for (const batch of staged.iterate(rowsAtOnce))
    for (const { row, cells } of batch) {
      const problems = hasRow(skipped, row) ? [] : check(cells, row)
      if (problems.length > 0) yield { row, problem: wordsOf(problems), cells }
    }
}

const nothingMapped: Mapping = {
  fields: [],
  left: [],
  values: { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' },
}

function wordsOf(problems: readonly CellProblem[]): string {
  const words = problems.map(({ message, fix }) => (fix === null ? message : `${message} Perhaps ${fix}.`))
  return [...new Set(words)].join(' ')
}
