/** Numbers and times as people read them. */
export function count(number: number): string {
  return number.toLocaleString('en-US')
}

/** `1 row`, `1,204 rows`, `2 people` */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`
}

/** `Kit · Acme Bakery (practice account)`: where something goes, so that practice and real never look alike. */
export function accountWords(service: string, name: string, practice: boolean): string {
  return `${service} · ${name}${practice ? ' (practice account)' : ''}`
}

/** `less than a second`, `12 s`, `4 min`, `1 h 20 min` */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 1) return 'less than a second'
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `2026-11-21 09:30` in the user's own time zone. */
export function when(at: number): string {
  const date = new Date(at)
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** `about 12 s`, `less than a second` */
export function about(ms: number): string {
  return Math.round(ms / 1000) < 1 ? duration(ms) : `about ${duration(ms)}`
}
