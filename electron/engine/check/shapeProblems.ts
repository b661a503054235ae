import { type CellProblem, checkKindOf } from '../../../shared/check/checkKinds.ts'
import type { Problem, ProblemKind } from '../../../shared/model.ts'
import { type RowContext, textProblems, widthProblem } from '../source/rowProblems.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { CheckRow } from './checkFile.ts'

type Staged = Pick<StagedRows, 'info' | 'problems' | 'cellsAsStaged'>

/** What staging found in a row, as far as the row's cells are still so. */
type StillFound = (cells: readonly string[], context: RowContext) => readonly Problem[]

/** Those that go with what the cell says. */
const ofOneCell: readonly ProblemKind[] = ['error-cell', 'stray-quote', 'unclosed-quote']
const problemsAtOnce = 5000
const none: readonly CellProblem[] = []

/** Problems of staging are few, so they are held; which of them somebody has put right since shows by the cells of now. */
export function shapeProblems(staged: Staged): CheckRow {
  const { columns, format } = staged.info
  const encoding = 'encoding' in format ? format.encoding : null
  const asStaged = staged.cellsAsStaged(ofOneCell)
  const byRow = new Map<number, StillFound[]>()
  for (let offset = 0; ; offset += problemsAtOnce) {
    const page = staged.problems({ offset, limit: problemsAtOnce })
    for (const problem of page) {
      if (problem.row === undefined || checkKindOf(problem.kind) === null) continue
      const text = asStaged.get(problem.row)?.get(problem.column ?? -1)
      byRow.set(problem.row, [...(byRow.get(problem.row) ?? []), stillFound(problem, text)])
    }
    if (page.length < problemsAtOnce) break
  }
  return (cells, row) => {
    const found = byRow.get(row)
    if (found === undefined) return none
    return found
      .flatMap((still) => still(cells, { columns, encoding, row }))
      .flatMap((problem) => shown(problem, cells))
  }
}

function stillFound(problem: Problem, asStaged: string | undefined): StillFound {
  const { kind, column } = problem
  switch (kind) {
    case 'too-few-cells':
    case 'too-many-cells':
      return (cells, context) => asList(widthProblem(cells, context))
    case 'nul-bytes':
    case 'undecodable-text':
      return (cells, context) => textProblems(cells, context).filter((one) => one.kind === kind)
    default:
      return (cells) =>
        column === undefined || asStaged === undefined || (cells[column] ?? '') === asStaged ? [problem] : []
  }
}

function asList(problem: Problem | null): readonly Problem[] {
  return problem === null ? [] : [problem]
}

function shown({ kind, column, message }: Problem, cells: readonly string[]): CellProblem | [] {
  const found = checkKindOf(kind)
  if (found === null) return []
  const cell = column === undefined ? undefined : cells[column]
  const fix = kind === 'nul-bytes' && cell !== undefined ? cell.replaceAll('\0', '') : null
  return { kind: found, column: column ?? null, weight: 'look', message, fix }
}
