import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameColumns } from '../../../electron/engine/source/nameColumns.ts'

const names = (headers: readonly string[]) => nameColumns(headers).columns.map(({ name }) => name)

test('a header keeps its name as written, blanks and all', () => {
  expect(names([' Email ', 'First name'])).toEqual([' Email ', 'First name'])
})

test('empty headers are called after their place, repeated ones get a number, and both are noted', () => {
  const { columns, problems } = nameColumns(['Name', '', 'Name', '  '])
  expect(columns.map(({ name }) => name)).toEqual(['Name', 'Column 2', 'Name (2)', 'Column 4'])
  expect(columns.map(({ header }) => header)).toEqual(['Name', '', 'Name', '  '])
  expect(problems.map(({ kind, column }) => [kind, column])).toEqual([
    ['empty-header', 1],
    ['duplicate-header', 2],
    ['empty-header', 3],
  ])
})

test('a made-up name never takes one that the file itself uses', () => {
  expect(names(['Name', 'Name', 'Name (2)', '', 'Column 4'])).toEqual([
    'Name',
    'Name (3)',
    'Name (2)',
    'Column 4 (2)',
    'Column 4',
  ])
})

test('names are unique and never empty, whatever the headers are', () => {
  const header = fc.constantFrom('', ' ', 'a', 'a (2)', 'a (3)', 'Column 1', 'Column 2', '__proto__')
  fc.assert(
    fc.property(fc.array(header, { maxLength: 12 }), (headers) => {
      const found = names(headers)
      expect(new Set(found).size).toBe(headers.length)
      expect(found.every((name) => name.trim() !== '')).toBe(true)
    }),
  )
})
