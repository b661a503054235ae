import fc from 'fast-check'
import { parsePhoneNumberFromString as parseLargely } from 'libphonenumber-js/max'
import { getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { describe, expect, test } from 'vitest'
import { parsePhone } from '../../../shared/values/phone.ts'
import { isInUse } from '../../../shared/values/phoneInUse.ts'

function read(text: string, country: string | null): string {
  const parsed = parsePhone(text, country)
  return parsed.ok ? String(parsed.value) : parsed.message
}

describe('a phone number', () => {
  test.each([
    ['+14155550000', null, '+14155550000'],
    ['(415) 555-2671', 'US', '+14155552671'],
    ['4155550000', 'US', '+14155550000'],
    ['06 12 34 56 78', 'FR', '+33612345678'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['+44 (0)20 7946 0018', null, '+442079460018'],
    ['+39 06 1234567', 'US', '+39061234567'],
    ['\u202d+1 415 555 2671\u202c', null, '+14155552671'],
    ['0049 30 123456', 'US', '+4930123456'],
    ['00 44 20 7946 0018', null, '+442079460018'],
  ])('%j in %s is %s', (text, country, number) => {
    expect(read(text, country)).toBe(number)
  })

  test.each([
    [
      '4.14155E+10',
      'US',
      'a spreadsheet shortened it and the last digits are gone. Format the column as text and export it again.',
    ],
    [
      '4,14155E+10',
      'DE',
      'a spreadsheet shortened it and the last digits are gone. Format the column as text and export it again.',
    ],
    [
      '14155550000.0',
      'US',
      'it was saved as a decimal number. Format the column as text and export it again.',
    ],
    [
      '(415) 555-2671',
      null,
      'it has no country code. Write it with + and the code, or choose a country for the file.',
    ],
    [
      '(415) 555-2671',
      'UK',
      'it has no country code. Write it with + and the code, or choose a country for the file.',
    ],
    ['+999 1234567', null, 'no country has this code after the +.'],
    ['0171 1234567 / 030 123456', 'DE', 'there are two numbers in the cell. Keep one.'],
    ['1-800-FLOWERS', 'US', 'it has letters in it.'],
    ['n/a', 'US', 'it has no digits.'],
    ['12', 'US', 'it has too few digits.'],
    ['0000000000', 'US', 'no country has numbers like this. Check the digits and the country code.'],
    ["'+14155552671", 'US', 'it starts with an apostrophe. Remove it.'],
    ['1'.repeat(5000), 'US', 'it has too many digits.'],
  ])('%j in %s is none: %s', (text, country, why) => {
    expect(read(text, country).endsWith(`is not a phone number: ${why}`)).toBe(true)
  })

  test('bare digits are never taken for a foreign number', () => {
    expect(parsePhone('41555500001', 'US').ok).toBe(false)
    expect(parsePhone('33612345678', null).ok).toBe(false)
  })

  test("says so when a number starts with its own country's code but has no plus", () => {
    const parsed = parsePhone('4915112345678', 'DE')
    expect(parsed).toMatchObject({ ok: true, value: '+4915112345678', note: { kind: 'invalid-phone' } })
  })

  test('says so when no range that its country gives out has it, and is a number all the same', () => {
    const doubtful = parsePhone('0151 2007919', 'DE')
    expect(doubtful).toMatchObject({ ok: true, value: '+491512007919', note: { kind: 'invalid-phone' } })
    expect(doubtful.ok && doubtful.note?.message).toMatch(
      /in no range that its country gives out.*digit is missing/,
    )
    expect(parsePhone('0151 20079190', 'DE')).toEqual({ ok: true, value: '+4915120079190' })
  })

  test('is in use exactly where the library says so', () => {
    const numbers = fc
      .record({
        country: fc.constantFrom(...getCountries()),
        digits: fc.stringMatching(/^\d{6,11}$/),
      })
      .map(({ country, digits }) => parsePhoneNumberFromString(digits, country))
      .filter((phone) => phone?.isPossible() === true)
    fc.assert(
      fc.property(numbers, (phone) => {
        expect(phone && isInUse(phone)).toBe(parseLargely(phone?.number ?? '')?.isValid())
      }),
      { numRuns: 1000 },
    )
  })

  test('says so when an extension is left out', () => {
    expect(parsePhone('+1 415 555 2671 ext. 12', null)).toEqual({
      ok: true,
      value: '+14155552671',
      note: {
        kind: 'invalid-phone',
        message: '“+1 415 555 2671 ext. 12” was read as +14155552671, without its extension 12.',
      },
    })
  })
})
