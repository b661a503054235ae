import Papa from 'papaparse'
import { type CsvFormat, usualCsv } from '../../../shared/exportFormat.ts'
import type { FieldValue } from '../../../shared/model.ts'
import { guardFormula } from '../source/formulaGuard.ts'
import type { Table } from './table.ts'

/** A table as CSV in UTF-8; as usual so that Excel reads accents, and without anything that it would run. */
export async function* csvText(
  { columns, pages }: Table,
  format: CsvFormat = usualCsv,
): AsyncGenerator<string> {
  yield `${format.bom ? '\uFEFF' : ''}${records([columns.map(({ label }) => label)], format)}`
  for await (const page of pages) if (page.length > 0) yield records(page, format)
}

function records(rows: readonly (readonly FieldValue[])[], { delimiter, excelSafe }: CsvFormat): string {
  const text = (cell: FieldValue) => (cell === null ? '' : String(cell))
  const written = excelSafe ? (cell: FieldValue) => guarded(cell, text(cell)) : text
  return `${Papa.unparse(
    rows.map((cells) => cells.map(written)),
    { newline: '\r\n', delimiter },
  )}\r\n`
}

/** A number is no formula, also a negative one. */
function guarded(cell: FieldValue, text: string): string {
  return typeof cell === 'number' ? text : guardFormula(text)
}
