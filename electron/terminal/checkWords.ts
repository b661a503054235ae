import { checkTitles, type CheckWeight } from '../../shared/check/checkKinds.ts'
import type { CheckedRow, CheckFix, CheckView, FixedCell } from '../../shared/contract/check.ts'
import type { EditView } from '../../shared/contract/edits.ts'
import type { SourceInfo } from '../../shared/model.ts'
import { table } from './table.ts'

const numbers = new Intl.NumberFormat('en-US')

function counted(count: number, noun: string): string {
  return `${numbers.format(count)} ${noun}${count === 1 ? '' : 's'}`
}

const weightWords: Readonly<Record<CheckWeight, string>> = {
  row: 'the row can’t go',
  value: 'the value is left out',
  look: 'goes as it is',
}

/** Problems by kind, and what was edited. */
export function checkWords(
  source: SourceInfo,
  view: CheckView,
  edits: readonly EditView[],
  width: number,
): string {
  const head = `${source.name}: ${counted(view.rows, 'row')}, ${numbers.format(view.problemRows)} with a problem${view.skippedRows === 0 ? '' : `, ${numbers.format(view.skippedRows)} skipped`}.`
  const groups = view.groups.map(({ kind, column, weight, rows, fixable }) => [
    checkTitles[kind],
    column === null ? '' : (source.columns[column]?.name ?? ''),
    numbers.format(rows),
    fixable === 0 ? '' : `${numbers.format(fixable)} with a fix`,
    weightWords[weight],
    kind,
  ])
  const done = edits.map(({ number, words, undone }) => `  ${number}  ${words}${undone ? ' (undone)' : ''}`)
  return [
    head,
    groups.length === 0 ? 'Nothing is wrong with its cells.' : table(groups, width),
    ...(done.length === 0 ? [] : [`Edits:\n${done.join('\n')}`]),
  ].join('\n\n')
}

export function groupRowWords(source: SourceInfo, rows: readonly CheckedRow[], width: number): string {
  const lines = rows.flatMap(({ row, cells, problems }) =>
    problems.map(({ column, message, fix }) => [
      `row ${numbers.format(row)}`,
      column === null ? '' : (cells[column] ?? ''),
      fix === null ? message : `→ ${fix}`,
    ]),
  )
  return `Rows of ${source.name}:\n\n${table(lines, width)}`
}

export function fixPreviewWords(
  source: SourceInfo,
  fix: CheckFix,
  count: number,
  cells: readonly FixedCell[],
  width: number,
): string {
  const what = fix.how === 'same' ? 'cells that say the same' : checkTitles[fix.kind]
  const where = fix.column === null ? '' : ` in ${source.columns[fix.column]?.name ?? ''}`
  if (count === 0) return `${what}${where}: nothing to change.`
  const lines = cells.map(({ row, before, after }) => [
    `row ${numbers.format(row)}`,
    before,
    after === null ? 'skipped' : `→ ${after === '' ? '(empty)' : after}`,
  ])
  const more = count > cells.length ? `\n… and ${numbers.format(count - cells.length)} more` : ''
  return `${what}${where}, ${counted(count, 'row')}:\n${table(lines, width)}${more}\n`
}
