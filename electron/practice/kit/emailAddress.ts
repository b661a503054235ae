import { invalid } from './answers.ts'
import type { Input } from './input.ts'
import { foldEmail } from './people.ts'

const pattern =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/i

/** Whether Kit would take it for an address. What exactly Kit accepts is not published; this is assumed. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && pattern.test(text)
}

/**
 * The address a write names, as it is stored.
 * @throws Refusal 422 `Email address is invalid` where it is missing or none
 */
export function requiredEmail(input: Input): string {
  const value = input.email_address
  const folded = typeof value === 'string' ? foldEmail(value) : ''
  if (!isEmailAddress(folded)) throw invalid('Email address is invalid')
  return folded
}

/**
 * The addresses a list is filtered by: one, or several separated by commas. Nothing is trimmed: a raw `+` arrives
 * as a space and is refused, as recorded live.
 */
export function emailFilter(input: Input): ReadonlySet<string> | undefined {
  const value = input.email_address
  if (value === undefined || value === null || value === '') return undefined
  const addresses = typeof value === 'string' ? value.split(',') : ['']
  if (!addresses.every(isEmailAddress)) throw invalid('email_address contains an invalid email address')
  return new Set(addresses.map(foldEmail))
}
