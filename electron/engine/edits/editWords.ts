import type { Column } from '../../../shared/model.ts'

const numbers = new Intl.NumberFormat('en-US')

/** What the list of edits says of cells that were typed over. No values of people: the list is shown and kept. */
export function cellWords(
  columns: readonly Column[],
  cells: readonly { readonly row: number; readonly column: number }[],
): string {
  const [first] = cells
  if (first === undefined) return 'Changed nothing'
  const name = (column: number) => `“${columns[column]?.name ?? `cell ${column + 1}`}”`
  if (cells.length === 1) return `Changed ${name(first.column)} in row ${numbers.format(first.row)}`
  const isOneColumn = cells.every(({ column }) => column === first.column)
  const count = `${numbers.format(cells.length)} cells`
  if (isOneColumn) return `Changed ${count} of ${name(first.column)}`
  const isOneRow = cells.every(({ row }) => row === first.row)
  return isOneRow ? `Changed ${count} of row ${numbers.format(first.row)}` : `Changed ${count}`
}

export function skipWords(rows: number, skip: boolean): string {
  const count = `${numbers.format(rows)} ${rows === 1 ? 'row' : 'rows'}`
  return skip ? `Skipped ${count}` : `Took ${count} in again`
}
