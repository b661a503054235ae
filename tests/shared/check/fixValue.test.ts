import { describe, expect, it } from 'vitest'
import { compileCheck } from '../../../shared/check/compileCheck.ts'
import { fixOfValue } from '../../../shared/check/fixValue.ts'
import { columnsNamed, mappingOf, rule } from '../mapping/exampleMapping.ts'

const settings = { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' } as const

describe('a cell that should be a date', () => {
  it.each([
    // Excel's own: https://support.microsoft.com/office/datevalue-function-df8b07d4-7761-4a93-bc33-b7471bbff252
    ['40777', '2011-08-22'],
    ['45360.75', '2024-03-09'],
    ["'2024-03-09", '2024-03-09'],
    ['04/13/2024', '2024-04-13'],
    ['31/02/2024', null],
    ['2024', null],
    ['99999', null],
  ])('%s most likely is %s', (cell, fix) => {
    expect(fixOfValue('date', cell, settings)).toBe(fix)
  })

  it('is mended as the steps of its field read it', () => {
    const born = rule('born', 'date', 1, { transforms: [{ step: 'date', order: 'month-day' }] })
    const mapping = { ...mappingOf([rule('email', 'email', 0), born]), values: settings }
    const check = compileCheck(mapping, columnsNamed('Email', 'Born'))
    expect(check(['a@example.org', '13/04/1990'], 1)).toMatchObject([{ kind: 'bad-date', fix: '1990-04-13' }])
  })
})
