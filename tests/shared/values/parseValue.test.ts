import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ValueSettings, ValueType } from '../../../shared/model.ts'
import { parseValue } from '../../../shared/values/parseValue.ts'

const settings: ValueSettings = { defaultCountry: 'US', dateOrder: 'month-day', decimalMark: '.' }
const types: readonly ValueType[] = ['text', 'email', 'phone', 'number', 'boolean', 'date']

describe('reading a cell', () => {
  test('text is the cell, exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseValue('text', text, settings)).toEqual({ ok: true, value: text })
      }),
    )
  })

  test.each(['01234', '+14155550000', ' 007 ', '1.50', '=SUM(A1)'])('%j survives as text', (text) => {
    expect(parseValue('text', text, settings)).toEqual({ ok: true, value: text })
  })

  test('no cell makes it throw, and every problem is a sentence', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string()),
        fc.constantFrom(...types),
        (text, type) => {
          const parsed = parseValue(type, text, settings)
          if (!parsed.ok) expect(parsed.message).toMatch(/\.$/)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
