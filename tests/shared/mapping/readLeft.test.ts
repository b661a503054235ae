import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ValueSettings } from '../../../shared/model.ts'
import { readLeft } from '../../../shared/mapping/readLeft.ts'

const settings: ValueSettings = { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' }

describe('a column of people who left ("Unsubscribed")', () => {
  test.each([
    'yes',
    'TRUE',
    '1',
    'x',
    '✓',
    'ja',
    'Oui',
    'sí',
    'sim',
    'sì',
    '2023-04-05',
    '05/04/2023 10:00',
    'Unsubscribed',
    'UNSUBSCRIBED',
    'opted-out',
    'Opted Out',
    'cleaned',
    'hard_bounced',
    'complained',
    'suppressed',
    'abgemeldet',
    'Désinscrit(e)',
    'désabonné',
    'dado de baja',
    'descadastrado',
    'disiscritto',
    'uitgeschreven',
    'not subscribed',
    'pending',
    'Bounced (mailbox full)',
    'Unsubscribed by admin',
    'Yes, on the phone',
    'No, take me off',
    'No, remove me',
  ])('%s: left', (cell) => {
    expect(readLeft(cell, 'yes', settings)).toBe('left')
  })

  test.each(['no', 'FALSE', '0', 'nein', 'Non', 'subscribed', 'Active', 'never unsubscribed', 'never'])(
    '%s: stayed',
    (cell) => {
      expect(readLeft(cell, 'yes', settings)).toBe('stayed')
    },
  )

  test.each(['', ' \u00a0', '-', '—', 'NULL', 'null', 'N/A', '\\N', 'NaT', '0000-00-00 00:00:00'])(
    '%j: not known',
    (cell) => {
      expect(readLeft(cell, 'yes', settings)).toBe('not-known')
    },
  )

  test.each(['perhaps', '2', '?', 'ask Tia'])('%s: not clear', (cell) => {
    expect(readLeft(cell, 'yes', settings)).toBe('unclear')
  })
})

describe('a column of consent ("Accepts marketing")', () => {
  test.each([
    'no',
    'FALSE',
    '0',
    'Nein',
    'não',
    'not_subscribed',
    'NEVER_SUBSCRIBED',
    'not subscribed',
    'pending',
    'unsubscribed',
    'nicht abonniert',
    'non inscrit',
    'no suscrito',
    'não inscrito',
    'non iscritto',
    'niet ingeschreven',
    'declined',
    'No, thanks',
    'no longer',
    'Ok. Remove me',
    'Yes, please stop',
    'Yes, delete me',
    'Ok, unsubscribe me',
    'Ja, bitte abmelden',
    'Ja bitte löschen',
    'Oui, désinscrivez-moi',
    'Sí, quítenme',
    'Sim, remova-me',
    'Sì, cancellatemi',
    'Ja, schrijf me uit',
  ])('%s: left', (cell) => {
    expect(readLeft(cell, 'no', settings)).toBe('left')
  })

  test.each([
    'yes',
    'TRUE',
    'Ja',
    'subscribed',
    'SUBSCRIBED',
    'opted in',
    'confirmed',
    'Abonniert',
    'inscrit',
    'suscrito',
    'Yes, please send me news!',
    'Ja, ich möchte den Newsletter',
    '2023-04-05',
  ])('%s: stayed', (cell) => {
    expect(readLeft(cell, 'no', settings)).toBe('stayed')
  })

  test.each([
    'Yes, but not by email',
    'Yes, don’t write to me',
    'Ja, keine Werbung',
    'Yes, until I unsubscribe',
    'perhaps',
    '3',
  ])('%s: held back', (cell) => {
    expect(['left', 'unclear']).toContain(readLeft(cell, 'no', settings))
  })

  test('a yes that goes on for long is read to its end', () => {
    const long = `Yes, ${'well '.repeat(60)}`
    expect(readLeft(`${long} thank you`, 'no', settings)).toBe('stayed')
    expect(readLeft(`${long} remove me`, 'no', settings)).toBe('left')
    expect(readLeft(`${long.repeat(10)} remove me`, 'no', settings)).toBe('unclear')
  })

  test('a blank is not known', () => {
    expect(readLeft('', 'no', settings)).toBe('not-known')
  })
})

describe('a column of dates or reasons ("Unsubscribed at")', () => {
  test.each(['2023-04-05', 'too many emails', '45000', 'no', 'None given'])('%s: left', (cell) => {
    expect(readLeft(cell, 'any-value', settings)).toBe('left')
  })

  test.each(['', '  ', 'NULL', '0000-00-00', '-', '[]', '{ }'])('%j: not known', (cell) => {
    expect(readLeft(cell, 'any-value', settings)).toBe('not-known')
  })
})

test('no word around "unsubscribed" ever lets a person through', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.constantFrom('yes' as const, 'no' as const, 'any-value' as const),
      (a, b, when) => {
        expect(['left', 'unclear']).toContain(readLeft(`${a} unsubscribed ${b}`, when, settings))
      },
    ),
  )
})
