import { isEmailAddress } from '../../../shared/values/email.ts'

export interface Mailbox {
  readonly address: string
  /** `''` where only the address is given. */
  readonly name: string
}

/**
 * People as mail programs copy them: `Ann Lee <ann@example.org>; "Roe, Bo" <bo@example.org>`, on one line or several,
 * with the `To:` of the mail or without. `null` for anything else, such as a table, or one address a line, which is one
 * already, and wherever an address would be left out.
 */
export function mailboxList(text: string): readonly Mailbox[] | null {
  if (text.includes('\t')) return null
  const list = text.replace(labels, '')
  const bare = list.replace(/"[^"\r\n]*"|<[^<>\r\n]*>/g, '')
  // Names such as `Lee, Ann` stand between semicolons.
  const ends = bare.includes(';') ? ';\r\n' : ',\r\n'
  const parts = list.match(new RegExp(`(?:"[^"\\r\\n]*"|<[^<>\\r\\n]*>|[^"<>${ends}])+`, 'g')) ?? []
  const found = parts.map((part) => part.trim()).filter((part) => part !== '')
  const people = found.flatMap((part) => mailboxOf(part) ?? [])
  const lines = list.trim().split(/[\r\n]+/).length
  const isList = people.length === found.length && people.length > 1
  return isList && (list !== text || list.includes('<') || people.length > lines) ? people : null
}

/** What stands before the people of a mail, in seven languages: `To:`, `Cc:`, `An:`. */
const labels =
  /^[^\S\r\n]*(?:to|from|b?cc|an|von|kopie|blindkopie|à|a|de|cci|para|cco|da|ccn|aan|van)[^\S\r\n]*:[^\S\r\n]*/gim

function mailboxOf(part: string): Mailbox | null {
  if (isEmailAddress(part)) return { address: part, name: '' }
  const [, before = '', inBrackets = ''] = /^((?:"[^"]*"|[^"<>])*)<([^<>]+)>$/.exec(part) ?? []
  const address = inBrackets.trim()
  if (!isEmailAddress(address) || namesAnother(before, address)) return null
  const name = before
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim()
  return { address, name: isEmailAddress(name) ? '' : name }
}

/** Whether a name has another address in it, as where a separator is missing: that person would be lost. */
function namesAnother(name: string, address: string): boolean {
  const addresses = name.split(/[\s"'<>(),;:]+/).filter((word) => /.@./.test(word))
  return addresses.some((one) => one.toLowerCase() !== address.toLowerCase())
}
