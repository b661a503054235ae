import { describe, expect, it } from 'vitest'
import { profile } from '../../../../electron/engine/connectors/klaviyo/answers.ts'
import { storedValue } from '../../../../electron/engine/connectors/klaviyo/fields.ts'
import { toContact } from '../../../../electron/engine/connectors/klaviyo/profile.ts'
import { propertyFields } from '../../../../electron/engine/connectors/klaviyo/properties.ts'
import type { Field, FieldId, FieldValue, ValueType } from '../../../../shared/model.ts'
import { person } from './scriptedKlaviyo.ts'

function held(type: ValueType, value: FieldValue): FieldValue {
  const field: Field = { id: 'property:x' as FieldId, key: 'x', label: 'x', type, custom: true }
  return storedValue(field, value)
}

function peopleWith(...properties: Record<string, unknown>[]) {
  return properties.map((one, n) => profile.parse(person(n, { properties: one })))
}

describe('a value as Klaviyo holds it', () => {
  it('keeps its type: numbers, booleans, and text that only looks like a number', () => {
    expect(held('number', 12.5)).toBe(12.5)
    expect(held('text', '01234')).toBe('01234')
    expect(held('text', 7)).toBe('7')
    expect(held('boolean', false)).toBe(false)
  })

  it('writes dates with a time, year first', () => {
    expect(held('date', '2026-01-31')).toBe('2026-01-31T00:00:00')
    expect(held('date', '2026-01-31T10:20:30Z')).toBe('2026-01-31T10:20:30')
  })

  it('takes nothing for nothing', () => {
    expect(held('text', '')).toBeNull()
    expect(held('number', null)).toBeNull()
  })
})

describe('custom properties', () => {
  it('have the type of the values seen', () => {
    const people = peopleWith(
      { points: 3, vip: true, since: '2026-01-31T00:00:00', zip: '01234', mixed: 1, empty: null },
      { points: null, vip: false, since: '2025-12-01', zip: '98765', mixed: 'one', empty: null },
    )
    expect(Object.fromEntries(propertyFields(people).map(({ id, type }) => [id, type]))).toEqual({
      'property:points': 'number',
      'property:vip': 'boolean',
      'property:since': 'date',
      'property:zip': 'text',
      'property:mixed': 'text',
      'property:empty': 'text',
    })
  })

  it('are not offered where a cell would destroy a list or an object, or where they are Klaviyo’s own', () => {
    const people = peopleWith({ tags: ['a'], $source: 'x', plan: 'pro' }, { tags: 'b', cart: { total: 1 } })
    expect(propertyFields(people).map(({ label }) => label)).toEqual(['plan'])
  })

  it('may have any name', () => {
    const [one] = peopleWith(
      JSON.parse('{"__proto__": "x", "email": "not the address", "a.b": 1}') as object as never,
    )
    if (!one) throw new Error('nobody')
    const { fields } = toContact(one)
    expect(Object.entries(fields)).toContainEqual(['property:__proto__', 'x'])
    expect(fields).toMatchObject({
      email: 'p0@example.com',
      'property:email': 'not the address',
      'property:a.b': 1,
    })
  })
})

describe('a profile as a contact', () => {
  const contactOf = (attributes: object, marketing: object = {}) =>
    toContact(profile.parse(person(1, attributes as never, marketing as never)))

  it('tells who left, and why', () => {
    const cases = [
      [{ consent: 'SUBSCRIBED' }, null],
      [{ consent: 'NEVER_SUBSCRIBED' }, null],
      [{ consent: 'UNSUBSCRIBED' }, 'unsubscribed'],
      [{ suppression: [{ reason: 'HARD_BOUNCE' }] }, 'bounced'],
      [{ suppression: [{ reason: 'INVALID_EMAIL' }] }, 'bounced'],
      [{ suppression: [{ reason: 'UNSUBSCRIBE' }, { reason: 'SPAM_COMPLAINT' }] }, 'complained'],
      [{ consent: 'SUBSCRIBED', suppression: [{ reason: 'USER_SUPPRESSED' }] }, 'suppressed'],
      [{ suppression: [{ reason: 'A_NEW_ONE' }] }, 'suppressed'],
      [{ consent: 'SUBSCRIBED', can_receive_email_marketing: false }, 'suppressed'],
    ] as const
    for (const [marketing, left] of cases) expect(contactOf({}, marketing).left).toBe(left)
  })

  it('counts someone whose consent isn’t told as suppressed', () => {
    expect(contactOf({ subscriptions: null }).left).toBe('suppressed')
    expect(contactOf({ subscriptions: { email: null } }).left).toBe('suppressed')
  })

  it('says in Klaviyo’s words where they stand', () => {
    expect(contactOf({}).state).toBe('never subscribed')
    expect(contactOf({}, { suppression: [{ reason: 'HARD_BOUNCE' }] }).state).toBe('hard bounce')
  })

  it('reads old phone numbers in one form where that is certain, and leaves the others as they are', () => {
    expect(contactOf({ phone_number: '+1 (415) 555-0100' }).phone).toBe('+14155550100')
    expect(contactOf({ phone_number: '(415) 555-0100' }).phone).toBe('(415) 555-0100')
  })

  it('shows a list that no cell can be, so that it doesn’t look empty', () => {
    expect(contactOf({ properties: { tags: ['a', 'b'] } }).fields).toMatchObject({
      'property:tags': '["a","b"]',
    })
  })

  it('reads coordinates as numbers, however they were sent', () => {
    const { fields } = contactOf({ location: { latitude: '42.5', longitude: -71, city: '', zip: '02101' } })
    expect(fields).toMatchObject({
      'location.latitude': 42.5,
      'location.longitude': -71,
      'location.zip': '02101',
    })
    expect(fields).not.toHaveProperty(['location.city'])
  })
})
