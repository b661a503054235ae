import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import { compileCheck } from '../../../shared/check/compileCheck.ts'
import { readOnce } from '../../../shared/check/twiceEncoded.ts'
import { columnsNamed, mappingOf, rule } from '../mapping/exampleMapping.ts'

it.each([
  ['JÃ¼rgen MÃ¼ller', 'Jürgen Müller'],
  ['RenÃ©e', 'Renée'],
  ['Oâ€™Brien', 'O’Brien'],
  ['12 â‚¬', '12 €'],
  ['Jürgen', null],
  ['SÃO PAULO', null],
  ['Ângela', null],
  ['Ärger, Ås, château', null],
  ['Ann', null],
  ['Łukasz Ã¼', null],
])('%s was %s', (cell, meant) => {
  expect(readOnce(cell)).toBe(meant)
})

it('whatever was encoded twice comes back, and what was encoded once is left alone', () => {
  const letters = fc
    .string({
      unit: fc.constantFrom(...Array.from('abc äöüßéèêçñãõíúœ–’€ÄÖÜ')),
      minLength: 1,
      maxLength: 20,
    })
    // By themselves these may be either, which is why such cells are only pointed out.
    .filter((text) => !/Ä[œ–’€]/.test(text))
  fc.assert(
    fc.property(letters, (text) => {
      expect(readOnce(text)).toBeNull()
      const twice = iconv.decode(Buffer.from(text, 'utf8'), 'windows-1252')
      if (twice !== text && !twice.includes('\uFFFD')) expect(readOnce(twice)).toBe(text)
    }),
  )
})

it('such cells are listed with what they most likely were', () => {
  const check = compileCheck(
    mappingOf([rule('email', 'email', 0), rule('name', 'text', 1)]),
    columnsNamed('Email', 'Name'),
  )
  expect(check(['a@example.org', 'RenÃ©'], 1)).toMatchObject([
    { kind: 'damaged-text', column: 1, weight: 'look', fix: 'René' },
  ])
  expect(check(['a@example.org', 'René'], 1)).toEqual([])
})
