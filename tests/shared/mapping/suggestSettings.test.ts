import { describe, expect, test } from 'vitest'
import { suggestMapping } from '../../../shared/mapping/suggestMapping.ts'
import { accountFields } from './suggestionScore.ts'

function settingsFor(...columns: readonly (readonly [string, ...string[]])[]) {
  const sampled = columns.map(([header, ...samples], index) => ({
    column: { index, header, name: header },
    samples,
  }))
  const { values, valueReasons } = suggestMapping({ columns: sampled, fields: accountFields })
  return { ...values, reasons: valueReasons }
}

describe('the order of dates', () => {
  test('comes from a date that has only one reading', () => {
    expect(settingsFor(['Joined', '3/4/2024', '13/4/2024'])).toMatchObject({
      dateOrder: 'day-month',
      reasons: { dateOrder: '“13/4/2024” can only have the day first.' },
    })
    expect(settingsFor(['Joined', '3/4/2024', '4/13/2024'])).toMatchObject({ dateOrder: 'month-day' })
  })

  test('is the one of most, with a word of warning, where the dates contradict each other', () => {
    const { dateOrder, reasons } = settingsFor(['Joined', '13/4/2024', '3/4/2024', '4/13/2024', '14/4/2024'])
    expect(dateOrder).toBe('day-month')
    expect(reasons.dateOrder).toBe(
      '“13/4/2024” can only have the day first, and “4/13/2024” only the month. Please check those that can be read both ways.',
    )
  })

  test('is its own for a column whose dates all ask for the other one', () => {
    const column = (index: number, header: string, ...samples: string[]) => ({
      column: { index, header, name: header },
      samples,
    })
    const { columns, values } = suggestMapping({
      columns: [
        column(0, 'Joined', '13/4/2024', '14/4/2024'),
        column(1, 'Birthday', '3/4/1990', '4/13/1990'),
      ],
      fields: accountFields.map((field) => (field.key === 'birthday' ? { ...field, type: 'date' } : field)),
    })
    expect(values.dateOrder).toBe('day-month')
    expect(columns[1]).toMatchObject({ target: { transforms: [{ step: 'date', order: 'month-day' }] } })
    expect(columns[1]?.reason).toContain('Its dates have the month first')
  })

  test('comes from dots or from the country where no date says', () => {
    expect(settingsFor(['Joined', '3.4.2024']).dateOrder).toBe('day-month')
    expect(settingsFor(['Joined', '3/4/2024'], ['Country', 'United Kingdom']).dateOrder).toBe('day-month')
    expect(settingsFor(['Joined', '3/4/2024']).reasons.dateOrder).toContain('Please check.')
  })
})

describe('the decimal mark', () => {
  test.each([
    [['1.234,50', '99,90'], ','],
    [['1,234.50', '99.90'], '.'],
    [['1.234', '5.678'], '.'],
    [['31.12.2024', '1,5'], ','],
  ])('of %j is %j', (values, mark) => {
    expect(settingsFor(['Total spent', ...values]).decimalMark).toBe(mark)
  })
})

describe('the country of phone numbers', () => {
  test('comes from the country column, in any of the languages', () => {
    expect(settingsFor(['Land', 'Deutschland', 'Allemagne', 'DE', ''])).toMatchObject({
      defaultCountry: 'DE',
      reasons: { defaultCountry: '3 of 3 people are from DE.' },
    })
  })

  test('comes from the prefixes of those that have one', () => {
    expect(settingsFor(['Phone', '+44 20 7946 0018', '0044 7911 123456', '020 7946 0018'])).toMatchObject({
      defaultCountry: 'GB',
      reasons: { defaultCountry: '2 of 2 full phone numbers start with +44.' },
    })
  })

  test('comes from the endings of addresses, but not from those sold to everybody', () => {
    expect(settingsFor(['Email', 'a@example.fr', 'b@example.fr', 'c@gmail.com']).defaultCountry).toBe('FR')
    expect(settingsFor(['Email', 'a@example.io', 'b@example.co', 'c@example.me']).defaultCountry).toBeNull()
  })

  test('is none where nothing says', () => {
    expect(settingsFor(['Phone', '415 555 2671'])).toMatchObject({ defaultCountry: null })
  })
})

describe('a file with German headers', () => {
  const names = [
    ['Vorname', 'Käthe', 'Jürgen'],
    ['Nachname', 'Schäfer', 'Müller'],
  ] as const
  const phones = ['Telefon', '0151 2007919', '030/1234567', ''] as const

  test('has the day first and a decimal comma where nothing in it says otherwise', () => {
    expect(settingsFor(...names, ['Geburtsdatum', '3/4/1990'], ['Umsatz', '1.234', '12'])).toMatchObject({
      dateOrder: 'day-month',
      decimalMark: ',',
      reasons: { dateOrder: 'The headers are German, and German dates have the day first.' },
    })
    expect(settingsFor(...names, ['Geburtsdatum', '4/13/1990'], ['Umsatz', '99.90'])).toMatchObject({
      dateOrder: 'month-day',
      decimalMark: '.',
    })
  })

  test('is from Germany where its phone numbers and postal codes are', () => {
    expect(settingsFor(...names, ['PLZ', '80331', '01067'], phones)).toMatchObject({
      defaultCountry: 'DE',
      reasons: { defaultCountry: 'The headers are German, and 2 of 2 phone numbers can be from there.' },
    })
    expect(settingsFor(...names, ['Handy', '0151-20079191', '0176 99999999']).defaultCountry).toBe('DE')
  })

  test('is from nowhere in particular with the postal codes of Vienna, or numbers that Germany has not', () => {
    expect(settingsFor(...names, ['PLZ', '1010', '1220'], phones).defaultCountry).toBeNull()
    expect(
      settingsFor(...names, ['PLZ', '80331'], ['Telefon', '0151 20079191234567', '12']).defaultCountry,
    ).toBeNull()
    expect(settingsFor(...names, ['Telefon', '0664 1234567']).defaultCountry).toBeNull()
  })

  test('is not one with a single such word, as Swedish lists have it', () => {
    expect(settingsFor(['Förnamn', 'Elsa'], ['Ort', 'Lund'], ['Telefonnummer', '0170 12345'])).toMatchObject({
      defaultCountry: null,
      decimalMark: '.',
    })
    expect(settingsFor(['Email', 'a@example.com'], ['Ort', 'Bern'], phones)).toMatchObject({
      defaultCountry: null,
      dateOrder: 'month-day',
      decimalMark: '.',
    })
  })
})
