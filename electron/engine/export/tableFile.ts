import type { ExportFormat } from '../../../shared/exportFormat.ts'
import { assertNever } from '../../../shared/errors.ts'
import { csvText } from './csvText.ts'
import { jsonLines } from './jsonLines.ts'
import type { Table } from './table.ts'
import { xlsxFile } from './xlsx/xlsxFile.ts'

/** A table in the form that was asked for, piece by piece, as `Exports.write` takes it. */
export function tableFile(table: Table, format: ExportFormat): AsyncIterable<string | Uint8Array> {
  switch (format.is) {
    case 'csv':
      return csvText(table, format)
    case 'jsonl':
      return jsonLines(table)
    case 'xlsx':
      return xlsxFile(table)
    default:
      return assertNever(format)
  }
}

/** `tags of Bakery.xlsx` */
export function tableFileName(name: string, { is }: ExportFormat): string {
  return `${name}.${is}`
}
