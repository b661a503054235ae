export const csvDelimiters = [',', ';', '\t', '|'] as const
export type CsvDelimiter = (typeof csvDelimiters)[number]

/**
 * A file with a table that spreadsheet programs open. `bom`: a mark by which Excel knows UTF-8. `excelSafe`: cells that a
 * spreadsheet would run get an invisible sign in front; other programs may want the cells exactly as they are.
 */
export interface CsvFormat {
  readonly is: 'csv'
  readonly delimiter: CsvDelimiter
  readonly bom: boolean
  readonly excelSafe: boolean
}

export type ExportFormat = CsvFormat | { readonly is: 'jsonl' } | { readonly is: 'xlsx' }

/** What a spreadsheet program opens best. */
export const usualCsv: CsvFormat = { is: 'csv', delimiter: ',', bom: true, excelSafe: true }
