import { AppError } from '../../../../shared/errors.ts'
import type { FieldValue, ValueType } from '../../../../shared/model.ts'
import { keepGuard } from '../../source/formulaGuard.ts'

/** Numbers of the styles in `workbookParts`. */
export const cellStyles = { plain: 0, day: 1, time: 2, header: 3, asTyped: 4 } as const

/** The most characters that Excel keeps in a cell. */
const mostCharacters = 32_767

/** A cell as SpreadsheetML. Text is always text, so that nothing in it is run; what has no value has no cell. */
export function sheetCell(value: FieldValue, type: ValueType, at: string): string {
  if (value === null || value === '') return ''
  if (typeof value === 'number') return Number.isFinite(value) ? `<c r="${at}"><v>${value}</v></c>` : ''
  if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`
  const date = type === 'date' ? dateSerial(value) : null
  if (date !== null) return `<c r="${at}" s="${date.style}"><v>${date.serial}</v></c>`
  return textCell(value, at)
}

/** Text in a cell that keeps what is typed over it, also where it is empty. */
export function typedCell(value: FieldValue, at: string): string {
  if (value === null || value === '') return `<c r="${at}" s="${cellStyles.asTyped}"/>`
  return textCell(String(value), at, cellStyles.asTyped)
}

export function headerCell(text: string, at: string): string {
  return `<c r="${at}" t="inlineStr" s="${cellStyles.header}"><is><t xml:space="preserve">${xmlText(keepGuard(text))}</t></is></c>`
}

/** @throws AppError `invalid-input` for more than a cell holds: cut text would be a loss that nobody sees */
function textCell(text: string, at: string, style: number = cellStyles.plain): string {
  if (text.length > mostCharacters)
    throw new AppError(
      'invalid-input',
      `Cell ${at} would have ${text.length.toLocaleString('en')} characters, and Excel keeps at most 32,767 in one. Save it as CSV or JSON lines.`,
    )
  const styled = style === cellStyles.plain ? '' : ` s="${style}"`
  return `<c r="${at}" t="inlineStr"${styled}><is><t xml:space="preserve">${xmlText(keepGuard(text))}</t></is></c>`
}

const dayMs = 24 * 60 * 60_000
/** Days from Excel's beginning to 1970. */
const epochSerial = 25_569
/** Excel believes in 29 February 1900: before that its days are off by one. */
const firstSerial = 61

function dateSerial(text: string): { serial: number; style: number } | null {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null
  const isDay = text.length === 10
  const ms = Date.parse(isDay || /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  const serial = ms / dayMs + epochSerial
  return serial >= firstSerial ? { serial, style: isDay ? cellStyles.day : cellStyles.time } : null
}

const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
const special: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Excel reads `_x000D_` as a sign of its own (ECMA-376 part 1, 22.9.2.19), so what looks like one is written as such. */
export function xmlText(text: string): string {
  if (!/[&<>_\r\u0000-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/.test(text)) return text
  return text
    .toWellFormed()
    .replace(illegal, '')
    .replace(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replace(/\r\n?/g, '\n')
    .replace(/[&<>]/g, (sign) => special[sign] ?? sign)
}

/** 0: `A`, 26: `AA`. */
export function columnName(n: number): string {
  const last = String.fromCharCode(65 + (n % 26))
  return n < 26 ? last : columnName(Math.floor(n / 26) - 1) + last
}
