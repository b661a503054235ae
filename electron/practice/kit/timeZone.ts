/** The offset of a zone at an instant: `-05:00`. @param zone IANA name */
export function offsetText(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  return name === 'GMT' ? '+00:00' : name.slice('GMT'.length)
}

/** The day it is in a zone at an instant: `2026-11-20`. */
export function dayIn(zone: string, at: number): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at)
}

/** A wall-clock time in a zone with its offset: `2026-11-20T23:59:59-05:00`. @param time `23:59:59` */
export function wallTime(zone: string, day: string, time: string): string {
  const asUtc = Date.parse(`${day}T${time}Z`)
  // The offset at that wall time: look it up at the instant guessed from the offset at the same reading in UTC.
  const guess = Date.parse(`${day}T${time}${offsetText(zone, asUtc)}`)
  return `${day}T${time}${offsetText(zone, guess)}`
}
