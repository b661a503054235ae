import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Whether it is E.164 and a number that can exist: region and length are looked at, not only digits. */
export function isPhoneNumber(text: string): boolean {
  return /^\+\d{5,15}$/.test(text) && (parsePhoneNumberFromString(text)?.isValid() ?? false)
}

/** The country a number belongs to, as an ISO 3166 code. */
export function countryOf(phoneNumber: string): string | undefined {
  return parsePhoneNumberFromString(phoneNumber)?.country
}

export const badPhoneNumber = 'Invalid phone number format (Example of a valid format: +12345678901)'
