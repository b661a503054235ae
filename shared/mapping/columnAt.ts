import { AppError } from '../errors.ts'
import type { Column } from '../model.ts'

/** @throws AppError `invalid-input`: reading a column that is not there as blank could clear a field for everyone. */
export function columnAt(columns: readonly Column[], index: number): Column {
  const column = columns.find((one) => one.index === index)
  if (column) return column
  throw new AppError('invalid-input', noSuchColumn(columns, index))
}

export function noSuchColumn(columns: readonly Column[], index: number): string {
  return `The mapping uses column ${index + 1}, but the file has ${columns.length}. Choose the column again.`
}
