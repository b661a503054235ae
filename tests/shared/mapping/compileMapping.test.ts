import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { FieldValue, Transform, ValueType } from '../../../shared/model.ts'
import { compileMapping } from '../../../shared/mapping/compileMapping.ts'
import { columnsNamed, mappingOf, rule } from './exampleMapping.ts'

const columns = columnsNamed('Email', 'Name', 'Phone', 'Unsubscribed', 'Accepts marketing')
const email = rule('email', 'email', 0)

describe('a mapped row', () => {
  test('has a value for each field that has one', () => {
    const map = compileMapping(
      mappingOf([
        email,
        rule('first_name', 'text', 1, { transforms: ['trim', 'title-case'] }),
        rule('zip', 'text', 2),
      ]),
      columns,
    )
    expect(map(['ann@example.com', ' ANN ', '01234'], 1)).toEqual({
      severity: 'ok',
      values: { email: 'ann@example.com', first_name: 'Ann', zip: '01234' },
      problems: [],
      left: null,
    })
  })

  test('a column that is not mapped goes nowhere', () => {
    const map = compileMapping(mappingOf([email]), columns)
    expect(map(['ann@example.com', 'Ann', '+14155550000'], 1).values).toEqual({ email: 'ann@example.com' })
  })

  test('a blank is left alone, and clears only where the user said so', () => {
    const map = compileMapping(
      mappingOf([email, rule('first_name', 'text', 1), rule('phone', 'phone', 2, { blank: 'clear' })]),
      columns,
    )
    expect(map(['ann@example.com', ' \u00a0\u200b', ''], 1).values).toEqual({
      email: 'ann@example.com',
      phone: null,
    })
  })

  test('a cell that a short row lacks clears nothing', () => {
    const map = compileMapping(mappingOf([email, rule('phone', 'phone', 2, { blank: 'clear' })]), columns)
    expect(map(['ann@example.com'], 1)).toMatchObject({
      severity: 'ok',
      values: { email: 'ann@example.com' },
    })
  })

  test('what a spreadsheet shows for an error is no value: it writes over nothing, and clears nothing', () => {
    const map = compileMapping(
      mappingOf([
        email,
        rule('city', 'text', 1, { blank: 'clear' }),
        rule('zip', 'text', 2, { transforms: ['trim'] }),
      ]),
      columns,
    )
    for (const error of ['#N/A', '#NV', '#¿NOMBRE?', '#########'])
      expect(map(['ann@example.com', error, ` ${error} `], 1)).toMatchObject({
        severity: 'warning',
        values: { email: 'ann@example.com' },
        problems: [
          { kind: 'error-cell', column: 1 },
          { kind: 'error-cell', column: 2 },
        ],
      })
    const { problems } = map(['ann@example.com', '#REF!', ''], 1)
    expect(problems[0]?.message).toBe(
      'Column “Name”: “#REF!” is no value: it is what a spreadsheet shows for a formula that went wrong.',
    )
    expect(map(['ann@example.com', '#1 fan', '#'], 1).values).toMatchObject({ city: '#1 fan', zip: '#' })
  })

  test('a bad phone number costs the phone, not the row, and names column, cell and reason', () => {
    const map = compileMapping(mappingOf([email, rule('phone', 'phone', 2)]), columns)
    expect(map(['ann@example.com', '', '4.14155E+10'], 7)).toEqual({
      severity: 'warning',
      values: { email: 'ann@example.com' },
      problems: [
        {
          kind: 'invalid-phone',
          row: 7,
          column: 2,
          message:
            'Column “Phone”: “4.14155E+10” is not a phone number: a spreadsheet shortened it and the last digits are gone. Format the column as text and export it again.',
        },
      ],
      left: null,
    })
  })

  test('a bad cell never clears, even where blanks do', () => {
    const map = compileMapping(mappingOf([email, rule('phone', 'phone', 2, { blank: 'clear' })]), columns)
    expect(map(['ann@example.com', '', 'none'], 1).values).toEqual({ email: 'ann@example.com' })
  })

  test('a value that was read in a way to look at is sent, with a warning', () => {
    const map = compileMapping(mappingOf([email, rule('born', 'date', 1)]), columns)
    const mapped = map(['ann@example.com', '31/01/1990'], 1)
    expect(mapped).toMatchObject({ severity: 'warning', values: { born: '1990-01-31' } })
    expect(mapped.problems[0]?.message).toMatch(/^Column “Name”: “31\/01\/1990” was read with the day first/)
  })

  test.each([
    [
      'john@gmial',
      'invalid-email',
      'Column “Email”: “john@gmial” is not an email address: the part after @ has no dot.',
    ],
    ['  ', 'missing-email', 'Column “Email” has no email address.'],
  ])('without a good email address the row is invalid: %j', (cell, kind, message) => {
    const map = compileMapping(mappingOf([email, rule('first_name', 'text', 1)]), columns)
    const mapped = map([cell, 'Ann'], 3)
    expect(mapped.severity).toBe('invalid')
    expect(mapped.problems).toEqual([{ kind, row: 3, column: 0, message }])
  })

  test('the email field is read as an email whatever its rule says, and never cleared', () => {
    const map = compileMapping(mappingOf([rule('email', 'text', 0, { blank: 'clear' })]), columns)
    expect(map(['nobody'], 1).severity).toBe('invalid')
    expect(map([''], 1)).toMatchObject({ severity: 'invalid', values: {} })
  })

  test('a second, custom email that is bad does not invalidate the row', () => {
    const map = compileMapping(mappingOf([email, rule('second_email', 'email', 1)]), columns)
    expect(map(['ann@example.com', 'nobody'], 1)).toMatchObject({
      severity: 'warning',
      values: { email: 'ann@example.com' },
    })
  })

  test('without a rule for the email, or with a row too short for it, every row is invalid and says so', () => {
    expect(compileMapping(mappingOf([rule('first_name', 'text', 1)]), columns)(['', 'Ann'], 1)).toMatchObject(
      {
        severity: 'invalid',
        problems: [{ kind: 'missing-email', row: 1 }],
      },
    )
    expect(compileMapping(mappingOf([rule('email', 'email', 2)]), columns)(['a'], 1)).toMatchObject({
      severity: 'invalid',
      problems: [{ kind: 'missing-email', row: 1, column: 2 }],
    })
  })

  test('a fixed value goes into every row', () => {
    const map = compileMapping(mappingOf([email, rule('source', 'text', 'Booth 2026')]), columns)
    expect(map(['ann@example.com'], 1).values).toEqual({ email: 'ann@example.com', source: 'Booth 2026' })
  })

  test('a column that the file does not have is refused before any row is read', () => {
    expect(() => compileMapping(mappingOf([email, rule('phone', 'phone', 9)]), columns)).toThrow(AppError)
    expect(() => compileMapping(mappingOf([email], [{ column: 9, leftWhen: 'yes' }]), columns)).toThrow(
      /column 10/,
    )
  })

  test('mapping a row of mapped values changes nothing more', () => {
    const types: readonly ValueType[] = ['text', 'email', 'phone', 'number', 'boolean', 'date']
    const transforms: readonly Transform[] = [
      'trim',
      'collapse-spaces',
      'lower-case',
      'upper-case',
      'title-case',
    ]
    const cells = fc.oneof(
      fc.string(),
      fc.emailAddress(),
      fc.constantFrom('(415) 555-2671', '1,234.50', 'yes', '3/4/2024', 'Jan 5, 2024 5:03 PM', ' 01234 '),
    )
    fc.assert(
      fc.property(
        cells,
        fc.constantFrom(...types),
        fc.array(fc.constantFrom(...transforms)),
        (cell, type, steps) => {
          const map = compileMapping(mappingOf([email, rule('x', type, 1, { transforms: steps })]), columns)
          const once = map(['ann@example.com', cell], 1).values
          fc.pre(type !== 'number' || !asCell(Object.values(once)[1]).includes('e'))
          const again = map(['ann@example.com', asCell(Object.values(once)[1])], 1).values
          expect(again).toEqual(once)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

function asCell(value: FieldValue | undefined): string {
  return String(value ?? '')
}

describe('who left', () => {
  const map = compileMapping(
    mappingOf(
      [email],
      [
        { column: 3, leftWhen: 'yes' },
        { column: 4, leftWhen: 'no' },
      ],
    ),
    columns,
  )
  const leftOf = (unsubscribed: string, accepts: string) =>
    map(['ann@example.com', '', '', unsubscribed, accepts], 5)

  test('the reason names the column and the cell', () => {
    expect(leftOf('yes', 'yes')).toMatchObject({ severity: 'ok', left: 'column “Unsubscribed” says “yes”' })
    expect(leftOf('no', 'No')).toMatchObject({ left: 'column “Accepts marketing” says “No”' })
    expect(leftOf('no', 'yes')).toMatchObject({ severity: 'ok', left: null, problems: [] })
  })

  test('a cell that cannot be understood holds back, and says so', () => {
    const mapped = leftOf('perhaps', 'yes')
    expect(mapped.left).toBe('column “Unsubscribed” says “perhaps”, which is not clear')
    expect(mapped.severity).toBe('warning')
    expect(mapped.problems).toEqual([
      {
        kind: 'invalid-boolean',
        row: 5,
        column: 3,
        message:
          'It is not clear whether “perhaps” in column “Unsubscribed” means that this person left. Held back.',
      },
    ])
  })

  test('a blank consent is not known: the row goes, with a warning', () => {
    const mapped = leftOf('', '')
    expect(mapped.left).toBeNull()
    expect(mapped.severity).toBe('warning')
    expect(mapped.problems[0]?.message).toContain('does not say whether this person agreed')
  })

  test('a row too short for the column holds back: what was cut off may have said so', () => {
    const { left, problems } = map(['ann@example.com'], 1)
    expect(left).toBe('the row is too short to say whether this person left')
    // The two stand beside each other: what is missing is named once.
    expect(problems[0]?.message).toBe(
      'Column “Unsubscribed” is missing in this row, so this person is held back.',
    )
  })

  test('a row too short for the address too says so once', () => {
    const short = compileMapping(
      mappingOf([rule('email', 'email', 2)], [{ column: 3, leftWhen: 'yes' }]),
      columns,
    )
    expect(short(['Ann'], 1).problems.map(({ message }) => message)).toEqual([
      'Column “Phone” is missing in this row, and with it the email address.',
    ])
    expect(short(['Ann'], 1).left).not.toBeNull()
  })

  test('an invalid row still says that the person left', () => {
    expect(map(['', '', '', 'yes', ''], 1)).toMatchObject({
      severity: 'invalid',
      left: 'column “Unsubscribed” says “yes”',
    })
  })
})
