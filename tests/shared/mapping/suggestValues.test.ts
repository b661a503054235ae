import { describe, expect, test } from 'vitest'
import { suggestValues } from '../../../shared/mapping/suggestValues.ts'

const suggest = (...values: readonly string[]) =>
  suggestValues(values.map((value, n) => ({ value, count: 10 - n })))

describe('tables that values usually become', () => {
  test('countries in seven languages become codes or English names, and it says why', () => {
    const found = suggest('Deutschland', 'Allemagne', 'Alemania', 'Alemanha', 'Germania', 'Duitsland', 'moon')
    expect(found.map(({ id }) => id)).toEqual(['country-codes', 'country-names'])
    expect(found[0]?.reason).toBe('6 of 7 values are countries.')
    expect(new Set(found[0]?.pairs.map(({ to }) => to))).toEqual(new Set(['DE']))
    expect(new Set(found[1]?.pairs.map(({ to }) => to))).toEqual(new Set(['Germany']))
  })

  test.each([
    [['Ja', 'nein', 'oui'], 'yes-no', ['yes', 'no', 'yes']],
    [['Frau', 'Monsieur', 'Sra.'], 'genders', ['female', 'male', 'female']],
    [['Deutsch', 'anglais', 'fr-CH'], 'language-codes', ['de', 'en', 'fr']],
  ])('%j', (values, id, become) => {
    const found = suggest(...values).find((one) => one.id === id)
    expect(found?.pairs.map(({ to }) => to)).toEqual(become)
  })

  test('one spelling: the commonest one', () => {
    expect(suggest('Berlin', 'BERLIN', 'berlin', 'Köln')).toEqual([
      {
        id: 'one-spelling',
        label: 'The commonest spelling of each',
        reason: '2 values are written in another way elsewhere.',
        pairs: [
          { from: 'BERLIN', to: 'Berlin' },
          { from: 'berlin', to: 'Berlin' },
        ],
      },
    ])
  })

  test('names of people become nothing', () => {
    expect(suggest('Ada', 'Grace', 'Linus')).toEqual([])
  })
})
