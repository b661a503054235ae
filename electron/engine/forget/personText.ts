import { domainToUnicode } from 'node:url'
import { foldEmail } from '../../../shared/values/foldEmail.ts'

/** One address, however it is written, for finding it in text. */
export interface PersonText {
  /** Who it is: what rows and contacts are known by. */
  readonly identity: string
  /** Something in lower case that every text with the address has: cheap to look for in SQL. */
  readonly probe: string
  /** Ways of writing it, in lower case. */
  readonly spellings: readonly string[]
  /** Whether this address is in the text, and not only as a part of another one (`ann@` in `joann@`). */
  readonly isIn: (text: string) => boolean
  /** The text with the address taken out. */
  readonly without: (text: string) => string
}

const removed = '[forgotten]'

/** Whether an address was taken out of a text, so that what it was is not known any more. */
export function hasForgotten(text: unknown): boolean {
  return typeof text === 'string' && text.includes(removed)
}

export function personText(email: string): PersonText {
  const identity = foldEmail(email)
  const spellings = spellingsOf(email, identity)
  const either = spellings.map((one) => one.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')
  // Neither more of a name in front, nor more of a domain behind.
  const pattern = `(?<![\\p{L}\\p{N}._%+-]|[\\p{L}\\p{N}]')(?:${either})(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`
  const [local = ''] = identity.split('@')
  return {
    identity,
    spellings,
    probe: /^[a-z0-9._+-]+$/.test(local) ? `${local}@` : '@',
    isIn: (text) => new RegExp(pattern, 'iu').test(text),
    without: (text) => text.replaceAll(new RegExp(pattern, 'giu'), removed),
  }
}

/** As it was given, folded, with its domain in its own letters, and each of these as JSON writes it. */
function spellingsOf(email: string, identity: string): string[] {
  const at = identity.lastIndexOf('@')
  const given = email.trim().normalize('NFC').toLowerCase()
  const domain = domainToUnicode(identity.slice(at + 1))
  const own = domain === '' ? identity : `${identity.slice(0, at + 1)}${domain}`
  const plain = [identity, given, own]
  return [...new Set([...plain, ...plain.map((one) => JSON.stringify(one).slice(1, -1))])]
}
