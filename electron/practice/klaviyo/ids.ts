import type { Random } from '../random.ts'

/** Ids in the forms the service gives them; the same seed gives the same ones. */
export interface Ids {
  /** Profiles, jobs, webhooks: 26 characters that sort by time. @param at milliseconds since 1970 */
  ulid(at: number): string
  /** Lists, segments, metrics: 6 letters and digits. */
  short(): string
  /** Tags and tag groups. */
  uuid(): string
  /** Events: 11 letters and digits. */
  event(): string
  /** Import jobs: seen as base64url of account, the word maintenance, and a time. */
  importJob(accountId: string, at: number): string
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export function createIds(random: Random): Ids {
  const text = (length: number, alphabet: string) =>
    Array.from({ length }, () => alphabet[random.between(0, alphabet.length - 1)] ?? '').join('')
  let lastTime = ''
  let lastTail = 0
  return {
    ulid: (at) => {
      const time = Math.floor(at).toString(32).padStart(10, '0')
      const stamp = inCrockford(time)
      // Within one millisecond the random tail grows, so that ids never go backwards.
      lastTail = stamp === lastTime ? lastTail + random.between(1, 9) : random.between(0, 32 ** 6 - 1)
      lastTime = stamp
      return `${stamp}${inCrockford(lastTail.toString(32).padStart(7, '0'))}${text(9, crockford)}`
    },
    short: () => text(6, letters),
    uuid: () => uuidFrom(text(32, '0123456789abcdef')),
    event: () => text(11, letters),
    importJob: (accountId, at) => {
      const plain = `${accountId}_maintenance.${text(6, letters)}.${Math.floor(at / 1000)}.${text(6, letters)}`
      return Buffer.from(plain).toString('base64url')
    },
  }
}

/** Digits of base 32 as ULIDs write them. */
function inCrockford(digits: string): string {
  return digits.replace(/./g, (digit) => crockford[parseInt(digit, 32)] ?? '')
}

function uuidFrom(hex: string): string {
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`]
  return [...parts, hex.slice(20)].join('-')
}
