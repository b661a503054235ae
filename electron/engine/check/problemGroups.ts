import type { CellProblem, CheckKind, CheckWeight } from '../../../shared/check/checkKinds.ts'
import { addRow, emptyRowSet, removeRow, type RowSet } from '../rowSet.ts'

/** All problems of one kind in one column. */
export interface ProblemGroup {
  readonly kind: CheckKind
  readonly column: number | null
  readonly weight: CheckWeight
  readonly rows: RowSet
  /** Those for which a fix is known. */
  readonly fixable: RowSet
}

/** Which rows have which problems: sets of rows, since what exactly is wrong is quickly said anew for the rows that are seen. */
export interface ProblemGroups {
  /** Says what is wrong with a row, in place of what was said before. */
  set(row: number, problems: readonly CellProblem[]): void
  list(): readonly ProblemGroup[]
}

export function problemGroups(rows: number, known: readonly ProblemGroup[] = []): ProblemGroups {
  const groups = new Map(known.map((group) => [keyOf(group), group]))
  return {
    set(row, problems) {
      for (const group of groups.values()) {
        removeRow(group.rows, row)
        removeRow(group.fixable, row)
      }
      for (const problem of problems) addProblem(row, problem)
    },
    list: () => [...groups.values()],
  }

  function addProblem(row: number, problem: CellProblem): void {
    const key = keyOf(problem)
    let group = groups.get(key)
    if (group === undefined) {
      const { kind, column, weight } = problem
      group = { kind, column, weight, rows: emptyRowSet(rows), fixable: emptyRowSet(rows) }
      groups.set(key, group)
    }
    addRow(group.rows, row)
    if (problem.fix !== null) addRow(group.fixable, row)
  }
}

/** A kind weighs the same in all of a column, but for an address where another column can name the person. */
function keyOf({ kind, column, weight }: Pick<CellProblem, 'kind' | 'column' | 'weight'>): string {
  return `${kind} ${column ?? ''} ${weight}`
}
