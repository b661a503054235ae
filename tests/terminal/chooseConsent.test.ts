import { describe, expect, it } from 'vitest'
import { chooseConsent, type ConsentOptions } from '../../electron/terminal/chooseConsent.ts'
import type { Audience, Column, ValueSettings } from '../../shared/model.ts'

const columns: readonly Column[] = [
  { index: 0, name: 'Email', header: 'Email' },
  { index: 1, name: 'Agreed on', header: 'Agreed on' },
]
const lists: readonly Audience[] = [
  { kind: 'list', id: 'Y6nRLr', name: 'Weekly letter', open: true, optIn: 'double' },
]
const values: ValueSettings = { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' }
const choose = (options: ConsentOptions) =>
  chooseConsent(options, { name: 'fair.csv', columns }, lists, values)

describe('consent on the command line', () => {
  it('subscribes nobody unless asked to', () => {
    expect(choose({})).toBeNull()
  })

  it('takes both channels, a list by its name, and the file as the source', () => {
    expect(choose({ subscribe: 'both', subscribeList: 'weekly LETTER' })).toEqual({
      channels: ['email', 'sms'],
      audience: { kind: 'list', id: 'Y6nRLr' },
      since: null,
      source: 'Imported from fair.csv',
    })
  })

  it('takes a column for the date of consent before it takes a date', () => {
    expect(choose({ subscribe: 'email', consentedAt: 'agreed on' })?.since).toEqual({ column: 1 })
    expect(choose({ subscribe: 'email', consentedAt: '31/1/2024' })?.since).toEqual({
      date: '2024-01-31T00:00:00.000Z',
    })
  })

  it.each<[ConsentOptions, RegExp]>([
    [{ consentedAt: '2024-01-15' }, /--consented-at has no effect without --subscribe/],
    [{ subscribeList: 'Weekly letter' }, /--subscribe-list has no effect/],
    [
      { subscribe: 'email', consentedAt: 'When' },
      /neither a column of the file nor a date.*Email, Agreed on/,
    ],
    [{ subscribe: 'email', subscribeList: 'Nope' }, /no list “Nope”.*“Weekly letter”/],
  ])('refuses %j', (options, words) => {
    expect(() => choose(options)).toThrow(words)
  })
})
