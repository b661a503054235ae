/** Numbers, times and sizes as people read them, in the language of the interface. */
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const toTheSecond = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const dayAlone = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** `1,204` */
export function count(n: number): string {
  return whole.format(n)
}

/** `1 row`, `1,204 rows`; a plural that isn't made with -s is given. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`
}

/** `27 Nov 2026`, for a date without a time, at midnight UTC */
export function day(at: number): string {
  return dayAlone.format(at)
}

/** `27 Nov 2026, 14:05` */
export function moment(at: number): string {
  return dayAndTime.format(at)
}

/** `27 Nov 2026, 14:05:09` */
export function momentToTheSecond(at: number): string {
  return toTheSecond.format(at)
}

/** `under a second`, `12 s`, `3 min`, `2 h 5 min` */
export function duration(ms: number): string {
  if (ms < 1000) return 'under a second'
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

/** `118 MB` */
export function bytes(n: number): string {
  if (n < 1000) return `${n} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = n / 1000
  let unit = 0
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000
  return `${value < 10 ? value.toFixed(1) : whole.format(value)} ${units[unit] ?? 'TB'}`
}

/** `just now`, `12 min ago`, `3 h ago`, `2 days ago` */
export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 90) return `${minutes} min ago`
  const hours = Math.round(minutes / 60)
  return hours < 36 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`
}
