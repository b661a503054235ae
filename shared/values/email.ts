import validatorModule from 'validator/lib/isEmail.js'
import { longestEmail, longestLocalPart } from './emailLimits.ts'
import { emailReason } from './emailReason.ts'
import { foldEmail } from './foldEmail.ts'
import { bad, good } from './parsedValue.ts'
import type { ParsedValue } from './parsedValue.ts'
import { quoteCell } from './quoteCell.ts'
import { trimInvisible } from './trimInvisible.ts'

/**
 * Reads an address. Space and invisible characters around it are dropped, its case is kept.
 *
 * Narrower than RFC 5322, on purpose: no quoted names, no comments, no bare IP addresses, no comma (Kit's look-up by
 * address takes a comma-separated list), and only ASCII before the @. Few mail hosts hand out anything else, and what
 * is there in a list is nearly always a slip of the keyboard. Domains may use other letters (`info@müller.de`).
 */
export function parseEmail(text: string): ParsedValue {
  const email = trimInvisible(text)
  if (email === '') return bad('missing-email', 'There is no email address.')
  if (isEmailAddress(email)) return good(email)
  return bad('invalid-email', `${quoteCell(email)} is not an email address: ${emailReason(email)}`)
}

/** Whether `parseEmail` takes this for an address; without a reason where not. */
export function isEmailAddress(text: string): boolean {
  return isPlainEmail(text) || isOtherEmail(text)
}

/**
 * The quick yes for everyday addresses: about forty times as fast as validator's `isEmail`, and never a yes where that
 * says no (a property test compares them).
 */
export function isPlainEmail(text: string): boolean {
  return text.length <= longestEmail && text.indexOf('@') <= longestLocalPart && plainEmail.test(text)
}

const plainEmail =
  /^[a-z0-9_+'-]+(?:\.[a-z0-9_+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

// A CommonJS module that is its own `default`: this way its types and every loader agree.
const isEmail = validatorModule.default

function isOtherEmail(text: string): boolean {
  // validator measures bytes with encodeURI, which throws on half a surrogate pair.
  if (text.length > longestEmail || !text.isWellFormed() || !asciiLocalPart.test(text)) return false
  return isEmail(text) && foldEmail(text).length <= longestEmail
}

const asciiLocalPart = /^[!#-+\--~]+@[^@,"]+$/
