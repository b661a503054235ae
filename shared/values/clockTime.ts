import { isoDay, twoDigits } from './calendar.ts'
import type { CalendarDay } from './calendar.ts'

export interface ClockTime {
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Minutes east of UTC; 0 where the text names no zone, as Kit itself assumes. */
  readonly offsetMinutes: number
}

/** Splits `31.01.2024, 17:03 Uhr` into its date and its time. `time` is `null` where there is none. */
export function splitTime(text: string): { readonly date: string; readonly time: string | null } {
  const match =
    /^(.+?)(?:(?<=\d)[Tt]|,?\s+(?:at|um|à|a las|às|alle|om)\s+|,?\s+)(\d{1,2}(?::|\s?[hH]\s?)\d{2}.*)$/u.exec(
      text,
    )
  return match ? { date: match[1] ?? '', time: match[2] ?? '' } : { date: text, time: null }
}

/** `undefined` for what is no time of day, or has a zone that could be several. Fractions of a second are dropped. */
export function readTime(text: string): ClockTime | undefined {
  const match = timePattern.exec(text)
  if (!match) return undefined
  const [, hours = '', minutes = '', seconds = '0', half, zone = ''] = match
  const hour = readHour(Number(hours), half?.charAt(0).toLowerCase())
  const offsetMinutes = readZone(zone)
  const [minute, second] = [Number(minutes), Number(seconds)]
  if (hour === undefined || offsetMinutes === undefined || minute > 59 || second > 59) return undefined
  return { hour, minute, second, offsetMinutes }
}

const timePattern =
  /^(\d{1,2})(?::|\s?h\s?)(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?([ap]\.?\s?m)\.?|\s?uhr|\s?u\b)?\s?(\S.*)?$/iu

function readHour(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half === 'p' ? 12 : 0)
}

// Zones with one meaning in mail (RFC 5322 §4.3) and in Central Europe. IST, BST and others have several.
const zoneHours: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  CET: 1,
  CEST: 2,
}

function readZone(zone: string): number | undefined {
  if (zone === '') return 0
  // What JavaScript writes: GMT+0100 (Central European Standard Time)
  const text = zone.replace(/\s*\([^()]*\)$/, '').toUpperCase()
  const hours = zoneHours[text]
  if (hours !== undefined) return hours * 60
  const match = /^(?:UTC|GMT)?\s?([+-−])(\d{1,2})(?::?(\d{2}))?$/.exec(text)
  if (!match) return undefined
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0')
  if (minutes > 14 * 60 || Number(match[3] ?? '0') > 59) return undefined
  return match[1] === '+' ? minutes : -minutes
}

/** `2024-01-31T16:03:00Z`, or `undefined` where the zone moves it out of the years of four digits. */
export function isoInstant(day: CalendarDay, time: ClockTime): string | undefined {
  if (time.offsetMinutes === 0)
    return `${isoDay(day)}T${twoDigits(time.hour)}:${twoDigits(time.minute)}:${twoDigits(time.second)}Z`
  const utcMs = Date.UTC(
    day.year,
    day.month - 1,
    day.day,
    time.hour,
    time.minute - time.offsetMinutes,
    time.second,
  )
  const iso = new Date(utcMs).toISOString()
  return iso.length === 24 ? `${iso.slice(0, 19)}Z` : undefined
}
