import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { trimInvisible } from '../values/trimInvisible.ts'
import type { SampledGuess } from './guessColumns.ts'
import { headerWords } from './headerWords.ts'

/** Headers that hardly any other language has: Swedish has an `Ort` too, and Danish an `E-mail-adresse`. */
const germanWords = new Set(
  [
    'vorname|rufname|nachname|familienname|zuname|anrede|geburtsdatum|geburtstag',
    'strasse|straße|hausnummer|plz|postleitzahl|ort|wohnort|bundesland',
    'handy|handynummer|rufnummer|kundennummer',
    'abgemeldet|angemeldet am|anmeldedatum|einwilligung|umsatz|betrag|bestellwert',
  ].flatMap((line) => line.split('|').map(headerWords)),
)

/** One word may have got into any list; two are a language. */
export function hasGermanHeaders(columns: readonly SampledGuess[]): boolean {
  return columns.filter(({ guess }) => germanWords.has(headerWords(guess.column.header))).length >= 2
}

/** How many of the phone numbers without a country code are. */
export interface GermanPhones {
  readonly valid: number
  readonly all: number
}

/**
 * The phone numbers, where they can be read as numbers of Germany, and something else speaks for it too: Austria and
 * Switzerland have the same headers, but other postal codes and mobile numbers. `null` otherwise.
 */
export function germanPhones(columns: readonly SampledGuess[]): GermanPhones | null {
  const local = valuesAbout(columns, 'phone').filter((value) => /^0[1-9]/.test(value))
  const valid = local.filter((value) => parsePhoneNumberFromString(value, 'DE')?.isValid() === true).length
  if (local.length === 0 || valid < local.length * 0.8) return null
  const codes = valuesAbout(columns, 'postal-code')
  const isOfGermany =
    mostly(codes, /^(?:D-?\s?)?\d{5}$/) || (codes.length === 0 && mostly(local, /^01[567]\d/))
  return isOfGermany ? { valid, all: local.length } : null
}

function mostly(values: readonly string[], form: RegExp): boolean {
  return values.length > 0 && values.filter((value) => form.test(value)).length >= values.length * 0.8
}

function valuesAbout(columns: readonly SampledGuess[], concept: 'phone' | 'postal-code'): readonly string[] {
  return columns
    .filter(({ guess }) => guess.concept === concept)
    .flatMap(({ samples }) => samples.map(trimInvisible).filter((value) => value !== ''))
}
