import type { DateOrder } from '../model.ts'
import { fullYear, isoDay, isRealDay } from './calendar.ts'
import type { CalendarDay } from './calendar.ts'
import { isoInstant, readTime, splitTime } from './clockTime.ts'
import { dateReason } from './dateReason.ts'
import { readNamedMonth } from './namedMonth.ts'
import { bad, good } from './parsedValue.ts'
import type { ParsedValue, ReadingNote } from './parsedValue.ts'
import { quickDate } from './quickDate.ts'
import { quoteCell } from './quoteCell.ts'
import { trimInvisible } from './trimInvisible.ts'

/**
 * Reads a date into `YYYY-MM-DD`, or, where the text has a time, into `YYYY-MM-DDTHH:MM:SSZ` (in UTC; a time without a
 * zone is taken as UTC). `order` decides `3/4/2024`; `13/4/2024` has only one reading, which is used and noted.
 * A day that no calendar has is a problem, and so are day numbers of spreadsheets and seconds since 1970.
 */
export function parseDate(text: string, order: DateOrder): ParsedValue {
  const quick = quickDate(text, order)
  if (quick !== undefined) return good(quick)
  const written = trimInvisible(text)
  const read = written.length <= longestDate ? readDate(written, order) : undefined
  if (read) return good(read.iso, read.swapped ? swappedNote(written, read.iso, order) : undefined)
  return bad('invalid-date', `${quoteCell(written)} is not a date: ${dateReason(written)}`)
}

// `Wednesday, 30 September 2024 12:00:00 GMT+0100 (Central European Standard Time)` is 78 characters.
const longestDate = 100

interface ReadDate {
  readonly iso: string
  readonly swapped: boolean
}

function readDate(written: string, order: DateOrder): ReadDate | undefined {
  const { date, time } = splitTime(written)
  const day = readDay(date, order)
  if (!day) return undefined
  if (time === null) return { iso: isoDay(day.day), swapped: day.swapped }
  const clock = readTime(time)
  const iso = clock && isoInstant(day.day, clock)
  return iso === undefined ? undefined : { iso, swapped: day.swapped }
}

interface ReadDay {
  readonly day: CalendarDay
  /** Read against the order asked for, because that order was impossible. */
  readonly swapped: boolean
}

function readDay(text: string, order: DateOrder): ReadDay | undefined {
  const yearFirst =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^([12]\d{3})()(\d{2})(\d{2})$/.exec(text)
  if (yearFirst) return real(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]))
  const yearLast = /^(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})$/.exec(text)
  if (yearLast)
    return readOrdered(Number(yearLast[1]), Number(yearLast[3]), fullYear(yearLast[4] ?? ''), order)
  const named = readNamedMonth(text)
  return named && real(named.year, named.month, named.day)
}

function readOrdered(first: number, second: number, year: number, order: DateOrder): ReadDay | undefined {
  const [day, month] = order === 'day-month' ? [first, second] : [second, first]
  if (month <= 12) return real(year, month, day)
  return real(year, day, month, true)
}

function real(year: number, month: number, day: number, swapped = false): ReadDay | undefined {
  const calendarDay = { year, month, day }
  return isRealDay(calendarDay) ? { day: calendarDay, swapped } : undefined
}

function swappedNote(written: string, iso: string, order: DateOrder): ReadingNote {
  const [expected, used] = order === 'day-month' ? ['day', 'month'] : ['month', 'day']
  const message = `${quoteCell(written)} was read with the ${used} first, as ${iso.slice(0, 10)}: with the ${expected} first there is no such month.`
  return { kind: 'invalid-date', message }
}
