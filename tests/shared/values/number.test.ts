import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseNumber } from '../../../shared/values/number.ts'

function read(text: string, mark: '.' | ',' = '.'): unknown {
  const parsed = parseNumber(text, mark)
  return parsed.ok ? parsed.value : parsed.message
}

describe('a number', () => {
  test.each([
    ['0', '.', 0],
    ['-0', '.', 0],
    ['1234.5', '.', 1234.5],
    ['.5', '.', 0.5],
    ['+5', '.', 5],
    ['1,234.50', '.', 1234.5],
    ['1.234,50', ',', 1234.5],
    ['1.234', '.', 1.234],
    ['1.234', ',', 1234],
    ['1 234 567', ',', 1234567],
    ['1\u202f234\u202f567,8', ',', 1234567.8],
    ['1\u00a0234', '.', 1234],
    ["1'234.50", '.', 1234.5],
    ['1’234’567', ',', 1234567],
    ['12,34,567.8', '.', 1234567.8],
    ['−5', '.', -5],
    ['– 5', '.', -5],
    ['12-', '.', -12],
    ['(1,200.50)', '.', -1200.5],
    [' 7\u00a0', '.', 7],
    ['0.30000000000000004', '.', 0.30000000000000004],
    ['100000000000000000000', '.', 1e20],
  ] as const)('%j with %j is %d', (text, mark, value) => {
    expect(read(text, mark)).toBe(value)
  })

  test.each([
    ['12%', '.', 'percentage'],
    ['$12', '.', 'currency'],
    ['12 EUR', '.', 'currency'],
    ['1.2E+05', '.', 'a spreadsheet shortened it'],
    ['007', '.', 'starts with a zero'],
    ['01234', ',', 'starts with a zero'],
    ['9007199254740993', '.', 'more digits than a number can keep'],
    ['0.1234567890123456789', '.', 'more digits than a number can keep'],
    ['1,5', '.', 'decimal comma'],
    ['1.234,5', '.', 'decimal comma'],
    ['1.5', ',', 'decimal point'],
    ['1 234,567', '.', 'decimal comma'],
    ['1,23,4', '.', 'not grouped'],
    ['1 234\u00a0567', '.', 'not grouped'],
    ['31.12.2024', ',', 'looks like a date'],
    ['٤٢', '.', 'digits other than 0 to 9'],
    ['0x10', '.', 'letters'],
    ['Infinity', '.', 'no digits'],
    ['--5', '.', 'not grouped'],
    ['(-5)', '.', 'not grouped'],
    ['', '.', 'blank'],
  ] as const)('%j with %j is none: %s', (text, mark, why) => {
    expect(read(text, mark)).toContain(why)
  })

  test('what JavaScript writes without an exponent is read back as the very same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }), (value) => {
        const text = String(value)
        fc.pre(!text.includes('e'))
        expect(read(text)).toBe(value === 0 ? 0 : value)
        expect(read(text.replace('.', ','), ',')).toBe(value === 0 ? 0 : value)
      }),
      { numRuns: 2000 },
    )
  })

  test('whatever is read loses no digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?[0-9]{1,19}(\.[0-9]{1,19})?$/), (text) => {
        const parsed = parseNumber(text, '.')
        if (!parsed.ok) return
        const [wholes = '', decimals = ''] = text.replace('-', '').split('.')
        const kept = Math.abs(Number(parsed.value))
        if (wholes.length + decimals.length <= 15) expect(kept).toBe(Number(`${wholes}.${decimals || '0'}`))
        else expect(String(kept)).toBe(`${wholes}.${decimals}`.replace(/\.?0*$/, ''))
      }),
      { numRuns: 2000 },
    )
  })
})
