import type { CountedLimit } from './connectors/waysIn.ts'

/** `150 imports a minute, 10 a second` */
export function limitWords({ what, windows }: CountedLimit): string {
  return windows
    .toSorted((one, other) => other.windowMs - one.windowMs)
    .map(({ requests, windowMs }, n) => {
      const count = requests.toLocaleString('en')
      return `${count}${n === 0 ? ` ${what}` : ''} ${perWords(windowMs)}`
    })
    .join(', ')
}

function perWords(windowMs: number): string {
  switch (windowMs) {
    case 1_000:
      return 'a second'
    case 60_000:
      return 'a minute'
    case 3_600_000:
      return 'an hour'
    case 86_400_000:
      return 'a day'
    default:
      return `in ${windowMs / 1000} seconds`
  }
}
