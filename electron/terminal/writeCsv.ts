import Papa from 'papaparse'

/** CSV as spreadsheets read it. Cells stay exactly as they are, so that a corrected file can be imported again. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return Papa.unparse(rows as string[][], { newline: '\n' })
}
