import { describe, expect, test } from 'vitest'
import type { FieldId, Mapping } from '../../../shared/model.ts'
import { mappingProblems } from '../../../shared/mapping/mappingProblems.ts'
import { columnsNamed, mappingOf, rule } from './exampleMapping.ts'
import { accountFields } from './suggestionScore.ts'

const columns = columnsNamed('Email', 'Name')
const email = rule('email', 'email', 0)

function problems(mapping: Mapping): readonly string[] {
  return mappingProblems(mapping, columns, accountFields, { requiredFields: ['email' as FieldId] })
}

describe('a mapping', () => {
  test('that can be used has no problems', () => {
    const mapping = mappingOf(
      [email, rule('first_name', 'text', 1), rule('source', 'text', 'Booth')],
      [{ column: 1, leftWhen: 'yes' }],
    )
    expect(problems(mapping)).toEqual([])
  })

  test.each([
    [
      mappingOf([rule('first_name', 'text', 1)]),
      'No column is mapped to "Email". Choose the column that holds it.',
    ],
    [
      mappingOf([email, rule('city', 'text', 0), rule('city', 'text', 1)]),
      '"City" is mapped more than once. Keep one of them.',
    ],
    [
      mappingOf([email, rule('custom:9', 'text', 1)]),
      'The account has no field "custom:9" any more. Choose another field, or leave the column out.',
    ],
    [
      mappingOf([email, rule('city', 'text', 7)]),
      'The mapping uses column 8, but the file has 2. Choose the column again.',
    ],
    [
      mappingOf([email], [{ column: 7, leftWhen: 'no' }]),
      'The mapping uses column 8, but the file has 2. Choose the column again.',
    ],
    [
      mappingOf([rule('email', 'email', 'me@example.com')]),
      '"Email" has the same fixed value in every row, so all rows would be one person. Choose a column.',
    ],
    [
      mappingOf([email, rule('birthday', 'date', 'soon')]),
      'The fixed value of "Birthday" cannot be used. "soon" is not a date: it has no digits.',
    ],
  ])('%#: says what is wrong and what to do', (mapping, sentence) => {
    expect(problems(mapping)).toEqual([sentence])
  })

  test('UK is no country code, and the hint says GB', () => {
    const mapping = { ...mappingOf([email]), values: { ...mappingOf([email]).values, defaultCountry: 'UK' } }
    expect(problems(mapping)).toEqual(['"UK" is not a country code for phone numbers. Use GB.'])
  })
})
