import type { DatePart, DateToken } from './formatCode.ts'

const dayMs = 86_400_000
/** The last day that spreadsheets know, 9999-12-31. */
const lastDay = 2_958_465

/**
 * The date and time of a serial number as its format shows it, or in full (ISO) where the format leaves out which
 * day it is. A year always has four digits. `null`: no date that spreadsheets know; they show `####`.
 */
export function dateText(
  serial: number,
  { tokens }: { readonly tokens: readonly DateToken[] },
  date1904: boolean,
): string | null {
  if (serial < 0 || serial >= lastDay + 1) return null
  const has = (part: DatePart) => tokens.some(({ is }) => is === part)
  const hasDay = has('year') && has('month') && has('day')
  const fractionDigits = tokens.find(({ is }) => is === 'fraction')
  const decimals = fractionDigits && fractionDigits.is !== 'text' ? fractionDigits.letters.length - 1 : 0
  const at = momentOf(serial, decimals, date1904)
  if (has('elapsed')) return tokens.map((token) => elapsedPart(token, serial, at)).join('')
  const hasTime = has('hour') || has('minute') || has('second')
  if (!hasDay && (has('year') || has('month') || has('day'))) return isoDate(at, hasTime)
  const half = has('half')
  return tokens
    .map((token) => datePart(token, at, half))
    .join('')
    .trim()
}

/** A date in full, for a cell whose format is that of each computer. */
export function isoDateText(serial: number, withTime: boolean, date1904: boolean): string | null {
  if (serial < 0 || serial >= lastDay + 1) return null
  return isoDate(momentOf(serial, 0, date1904), withTime)
}

interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly fraction: string
}

/**
 * Day 1 is 1900-01-01, and day 60 the 29th of February 1900, which never was: serial numbers keep an error of Lotus
 * 1-2-3 (https://learn.microsoft.com/office/troubleshoot/excel/wrongly-assumes-1900-is-leap-year).
 */
function momentOf(serial: number, decimals: number, date1904: boolean): Moment {
  const unit = 1000 / 10 ** Math.min(decimals, 3)
  const ms = Math.round((serial * dayMs) / unit) * unit
  const days = Math.floor(ms / dayMs)
  const rest = ms - days * dayMs
  const time = {
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    fraction: String(Math.round(rest % 1000)).padStart(3, '0'),
  }
  if (!date1904 && days === 60) return { year: 1900, month: 2, day: 29, weekday: 3, ...time }
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const date = new Date(epoch + days * dayMs)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    ...time,
  }
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

function datePart(token: DateToken, at: Moment, half: boolean): string {
  if (token.is === 'text') return token.text
  const wide = (n: number) => String(n).padStart(Math.min(token.letters.length, 2), '0')
  switch (token.is) {
    case 'year':
      return String(at.year).padStart(4, '0')
    case 'month':
      return token.letters.length <= 2
        ? wide(at.month)
        : named(months[at.month - 1] ?? '', token.letters.length)
    case 'day':
      return token.letters.length <= 2
        ? wide(at.day)
        : named(weekdays[at.weekday] ?? '', token.letters.length)
    case 'hour':
      return wide(half ? at.hour % 12 || 12 : at.hour)
    case 'minute':
      return wide(at.minute)
    case 'second':
      return wide(at.second)
    case 'half':
      return token.letters.length > 3 ? (at.hour < 12 ? 'AM' : 'PM') : at.hour < 12 ? 'A' : 'P'
    case 'fraction':
      return `.${at.fraction.padEnd(token.letters.length - 1, '0').slice(0, token.letters.length - 1)}`
    case 'elapsed':
      return ''
  }
}

/** `mmm` is Jan, `mmmm` January, `mmmmm` J. */
function named(name: string, letters: number): string {
  return letters === 3 ? name.slice(0, 3) : letters === 5 ? name.slice(0, 1) : name
}

/** `[h]:mm` counts on beyond a day. */
function elapsedPart(token: DateToken, serial: number, at: Moment): string {
  if (token.is !== 'elapsed') return datePart(token, at, false)
  const seconds = Math.round(serial * 86_400)
  const unit = token.letters.startsWith('h') ? 3600 : token.letters.startsWith('m') ? 60 : 1
  return String(Math.floor(seconds / unit)).padStart(token.letters.length, '0')
}

function isoDate({ year, month, day, hour, minute, second }: Moment, withTime: boolean): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  return withTime ? `${date} ${two(hour)}:${two(minute)}:${two(second)}` : date
}
