import { describe, expect, test } from 'vitest'
import type { FieldId, FieldRule, Mapping, TemplatePart } from '../../../shared/model.ts'
import { mappingProblems } from '../../../shared/mapping/mappingProblems.ts'
import { columnsNamed, mappingOf, rule } from './exampleMapping.ts'
import { accountFields } from './suggestionScore.ts'

const columns = columnsNamed('Email', 'Name')
const email = rule('email', 'email', 0)

function madeOf(field: string, ...template: readonly TemplatePart[]): FieldRule {
  return { ...rule(field, 'text', 0), from: { template } }
}

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
    const address = madeOf('email', { column: 1 }, { text: '@example.com' })
    expect(problems(mappingOf([{ ...address, type: 'email' }]))).toEqual([])
  })

  test.each([
    [
      mappingOf([rule('first_name', 'text', 1)]),
      'No column is mapped to “Email”. Choose the column that holds it.',
    ],
    [
      mappingOf([email, rule('city', 'text', 0), rule('city', 'text', 1)]),
      '“City” is mapped more than once. Keep one of them.',
    ],
    [
      mappingOf([email, rule('custom:9', 'text', 1)]),
      'The account has no field “custom:9” any more. Choose another field, or leave the column out.',
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
      '“Email” has the same fixed value in every row, so all rows would be one person. Choose a column.',
    ],
    [
      mappingOf([email, rule('birthday', 'date', 'soon')]),
      'The fixed value of “Birthday” cannot be used. “soon” is not a date: it has no digits.',
    ],
    [
      mappingOf([email, madeOf('city', { column: 7 }, { text: ' ' }, { column: 1 })]),
      'The mapping uses column 8, but the file has 2. Choose the column again.',
    ],
    [
      mappingOf([email, madeOf('city', { text: 'Oslo' })]),
      '“City” is made of text alone, without any column, so nobody would get it. Name a column, or use a fixed value.',
    ],
  ])('%#: says what is wrong and what to do', (mapping, sentence) => {
    expect(problems(mapping)).toEqual([sentence])
  })

  test('UK is no country code, and the hint says GB', () => {
    const mapping = { ...mappingOf([email]), values: { ...mappingOf([email]).values, defaultCountry: 'UK' } }
    expect(problems(mapping)).toEqual(['“UK” is not a country code for phone numbers. Use GB.'])
  })
})
