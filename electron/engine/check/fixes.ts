import type { CheckFix } from '../../../shared/contract/check.ts'
import type { CheckedType } from '../../../shared/check/compileObjectCheck.ts'
import { checkTitles } from '../../../shared/check/checkKinds.ts'
import type { Column } from '../../../shared/model.ts'
import type { EditChange } from '../edits/makeEdit.ts'
import type { StagedRow, StagedRows } from '../source/stagedRows.ts'
import type { CheckAs } from './checkAs.ts'
import { type CheckRow, rowChecker } from './checkFile.ts'

/** One way of putting many rows right, for a thread of its own. */
export interface FixWork {
  readonly stagedPath: string
  readonly as: CheckAs
  readonly fix: CheckFix
  /** See `EditAbout`. */
  readonly always: boolean
  /** Row numbers in file order. */
  readonly rows: Uint32Array
  readonly now: number
}

/** What a fix makes of one row; `null` where it leaves it as it is. */
export type FixRow = (row: StagedRow) => EditChange | null

export function rowFixer(check: CheckRow, fix: CheckFix): FixRow {
  switch (fix.how) {
    case 'suggested':
      return ({ row, cells }) => {
        const problem = check(cells, row).find(
          ({ kind, column }) => kind === fix.kind && column === fix.column,
        )
        if (problem === undefined || problem.fix === null || problem.column === null) return null
        return { row, column: problem.column, to: problem.fix }
      }
    case 'clear': {
      return ({ row }) => ({ row, column: fix.column, to: '' })
    }
    case 'skip':
      return ({ row }) => ({ row, skip: true })
    case 'same':
      return ({ row, cells }) =>
        cells[fix.column] === fix.from ? { row, column: fix.column, to: fix.to } : null
  }
}

const rowsAtOnce = 200

/** The changes of a fix, row by row; rows are read as they are asked for. */
export function* changesOf(staged: StagedRows, rows: Uint32Array, fixRow: FixRow): Generator<EditChange> {
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    for (const row of staged.these([...rows.subarray(at, at + rowsAtOnce)])) {
      const change = fixRow(row)
      if (change !== null) yield change
    }
}

export function fixChanges(
  staged: StagedRows,
  { as, fix, rows }: FixWork,
  type: CheckedType | null,
): Generator<EditChange> {
  return changesOf(staged, rows, rowFixer(rowChecker(staged, as, type), fix))
}

const numbers = new Intl.NumberFormat('en-US')

/** What the list of edits says of it, without a person's values. */
export function fixWords(fix: CheckFix, columns: readonly Column[], count: number): string {
  const amount = (noun: string) => `${numbers.format(count)} ${noun}${count === 1 ? '' : 's'}`
  const of = fix.column === null ? '' : ` of “${columns[fix.column]?.name ?? ''}”`
  switch (fix.how) {
    case 'suggested':
      return `Fixed ${amount('cell')}${of}: ${checkTitles[fix.kind].toLowerCase()}`
    case 'clear':
      return `Cleared ${amount('cell')}${of}: ${checkTitles[fix.kind].toLowerCase()}`
    case 'skip':
      return `Skipped ${amount('row')}: ${checkTitles[fix.kind].toLowerCase()}${of}`
    case 'same':
      return `Changed ${amount('cell')}${of} that said the same`
  }
}
