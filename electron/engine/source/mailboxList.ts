import { isEmailAddress } from '../../../shared/values/email.ts'

export interface Mailbox {
  readonly address: string
  /** `''` where only the address is given. */
  readonly name: string
}

/**
 * People as mail programs copy them: `Ann Lee <ann@example.org>; "Roe, Bo" <bo@example.org>`, on one line or several.
 * `null` for anything else, such as a table, or one address a line, which is one already.
 */
export function mailboxList(text: string): readonly Mailbox[] | null {
  if (text.includes('\t')) return null
  const bare = text.replace(/"[^"\r\n]*"|<[^<>\r\n]*>/g, '')
  // Names such as `Lee, Ann` stand between semicolons.
  const ends = bare.includes(';') ? ';\r\n' : ',\r\n'
  const parts = text.match(new RegExp(`(?:"[^"\\r\\n]*"|<[^<>\\r\\n]*>|[^"<>${ends}])+`, 'g')) ?? []
  const found = parts.map((part) => part.trim()).filter((part) => part !== '')
  const people = found.flatMap((part) => mailboxOf(part) ?? [])
  const lines = text.trim().split(/[\r\n]+/).length
  const isList = people.length === found.length && people.length > 1
  return isList && (text.includes('<') || people.length > lines) ? people : null
}

function mailboxOf(part: string): Mailbox | null {
  if (isEmailAddress(part)) return { address: part, name: '' }
  const [, name = '', address = ''] = /^(.*?)\s*<([^<>]+)>$/.exec(part) ?? []
  if (!isEmailAddress(address.trim())) return null
  const plain = name.replace(/^(["'])(.*)\1$/, '$2').trim()
  return { address: address.trim(), name: isEmailAddress(plain) ? '' : plain }
}
