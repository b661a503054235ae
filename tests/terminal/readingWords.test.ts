import { expect, it } from 'vitest'
import { readingWords } from '../../electron/terminal/readingWords.ts'
import { mappingOf, rule } from '../shared/mapping/exampleMapping.ts'

const values = { defaultCountry: 'DE', dateOrder: 'day-month', decimalMark: ',' } as const
const reasons = {
  dateOrder: 'Because of a date.',
  defaultCountry: 'Because of .de.',
  countryColumn: 'Two countries.',
}
const nothing = { country: undefined, dates: undefined, decimal: undefined }

it('how text is read that could be read in two ways is said, with the reason, where a field depends on it', () => {
  const all = [rule('born', 'date', 1), rule('paid', 'number', 2), rule('phone', 'phone', 3)]
  const mapping = { ...mappingOf(all), values }
  expect(readingWords(mapping, reasons, nothing)).toEqual([
    'Dates such as 03/04/2026 have the day first. Because of a date.',
    'Numbers have a decimal comma.',
    'Phone numbers without a country code are from DE. Because of .de.',
  ])
  expect(readingWords(mapping, reasons, { ...nothing, dates: 'day-month', country: 'DE' })[0]).toBe(
    'Dates such as 03/04/2026 have the day first.',
  )
  const by = { ...mapping, values: { ...values, countryColumn: 4 } }
  expect(readingWords(by, reasons, nothing)[2]).toBe(
    'A column names the country of each phone number. Two countries.',
  )
  const own = rule('born', 'date', 1, { transforms: [{ step: 'date', order: 'month-day' }] })
  expect(readingWords({ ...mappingOf([own]), values }, reasons, nothing)).toEqual([])
  expect(readingWords({ ...mappingOf([rule('city', 'text', 1)]), values }, reasons, nothing)).toEqual([])
})
