import { isSupportedCountry, Metadata, ParseError, parsePhoneNumberWithError } from 'libphonenumber-js/min'
import type { CountryCode, NumberingPlan, PhoneNumber } from 'libphonenumber-js/min'
import { bad, good } from './parsedValue.ts'
import type { ParsedValue, ReadingNote } from './parsedValue.ts'
import { isInUse } from './phoneInUse.ts'
import { hiddenDigitsReason, phoneReason } from './phoneReason.ts'
import { quoteCell } from './quoteCell.ts'
import { trimInvisible } from './trimInvisible.ts'

/**
 * Reads a phone number into E.164 (`+14155550000`). Numbers without a country code belong to `defaultCountry`
 * (ISO 3166-1 alpha-2; `null` or an unknown code: none).
 *
 * Refused by the `min` metadata alone, which knows every country's lengths and general pattern. The `max` one also knows
 * which area codes and mobile ranges exist this month, so it calls numbers wrong that were handed out since: where it
 * knows no such range, that is a note.
 */
export function parsePhone(text: string, defaultCountry: string | null): ParsedValue {
  const written = trimInvisible(text)
  const hidden = hiddenDigitsReason(written)
  if (hidden !== null) return notAPhone(written, hidden)
  const country = defaultCountry !== null && isSupportedCountry(defaultCountry) ? defaultCountry : undefined
  const read = readPhone(written, country)
  if (typeof read === 'string')
    return dialledAbroad(written) ?? notAPhone(written, phoneReason(written, read))
  return lackingPlus(written, read) ?? fromNumber(written, read)
}

function notAPhone(written: string, reason: string): ParsedValue {
  return bad('invalid-phone', `${quoteCell(written)} is not a phone number: ${reason}`)
}

function fromNumber(written: string, phone: PhoneNumber): ParsedValue {
  if (phone.ext === undefined) return isInUse(phone) ? good(phone.number) : notInUse(written, phone)
  return good(
    phone.number,
    phoneNote(`${quoteCell(written)} was read as ${phone.number}, without its extension ${phone.ext}.`),
  )
}

/** Sent all the same: the rules may be older than the number. */
function notInUse(written: string, { number }: PhoneNumber): ParsedValue {
  return good(
    number,
    phoneNote(
      `${quoteCell(written)} was read as ${number}, which is in no range that its country gives out. Look whether a digit is missing: a service may leave it out.`,
    ),
  )
}

function phoneNote(message: string): ReadingNote {
  return { kind: 'invalid-phone', message }
}

/** The number, or why there is none. */
function readPhone(written: string, country: CountryCode | undefined): PhoneNumber | ParseError['message'] {
  try {
    const options = country === undefined ? { extract: false } : { defaultCountry: country, extract: false }
    const phone = parsePhoneNumberWithError(written, options)
    return planFor(phone.country ?? phone.countryCallingCode).fits(phone.nationalNumber)
      ? phone
      : 'IMPOSSIBLE'
  } catch (error) {
    if (error instanceof ParseError) return error.message
    throw error
  }
}

/** After `00`, as most of the world dials: a second try where the default country's own rules had no reading. */
function dialledAbroad(written: string): ParsedValue | null {
  if (!/^00\s?[1-9]/.test(written)) return null
  const phone = readPhone('+' + written.slice(2), undefined)
  return typeof phone === 'string' ? null : fromNumber(written, phone)
}

/**
 * A number that starts with its own country's code but has no plus, as spreadsheets leave it. Only the default
 * country's code is trusted: `41555500001` is sooner a mistyped American number than a Swiss one.
 */
function lackingPlus(written: string, phone: PhoneNumber): ParsedValue | null {
  if (!couldLackPlus(written, phone)) return null
  const other = readPhone('+' + written, undefined)
  if (typeof other === 'string') return null
  return good(
    other.number,
    phoneNote(`${quoteCell(written)} was read as ${other.number}: there is no + before the country code.`),
  )
}

/** German and Austrian numbers have no fixed length, so `4915112345678` also passes as one without its country code. */
function couldLackPlus(written: string, phone: PhoneNumber): boolean {
  return phone.nationalNumber.length >= 12 && written.startsWith(phone.countryCallingCode)
}

interface Plan {
  readonly fits: (nationalNumber: string) => boolean
}

const plans = new Map<string, Plan>()

/** Length and general pattern of a country, compiled once: the library's own check compiles them for each number. */
function planFor(countryOrCallingCode: string): Plan {
  const known = plans.get(countryOrCallingCode)
  if (known) return known
  const metadata = new Metadata()
  metadata.selectNumberingPlan(countryOrCallingCode as CountryCode)
  // Left out of the published types, there since the first version.
  const numbering = metadata.numberingPlan as NumberingPlan & { nationalNumberPattern(): string }
  const pattern = new RegExp(`^(?:${numbering.nationalNumberPattern()})$`)
  const lengths = new Set(numbering.possibleLengths())
  const plan: Plan = { fits: (number) => lengths.has(number.length) && pattern.test(number) }
  plans.set(countryOrCallingCode, plan)
  return plan
}
