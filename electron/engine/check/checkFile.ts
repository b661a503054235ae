import type { CellProblem } from '../../../shared/check/checkKinds.ts'
import { compileCheck } from '../../../shared/check/compileCheck.ts'
import { type CheckedType, compileObjectCheck } from '../../../shared/check/compileObjectCheck.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { CheckAs } from './checkAs.ts'
import { columnSorter, type Order } from './columnOrder.ts'
import { foldedTextWriter, type TextBlock } from './foldedText.ts'
import { type ProblemGroup, problemGroups } from './problemGroups.ts'
import { shapeProblems } from './shapeProblems.ts'

const batchRows = 2000

/** What is wrong with a row: what staging found, and what the mapping makes of its cells. */
export type CheckRow = (cells: readonly string[], row: number) => readonly CellProblem[]

export function rowChecker(
  staged: Pick<StagedRows, 'info' | 'problems' | 'cellsAsStaged'>,
  { mapping, identifiers }: CheckAs,
  /** What the rows are about where it is not people to bring in. */
  type: CheckedType | null,
): CheckRow {
  const { columns } = staged.info
  const check =
    type === null ? compileCheck(mapping, columns, identifiers) : compileObjectCheck(mapping, columns, type)
  const shapes = shapeProblems(staged)
  return (cells, row) => {
    const found = check(cells, row)
    const shape = shapes(cells, row)
    if (shape.length === 0) return found
    const isSaid = ({ kind, column }: CellProblem) =>
      found.some((one) => one.kind === kind && one.column === column)
    return [...shape.filter((one) => !isSaid(one)), ...found]
  }
}

/** Goes over all rows once and says which have which problems. */
export function findProblems(
  staged: StagedRows,
  check: CheckRow,
  onRows: (rows: number) => void,
): readonly ProblemGroup[] {
  const groups = problemGroups(staged.info.rows)
  for (const batch of staged.iterate(batchRows)) {
    for (const { row, cells } of batch) {
      const problems = check(cells, row)
      if (problems.length > 0) groups.set(row, problems)
    }
    onRows(batch.at(-1)?.row ?? 0)
  }
  return groups.list()
}

/** Writes the text of all rows, for searching. */
export function foldText(staged: StagedRows, path: string): readonly TextBlock[] {
  const writer = foldedTextWriter(path)
  for (const batch of staged.iterate(batchRows)) for (const { cells } of batch) writer.add(cells)
  return writer.end()
}

export function orderOf(staged: StagedRows, column: number): Order {
  const sorter = columnSorter(staged.info.rows)
  for (const batch of staged.iterateColumns([column], batchRows))
    for (const { row, cells } of batch) sorter.add(row, cells[column])
  return sorter.order()
}
