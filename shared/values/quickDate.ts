import type { DateOrder } from '../model.ts'
import { daysInMonth, twoDigits } from './calendar.ts'

/**
 * The quick way for the three forms that most files have: `2024-01-31`, the same with a time to the second, in UTC or
 * without a zone, and `31/1/2024` in the order asked for. `undefined` says nothing about the text: there is a slower way.
 */
export function quickDate(text: string, order: DateOrder): string | undefined {
  if (text.charCodeAt(4) !== hyphen) return quickOrdered(text, order)
  if (!isDayAtStart(text)) return undefined
  return text.length === 10 ? text : quickTime(text)
}

const hyphen = 0x2d

function isDayAtStart(text: string): boolean {
  if (text.length < 10 || text.charCodeAt(7) !== hyphen) return false
  const year = twoDigitsAt(text, 0) * 100 + twoDigitsAt(text, 2)
  const month = twoDigitsAt(text, 5)
  const day = twoDigitsAt(text, 8)
  return year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** `2024-01-31 10:00:00`, with `T` for the space and `Z` at the end or without. */
function quickTime(text: string): string | undefined {
  const separator = text[10]
  const isUtc = text.length === 20 && text.endsWith('Z')
  if ((separator !== 'T' && separator !== ' ') || (!isUtc && text.length !== 19)) return undefined
  if (text[13] !== ':' || text[16] !== ':') return undefined
  const inRange = twoDigitsAt(text, 11) <= 23 && twoDigitsAt(text, 14) <= 59 && twoDigitsAt(text, 17) <= 59
  if (!inRange) return undefined
  return isUtc && separator === 'T' ? text : `${text.slice(0, 10)}T${text.slice(11, 19)}Z`
}

function quickOrdered(text: string, order: DateOrder): string | undefined {
  const firstEnd = digitAt(text, 1) >= 0 ? 2 : 1
  const mark = text.charCodeAt(firstEnd)
  if (mark !== 0x2f && mark !== 0x2e && mark !== hyphen) return undefined
  const secondAt = firstEnd + 1
  const secondEnd = digitAt(text, secondAt + 1) >= 0 ? secondAt + 2 : secondAt + 1
  if (text.charCodeAt(secondEnd) !== mark || text.length !== secondEnd + 5) return undefined
  const first = firstEnd === 2 ? twoDigitsAt(text, 0) : digitAt(text, 0)
  const second = secondEnd - secondAt === 2 ? twoDigitsAt(text, secondAt) : digitAt(text, secondAt)
  const year = twoDigitsAt(text, secondEnd + 1) * 100 + twoDigitsAt(text, secondEnd + 3)
  const day = order === 'day-month' ? first : second
  const month = order === 'day-month' ? second : first
  const real = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return real ? `${year}-${twoDigits(month)}-${twoDigits(day)}` : undefined
}

function twoDigitsAt(text: string, at: number): number {
  return digitAt(text, at) * 10 + digitAt(text, at + 1)
}

/** `NaN` for anything but a digit: it fails every comparison above. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 0x30
  return digit >= 0 && digit <= 9 ? digit : NaN
}
