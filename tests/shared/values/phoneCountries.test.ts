import { getCountries } from 'libphonenumber-js/min'
import { expect, test } from 'vitest'
import { phoneCountries } from '../../../shared/values/phoneCountries.ts'

test('the countries with phone numbers are those that the library knows', () => {
  expect([...phoneCountries].sort()).toEqual(getCountries().sort())
})
