import { describe, expect, test } from 'vitest'
import { numberFormat } from '../../../../electron/engine/source/workbook/numberFormat.ts'

const shown = (value: number, code: string, date1904 = false) => numberFormat(code, date1904).format(value)

test.each([
  // As spreadsheets show them, with English settings.
  [1234, '00000', '01234'],
  [1234.5, '00000', '01235'],
  [4915112345678, 'General', '4915112345678'],
  [0.1 + 0.2, 'General', '0.3'],
  [1e21, '', '1000000000000000000000'],
  [0.0000001, '', '0.0000001'],
  [1234567.891, '#,##0.00', '1,234,567.89'],
  [-1234.5, '#,##0.00;(#,##0.00)', '(1,234.50)'],
  [-1234.5, '#,##0.00;[Red]-#,##0.00', '-1,234.50'],
  [0, '#,##0;-#,##0;"none"', 'none'],
  [0.155, '0%', '16%'],
  [0.07, '0%', '7%'],
  [0.1234, '0.00%', '12.34%'],
  [12345, '0.00E+00', '1.23E+04'],
  [1234567, '#,##0,"k"', '1,235k'],
  [2.5, '0', '3'],
  [1.005, '0.00', '1.01'],
  [-0.4, '0', '0'],
  [12.5, '#.##', '12.5'],
  [12, '#.##', '12.'],
  [1234.5, '[$€-407] #,##0.00', '€ 1,234.50'],
  [1234.5, '#,##0.00\\ "EUR"', '1,234.50 EUR'],
  [5551234567, '(000) 000-0000', '(555) 123-4567'],
  [123456789, '000-00-0000', '123-45-6789'],
  [30170, '"D-"00000', 'D-30170'],
  [75, '[>=100]"many";0', '75'],
  [175, '[>=100]"many";0', 'many'],
  [5, '0" pcs."', '5 pcs.'],
  [3, '@', '3'],
])('%d under %s is shown as %s', (value, code, text) => {
  expect(shown(value, code)).toBe(text)
})

describe('dates', () => {
  // 45360 is 9 March 2024.
  test.each([
    [45360, 'yyyy-mm-dd', '2024-03-09'],
    [45360, 'dd.mm.yyyy', '09.03.2024'],
    [45360, 'd/m/yy', '9/3/2024'],
    [45360, 'm/d/yyyy', '3/9/2024'],
    [45360, 'd-mmm-yy', '9-Mar-2024'],
    [45360, '[$-409]mmmm d, yyyy;@', 'March 9, 2024'],
    [45360, 'dddd, dd mmmm yyyy', 'Saturday, 09 March 2024'],
    [45360.75, 'yyyy-mm-dd hh:mm', '2024-03-09 18:00'],
    [45360.7509, 'd/m/yyyy h:mm AM/PM', '9/3/2024 6:01 PM'],
    [0.5, 'h:mm', '12:00'],
    [1.5, '[h]:mm', '36:00'],
    [1 / 1440, 'mm:ss', '01:00'],
    [0.000011574, 'ss.000', '01.000'],
    // What leaves out which day it is, is written in full.
    [45360, 'd-mmm', '2024-03-09'],
    [45360, 'mmm-yy', '2024-03-09'],
    [45360, 'dddd', '2024-03-09'],
    [59, 'yyyy-mm-dd', '1900-02-28'],
    [60, 'yyyy-mm-dd', '1900-02-29'],
    [61, 'yyyy-mm-dd', '1900-03-01'],
    // None that spreadsheets know.
    [-1, 'yyyy-mm-dd', '-1'],
    [3000000, 'yyyy-mm-dd', '3000000'],
  ])('%d under %s is shown as %s', (value, code, text) => {
    expect(shown(value, code)).toBe(text)
  })

  test('counted from 1904 are four years and a day later', () => {
    expect(shown(43898, 'yyyy-mm-dd', true)).toBe('2024-03-09')
    expect(shown(0, 'yyyy-mm-dd', true)).toBe('1904-01-01')
  })

  test('say in which order day and month are, where they could be taken for each other', () => {
    const order = (code: string) => numberFormat(code, false).dateOrder
    expect(order('dd/mm/yyyy')).toBe('day-month')
    expect(order('m/d/yy h:mm')).toBe('month-day')
    expect(order('yyyy-mm-dd')).toBeNull()
    expect(order('d-mmm-yyyy')).toBeNull()
    expect(order('0.00')).toBeNull()
  })
})
