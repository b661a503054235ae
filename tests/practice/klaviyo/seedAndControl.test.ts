import { describe, expect, it } from 'vitest'
import { namedPeople } from '../../../electron/practice/kit/namedPeople.ts'
import { namedProfiles } from '../../../electron/practice/klaviyo/namedProfiles.ts'
import { startTestKlaviyo } from './klaviyoHarness.ts'

const domains = /@(example\.(com|org|net)|(mail|studio)\.example|inbox\.test)$/

describe('the seeded account', () => {
  it('has the same 300 people each time, at reserved domains only', async () => {
    const people = async () => [...(await startTestKlaviyo()).klaviyo.state.profiles.all()]
    const [first, second] = [await people(), await people()]
    expect(first).toHaveLength(300)
    expect(first).toEqual(second)
    for (const { email } of first) if (email !== null) expect(email).toMatch(domains)
  })

  it('has consent of every kind, typed properties, and people without an address', async () => {
    const { klaviyo } = await startTestKlaviyo()
    const people = [...klaviyo.state.profiles.all()]
    const states = new Set(people.map(({ consent }) => consent.email.consent))
    expect(states).toEqual(new Set(['SUBSCRIBED', 'UNSUBSCRIBED', 'NEVER_SUBSCRIBED']))
    const reasons = people.flatMap(({ consent }) => consent.email.suppressions.map(({ reason }) => reason))
    expect(new Set(reasons)).toEqual(
      new Set(['UNSUBSCRIBE', 'HARD_BOUNCE', 'SPAM_COMPLAINT', 'USER_SUPPRESSED']),
    )
    const types = new Set(
      people.flatMap(({ properties }) => Object.values(properties).map((each) => typeof each)),
    )
    expect(types).toEqual(new Set(['string', 'number', 'boolean', 'object']))
    expect(
      people.filter(({ email, phoneNumber }) => email === null && phoneNumber !== null).length,
    ).toBeGreaterThan(1)
  })

  it('has the named people of the practice Kit, standing where they stand there', () => {
    const byEmail = new Map(Object.values(namedProfiles).map((each) => [each.email, each]))
    const same = {
      active: 'subscribed',
      cancelled: 'unsubscribed',
      bounced: 'bounced',
      complained: 'complained',
      inactive: 'never',
    }
    for (const { emailAddress, state } of Object.values(namedPeople))
      expect([emailAddress, byEmail.get(emailAddress)?.standing]).toEqual([emailAddress, same[state]])
  })

  it('may be empty but for the tag group every account has', async () => {
    const { klaviyo } = await startTestKlaviyo({ empty: true })
    const { profiles, lists, tagGroups } = klaviyo.state
    expect([profiles.size, lists.size, tagGroups.size]).toEqual([0, 0, 1])
  })
})

describe('the control of the practice Klaviyo', () => {
  it('lets somebody else change a person, without moving updated where they only left', async () => {
    const { call, clock, person } = await startTestKlaviyo()
    const { id, updated } = person('ada.okafor@example.com')
    const path = `/practice/klaviyo/profiles/${id}`
    expect((await call('PATCH', path, { happened: 'bounced' }, {})).status).toBe(200)
    expect(person('ada.okafor@example.com')).toMatchObject({ updated })
    expect(person('ada.okafor@example.com').consent.email.suppressions).toMatchObject([
      { reason: 'HARD_BOUNCE' },
    ])
    const byAddress = '/practice/klaviyo/profiles/ada.okafor@example.com'
    await call('PATCH', byAddress, { attributes: { properties: { vip: false } } }, {})
    expect(person('ada.okafor@example.com')).toMatchObject({
      updated: clock.now(),
      properties: { vip: false },
    })
  })

  it('refuses changes that make no sense', async () => {
    const { call } = await startTestKlaviyo()
    const path = '/practice/klaviyo/profiles/ada.okafor@example.com'
    for (const body of [
      { happened: 'x' },
      { attributes: { nope: 1 } },
      { attributes: { email: 'li.na@example.org' } },
    ])
      expect((await call('PATCH', path, body, {})).status).toBe(422)
    expect((await call('PATCH', '/practice/klaviyo/profiles/nobody', {}, {})).status).toBe(404)
  })

  it('tells what was asked and done, and never a key', async () => {
    const { ask, call, klaviyo } = await startTestKlaviyo()
    await ask('POST', '/api/profiles', { data: { type: 'profile', attributes: { email: 'n@example.com' } } })
    await ask('GET', '/api/lists?page[size]=1', undefined, { Authorization: 'Klaviyo-API-Key pk_invented' })
    const log = await call('GET', '/practice/requests', undefined, {})
    expect(log.json).toMatchObject({
      klaviyo: {
        count: 2,
        requests: [
          { method: 'POST', path: '/api/profiles', key: 'all', status: 201 },
          { method: 'GET', path: '/api/lists', key: 'unknown', status: 401 },
        ],
        people: [{ email: 'n@example.com', created: 1, resubscribed: 0 }],
      },
    })
    expect(log.text).not.toContain('pk_')
    await call('POST', '/practice/reset', undefined, {})
    expect([klaviyo.requests.count, klaviyo.state.profiles.byEmail('n@example.com')]).toEqual([0, undefined])
  })
})
