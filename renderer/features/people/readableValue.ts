import { day, moment } from '../../words.ts'

/** `2026-11-27`, and with a time, of any zone or of none. */
const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * A value as its service holds it, as people read it: `27 Nov 2026` for an ISO date, `bread, cakes` for a JSON list, `yes`
 * and `no`. Whatever is neither stays as it is.
 */
export function readableValue(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  return dateWords(value) ?? structureWords(value) ?? value
}

function dateWords(text: string): string | null {
  const match = isoDate.exec(text)
  const at = match === null ? NaN : Date.parse(text.replace(' ', 'T'))
  if (Number.isNaN(at)) return null
  const time = match?.[1]
  // At midnight sharp it is the date that was meant, whatever the zone here.
  const isDay = time === undefined || /^[0:.]+$/.test(time)
  return isDay ? day(Date.parse(text.slice(0, 10))) : moment(at)
}

function structureWords(text: string): string | null {
  if (!/^[[{]/.test(text)) return null
  try {
    return partWords(JSON.parse(text) as unknown)
  } catch {
    return null // Only looks like it.
  }
}

function partWords(part: unknown): string {
  if (part === null || part === '') return 'empty'
  if (Array.isArray(part)) return part.length === 0 ? 'none' : part.map(partWords).join(', ')
  if (typeof part === 'object')
    return Object.entries(part)
      .map(([name, inner]) => `${name}: ${partWords(inner)}`)
      .join(', ')
  return typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean'
    ? readableValue(part)
    : ''
}
