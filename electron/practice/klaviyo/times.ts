/** As reads answer it: `2026-07-15T09:30:00+00:00`, whole seconds. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}+00:00`
}

/** As the answer to a create has it: with microseconds. */
export function isoMicros(at: number): string {
  return `${new Date(at).toISOString().slice(0, 23)}000+00:00`
}

/** The same as `isoSeconds`, for what may not have happened. */
export function isoOrNull(at: number | null): string | null {
  return at === null ? null : isoSeconds(at)
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** The instant of an RFC 3339 text or a day (UTC where no zone is named), or `undefined`. Days that don't exist are none. */
export function parseTime(text: string): number | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match
  const date = `${year ?? ''}-${month ?? ''}-${day ?? ''}`
  const midnight = Date.parse(`${date}T00:00:00Z`)
  // Date.parse rolls the 31st of a short month over into the next one.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined
  const colonZone = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
  const at = Date.parse(
    `${date}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${colonZone}`,
  )
  return Number.isNaN(at) ? undefined : at
}
