import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DateOrder } from '../../../shared/model.ts'
import { parseDate } from '../../../shared/values/date.ts'

function read(text: string, order: DateOrder = 'day-month'): string {
  const parsed = parseDate(text, order)
  return parsed.ok ? String(parsed.value) : parsed.message
}

describe('a date', () => {
  test.each([
    ['2024-02-29', '2024-02-29'],
    ['2024/1/31', '2024-01-31'],
    ['20240131', '2024-01-31'],
    ['31.01.24', '2024-01-31'],
    ['1.2.99', '1999-02-01'],
    ['31. 1. 2024', '2024-01-31'],
    ['31-Jan-24', '2024-01-31'],
    ['2024-Jan-31', '2024-01-31'],
    ['Jan 31st, 2024', '2024-01-31'],
    ['31. Januar 2024', '2024-01-31'],
    ['1er janvier 2024', '2024-01-01'],
    ['mardi 5 mars 2024', '2024-03-05'],
    ['31 de enero de 2024', '2024-01-31'],
    ['Terça-feira, 5 de março de 2024', '2024-03-05'],
    ['5 maggio 2024', '2024-05-05'],
    ['5 mei 2024', '2024-05-05'],
    ['12 août 2024', '2024-08-12'],
    ['3. März 2024', '2024-03-03'],
  ])('%j is %s', (text, iso) => {
    expect(read(text)).toBe(iso)
  })

  test.each([
    ['2024-01-31T10:00:00Z', '2024-01-31T10:00:00Z'],
    ['2024-01-31 10:00:00', '2024-01-31T10:00:00Z'],
    ['2024-01-31 10:00', '2024-01-31T10:00:00Z'],
    ['2024-01-05 10:00:00 UTC', '2024-01-05T10:00:00Z'],
    ['2024-01-31 10:00:00 -0500', '2024-01-31T15:00:00Z'],
    ['2024-01-31T23:30:00.123-05:00', '2024-02-01T04:30:00Z'],
    ['Thu Nov 04 2021 10:12:13 GMT-0400 (Eastern Daylight Time)', '2021-11-04T14:12:13Z'],
    ['Fri, 31 Jan 2025 10:00:00 GMT', '2025-01-31T10:00:00Z'],
    ['2024/01/31 5:03:12 PM GMT+1', '2024-01-31T16:03:12Z'],
    ['January 31, 2024 12:05 AM', '2024-01-31T00:05:00Z'],
    ['31.01.2024, 17:03 Uhr', '2024-01-31T17:03:00Z'],
    ['5 janv. 2024 à 17h03', '2024-01-05T17:03:00Z'],
  ])('with a time: %j is %s', (text, iso) => {
    expect(read(text)).toBe(iso)
  })

  test('the order decides what could be either', () => {
    expect(read('3/4/2024', 'day-month')).toBe('2024-04-03')
    expect(read('3/4/2024', 'month-day')).toBe('2024-03-04')
  })

  test('where the order is impossible the other one is used, and said', () => {
    expect(parseDate('13/4/2024', 'month-day')).toEqual({
      ok: true,
      value: '2024-04-13',
      note: {
        kind: 'invalid-date',
        message:
          '“13/4/2024” was read with the day first, as 2024-04-13: with the month first there is no such month.',
      },
    })
    expect(parseDate('4/13/2024', 'day-month')).toMatchObject({ ok: true, value: '2024-04-13' })
  })

  test.each([
    ['31/02/2024', 'the calendar has no such day.'],
    ['2023-02-29', 'the calendar has no such day.'],
    ['31 Feb 2024', 'the calendar has no such day.'],
    ['32/01/2024', 'the calendar has no such day.'],
    [
      '45292',
      'it is the number a spreadsheet keeps for a day. Format the column as a date and export it again.',
    ],
    [
      '45292.75',
      'it is the number a spreadsheet keeps for a day. Format the column as a date and export it again.',
    ],
    ['1706695200', 'it is a count of time since 1970, as software keeps it.'],
    ['0000-00-00 00:00:00', 'it is what a database writes for no date.'],
    ['2024', 'it is only a year.'],
    ['01/2024', 'it has no day, or no year.'],
    ['10:30', 'it is only a time.'],
    ['2024-01-31 25:00', 'its time, or its time zone, cannot be read.'],
    ['2024-01-31 10:00 IST', 'its time, or its time zone, cannot be read.'],
    ['2024-01-31 10:00 +99:00', 'its time, or its time zone, cannot be read.'],
    ['tomorrow', 'it has no digits.'],
    ['-1-2-2024', 'write it like 2024-01-31.'],
    ['', 'it is blank.'],
  ])('%j is none: %s', (text, why) => {
    expect(read(text).endsWith(why)).toBe(true)
  })

  test('every real day is read in every form, and no unreal one is', () => {
    const parts = fc.tuple(
      fc.integer({ min: 1000, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
    )
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        const real = new Date(`${iso}T00:00:00Z`).toISOString().startsWith(iso)
        expect(parseDate(iso, 'month-day').ok).toBe(real)
        expect(read(`${iso} 23:59:59`) === `${iso}T23:59:59Z`).toBe(real)
        expect(read(`${day}.${month}.${year}`, 'day-month') === iso).toBe(real)
        expect(read(`${month}/${day}/${year}`, 'month-day') === iso).toBe(real)
      }),
      { numRuns: 1500 },
    )
  })

  test('nothing that is read throws or comes out in another form', () => {
    const dateLike = fc.stringMatching(/^[0-9JanFebT:Z .,/+-]{0,30}$/)
    fc.assert(
      fc.property(fc.oneof(dateLike, fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseDate(text, 'day-month')
        if (parsed.ok) expect(parsed.value).toMatch(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/)
      }),
      { numRuns: 3000 },
    )
  })
})
