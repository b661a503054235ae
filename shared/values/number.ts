import { exactNumber } from './exactNumber.ts'
import type { DecimalMark } from './exactNumber.ts'
import { numberReason } from './numberReason.ts'
import { bad, good } from './parsedValue.ts'
import type { ParsedValue } from './parsedValue.ts'
import { quoteCell } from './quoteCell.ts'
import { trimInvisible } from './trimInvisible.ts'

/**
 * Reads a number, and only if nothing of it is lost: more digits than a computer's number holds (an id, say), leading
 * zeros (a postal code), a percent or currency sign and a spreadsheet's `1.2E+05` are problems, not numbers.
 * Knows groups of three by comma or point, every kind of space and apostrophe, Indian groups, and all minus signs,
 * also `12-` and `(12)` as accounting writes them.
 */
export function parseNumber(text: string, decimalMark: DecimalMark): ParsedValue {
  const plain = plainNumber(text, decimalMark)
  if (plain !== undefined) return good(plain)
  const written = trimInvisible(text)
  const value = exactNumber(written, decimalMark)
  if (value !== undefined) return good(value)
  return bad('invalid-number', `${quoteCell(written)} is not a number: ${numberReason(written, decimalMark)}`)
}

// Up to 15 digits, 10^15 < 2^53: the digits and the power of ten are exact, so their quotient is rounded right.
const tenTo = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]

/** The quick way for `-1234.5`: digits, one decimal mark, nothing else. `undefined` says nothing about the text. */
function plainNumber(text: string, decimalMark: DecimalMark): number | undefined {
  const markUnit = decimalMark === '.' ? 0x2e : 0x2c
  const negative = text.charCodeAt(0) === 0x2d
  const start = negative ? 1 : 0
  const length = text.length
  if (length === start || length - start > 16) return undefined
  let digits = 0
  let markAt = -1
  for (let at = start; at < length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x30 && unit <= 0x39) digits = digits * 10 + (unit - 0x30)
    else if (unit === markUnit && markAt < 0 && at > start) markAt = at
    else return undefined
  }
  const decimals = markAt < 0 ? 0 : length - markAt - 1
  const wholes = length - start - decimals - (markAt < 0 ? 0 : 1)
  if (wholes + decimals > 15 || markAt === length - 1) return undefined
  if (wholes > 1 && text.charCodeAt(start) === 0x30) return undefined
  const value = digits / (tenTo[decimals] ?? 1)
  return negative && value !== 0 ? -value : value
}
