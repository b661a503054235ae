import { describe, expect, test } from 'vitest'
import type { Transform } from '../../../../shared/model.ts'
import { compileSteps } from '../../../../shared/values/steps/compileSteps.ts'

function made(text: string, ...transforms: readonly Transform[]) {
  return compileSteps(transforms)(text, { country: 'DE' })
}
const replace = (find: string, by: string, pattern = false): Transform => ({
  step: 'replace',
  find,
  with: by,
  pattern,
})
const part = (take: 'first' | 'last' | 'rest' | 'start', separator: string | null = null): Transform => ({
  step: 'part',
  take,
  separator,
})

describe('replace', () => {
  test('takes a text as it is, and its replacement too', () => {
    expect(made('a.b.c', replace('.', '$&'))).toBe('a$&b$&c')
  })

  test('takes a pattern, with what it found', () => {
    expect(made('Lovelace, Ada', replace('^(\\w+), (\\w+)$', '$2 $1', true))).toBe('Ada Lovelace')
    expect(made('tel 030 12', replace('\\D+', '', true))).toBe('03012')
  })

  test('a pattern that hangs other programs takes no time here', () => {
    const started = performance.now()
    expect(made(`${'a'.repeat(50_000)}!`, replace('^(a+)+$', 'x', true))).toHaveLength(50_001)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test.each([
    ['a(?=b)', 'it looks ahead or behind'],
    ['(a)\\1', 'it refers back to what it found'],
    ['(a', 'a bracket ( is not closed'],
    ['*a', 'a * + or ? repeats nothing'],
    ['a{2000}', 'more than 1,000 times'],
  ])('refuses the pattern %s in words', (pattern, words) => {
    expect(() => made('a', replace(pattern, '', true))).toThrow(words)
  })
})

describe('a table of values', () => {
  const table = (others: 'leave' | 'blank' | 'refuse' | { value: string }): Transform => ({
    step: 'values',
    values: [
      { from: 'Germany', to: 'DE' },
      { from: 'Österreich', to: 'AT' },
    ],
    others,
  })

  test('finds values whatever their capitals and the space around', () => {
    expect(made(' germany ', table('leave'))).toBe('DE')
    expect(made('O\u0308STERREICH', table('leave'))).toBe('AT')
  })

  test('does with others what the user chose', () => {
    expect(made('Peru', table('leave'))).toBe('Peru')
    expect(made('Peru', table('blank'))).toBe('')
    expect(made('Peru', table({ value: 'other' }))).toBe('other')
    expect(made('Peru', table('refuse'))).toEqual({
      problem: 'unknown-value',
      message: '“Peru” is not in the table of values. Add it, or choose what becomes of others.',
    })
  })
})

describe('a part', () => {
  test.each([
    ['Ada van Dyk', 'Ada', 'van Dyk', 'Dyk', 'Ada van'],
    ['  Ada \u00a0 Dyk ', 'Ada', 'Dyk', 'Dyk', 'Ada'],
    ['Cher', 'Cher', '', 'Cher', ''],
  ])('of %j by words', (text, first, rest, last, start) => {
    expect([part('first'), part('rest'), part('last'), part('start')].map((one) => made(text, one))).toEqual([
      first,
      rest,
      last,
      start,
    ])
  })

  test('by a separator', () => {
    expect(made('Berlin, BE, DE', part('rest', ','), part('first', ','))).toBe('BE')
    expect(made('Berlin, BE, DE', part('start', ','))).toBe('Berlin, BE')
  })

  test('first and rest together lose nothing but the separator', () => {
    const text = 'Jean-Luc de la Tour'
    expect(`${made(text, part('first')) as string} ${made(text, part('rest')) as string}`).toBe(text)
  })
})

describe('readings written out', () => {
  test('dates in one order, numbers with a point, yes and no in one language, full phone numbers', () => {
    expect(made('31.12.2026', { step: 'date', order: 'day-month' })).toBe('2026-12-31')
    expect(made('3/4/2026', { step: 'date', order: 'month-day' })).toBe('2026-03-04')
    expect(made('1.234,50', { step: 'number', decimalMark: ',' })).toBe('1234.5')
    expect(made('Oui', { step: 'boolean', yes: 'yes', no: 'no' })).toBe('yes')
    expect(made('030 123456', { step: 'phone' })).toBe('+4930123456')
  })

  test('a date that can be read in one order only is read so, and said', () => {
    expect(made('31/12/2026', { step: 'date', order: 'month-day' }, 'trim')).toMatchObject({
      text: '2026-12-31',
      note: { kind: 'invalid-date' },
    })
  })

  test('what can not be read is refused, not guessed', () => {
    expect(made('soon', { step: 'date', order: 'day-month' })).toMatchObject({ problem: 'invalid-date' })
    expect(made('1.2.3', { step: 'number', decimalMark: '.' })).toMatchObject({ problem: 'invalid-number' })
  })
})

test('once nothing is left, later steps make nothing of it', () => {
  expect(made('n/a', replace('n/a', ''), { step: 'values', values: [], others: { value: 'x' } })).toBe('')
})
