import { bad, good } from './parsedValue.ts'
import type { ParsedValue } from './parsedValue.ts'
import { quoteCell } from './quoteCell.ts'
import { spreadsheetErrorReason } from './spreadsheetError.ts'

/** The cell, exactly: `01234` keeps its zero and `+14155550000` its plus. `#N/A` would write over what is there. */
export function parseText(text: string): ParsedValue {
  const reason = spreadsheetErrorReason(text)
  return reason === null ? good(text) : bad('error-cell', `${quoteCell(text)} is no value: ${reason}`)
}
