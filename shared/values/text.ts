import { good } from './parsedValue.ts'
import type { ParsedValue } from './parsedValue.ts'

/** The cell, exactly: `01234` keeps its zero and `+14155550000` its plus. */
export function parseText(text: string): ParsedValue {
  return good(text)
}
