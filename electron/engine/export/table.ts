import type { FieldValue, ValueType } from '../../../shared/model.ts'

/** A column of a table that is written into a file. */
export interface TableColumn {
  /** Above the cells, and in JSON the key where there is no other. */
  readonly label: string
  readonly key?: string
  /** Dates are ISO 8601 text in the cells. */
  readonly type: ValueType
  /** In a workbook: what people type into it stays as they typed it, as `01234`. */
  readonly asTyped?: true
}

export type TableRow = readonly FieldValue[]
export type TablePages = Iterable<readonly TableRow[]> | AsyncIterable<readonly TableRow[]>

/** A table to be written, page by page, so that a million rows never are in memory. */
export interface Table {
  readonly columns: readonly TableColumn[]
  readonly pages: TablePages
}

export function textColumns(labels: readonly string[]): readonly TableColumn[] {
  return labels.map((label) => ({ label, type: 'text' }))
}
