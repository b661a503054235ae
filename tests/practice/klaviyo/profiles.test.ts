import { describe, expect, it } from 'vitest'
import {
  documentOf,
  errorsOf,
  pointersOf,
  profileBody,
  resourceOf,
  startTestKlaviyo,
} from './klaviyoHarness.ts'

const ada = 'ada.okafor@example.com'
const times = { created: '2026-11-20T09:00:00.000000+00:00', updated: '2026-11-20T09:00:00.000000+00:00' }

describe('creating a profile', () => {
  it('answers with every attribute, null where it has no value', async () => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('POST', '/api/profiles', profileBody({ email: 'New@Example.com' }))
    const { id, attributes, relationships } = resourceOf(answer)
    expect([answer.status, id]).toEqual([201, expect.stringMatching(/^01[0-9A-HJKMNP-TV-Z]{24}$/)])
    expect(attributes).toMatchObject({
      email: 'new@example.com',
      phone_number: null,
      anonymous_id: null,
      whatsapp_bsuid: null,
      last_event_date: null,
      properties: {},
      ...times,
    })
    expect(Object.values(attributes.location as object)).toEqual(Array(10).fill(null))
    expect(Object.keys(relationships)).toEqual(['lists', 'segments', 'push-tokens', 'conversation'])
  })

  it.each([
    ['the address', { email: 'ADA.okafor@example.com' }],
    ['the phone number', { email: 'x@example.com', phone_number: '+2348031234567' }],
    ['the external id', { external_id: 'cust-1001' }],
  ])('is a 409 naming who has %s', async (_what, attributes) => {
    const { ask, person, klaviyo } = await startTestKlaviyo()
    const answer = await ask('POST', '/api/profiles', profileBody(attributes))
    expect(answer.status).toBe(409)
    expect(errorsOf(answer)[0]).toMatchObject({
      status: 409,
      code: 'duplicate_profile',
      title: 'Conflict.',
      detail: 'A profile already exists with one of these identifiers.',
      source: { pointer: '/data/attributes' },
      meta: { duplicate_profile_id: person(ada).id },
    })
    expect(klaviyo.state.profiles.size).toBe(300)
  })

  it('needs an identifier', async () => {
    const { ask } = await startTestKlaviyo()
    for (const attributes of [{}, { first_name: 'x' }, { email: null }, { external_id: '' }]) {
      const answer = await ask('POST', '/api/profiles', profileBody(attributes))
      expect([answer.status, ...pointersOf(answer)]).toEqual([400, '/data/attributes'])
    }
  })

  it.each([
    'plain',
    'a@b',
    'a b@c.example',
    ' a@b.example',
    'a@b..example',
    `${'x'.repeat(95)}@b.example`,
    'ä@b.example',
  ])('refuses the address %j', async (email) => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('POST', '/api/profiles', profileBody({ email }))
    expect([answer.status, errorsOf(answer)[0]?.detail, ...pointersOf(answer)]).toEqual([
      400,
      'Invalid email address',
      '/data/attributes/email',
    ])
  })

  it.each(['+1234', '4155550100', '+1 415 555 0100', '+19995550100', '+1415555010', ''])(
    'refuses the number %j, by region and length',
    async (phone_number) => {
      const { ask } = await startTestKlaviyo()
      const answer = await ask('POST', '/api/profiles', profileBody({ email: 'x@example.com', phone_number }))
      expect([answer.status, ...pointersOf(answer)]).toEqual([400, '/data/attributes/phone_number'])
    },
  )

  it('refuses more than 100 KB', async () => {
    const { ask } = await startTestKlaviyo()
    const properties = { text: 'x'.repeat(100_000) }
    const answer = await ask('POST', '/api/profiles', profileBody({ email: 'x@example.com', properties }))
    expect([answer.status, ...pointersOf(answer)]).toEqual([400, '/data/attributes'])
  })
})

describe('changing a profile', () => {
  it('keeps what is absent, clears what is null, and merges properties and location', async () => {
    const { ask, person, clock } = await startTestKlaviyo()
    const { id } = person(ada)
    await clock.advance(5000)
    const answer = await ask(
      'PATCH',
      `/api/profiles/${id}`,
      profileBody(
        {
          organization: null,
          location: { country: null, zip: '01234', latitude: 6.5 },
          properties: { vip: null, favourite: 'Rye', points: '007', nested: { a: [1, '1', null] } },
        },
        { id },
      ),
    )
    expect(answer.status).toBe(200)
    const { attributes } = resourceOf(answer)
    expect(attributes).toMatchObject({ first_name: 'Ada', organization: null, external_id: 'cust-1001' })
    expect(attributes.location).toMatchObject({ city: 'Lagos', country: null, zip: '01234', latitude: 6.5 })
    expect(attributes.properties).toEqual({
      loyalty_points: 1250,
      interests: ['rye', 'sourdough'],
      customer_since: '2021-03-04T00:00:00',
      favourite: 'Rye',
      points: '007',
      nested: { a: [1, '1', null] },
    })
    expect(attributes.updated).toBe('2026-11-20T09:00:05+00:00')
  })

  it('moves updated only where something changed', async () => {
    const { ask, person, klaviyo } = await startTestKlaviyo()
    const { id, updated } = person(ada)
    const same = { first_name: 'Ada', properties: { vip: true, interests: ['rye', 'sourdough'] } }
    expect((await ask('PATCH', `/api/profiles/${id}`, profileBody(same, { id }))).status).toBe(200)
    expect(person(ada).updated).toBe(updated)
    expect(klaviyo.tally.of(id)).toMatchObject({ changed: 0, unchanged: 1 })
  })

  it('needs the id in the body, and the same as in the path', async () => {
    const { ask, person } = await startTestKlaviyo()
    const { id } = person(ada)
    expect(pointersOf(await ask('PATCH', `/api/profiles/${id}`, profileBody({ title: 'x' })))).toEqual([
      '/data/id',
    ])
    const other = profileBody({ title: 'x' }, { id: 'other' })
    expect(pointersOf(await ask('PATCH', `/api/profiles/${id}`, other))).toEqual(['/data/id'])
    expect((await ask('PATCH', '/api/profiles/other', other)).status).toBe(404)
  })

  it('is a 409 where the new address or number is somebody else’s', async () => {
    const { ask, person } = await startTestKlaviyo()
    const { id } = person('li.na@example.org')
    for (const attributes of [{ email: ada }, { phone_number: '+2348031234567' }]) {
      const answer = await ask('PATCH', `/api/profiles/${id}`, profileBody(attributes, { id }))
      expect([answer.status, errorsOf(answer)[0]?.meta]).toEqual([
        409,
        { duplicate_profile_id: person(ada).id },
      ])
    }
  })

  it('lets an address go to somebody else once it is free', async () => {
    const { ask, person, klaviyo } = await startTestKlaviyo()
    const { id } = person(ada)
    await ask('PATCH', `/api/profiles/${id}`, profileBody({ email: 'ada@example.org' }, { id }))
    expect((await ask('POST', '/api/profiles', profileBody({ email: ada }))).status).toBe(201)
    expect(klaviyo.state.profiles.byEmail('ada@example.org')?.id).toBe(id)
  })

  it('appends to, takes out of and removes properties', async () => {
    const { ask, person } = await startTestKlaviyo()
    const { id } = person(ada)
    const meta = {
      patch_properties: {
        append: { interests: 'spelt', favourite: ['Rye'], fresh: 'a' },
        unappend: { interests: ['rye', 'nothing'] },
        unset: ['vip', 'nothing'],
      },
    }
    await ask('PATCH', `/api/profiles/${id}`, profileBody({}, { id, meta }))
    expect(person(ada).properties).toEqual({
      loyalty_points: 1250,
      interests: ['sourdough', 'spelt'],
      customer_since: '2021-03-04T00:00:00',
      favourite: ['Injera', 'Rye'],
      fresh: ['a'],
    })
    await ask(
      'PATCH',
      `/api/profiles/${id}`,
      profileBody({}, { id, meta: { patch_properties: { unset: 'fresh' } } }),
    )
    expect(person(ada).properties).not.toHaveProperty('fresh')
  })

  it('adds further addresses, which lead to the same person', async () => {
    const { ask, person, klaviyo } = await startTestKlaviyo()
    const { id } = person(ada)
    const meta = { patch_identifiers: { append: { email: ['second@example.com'] } } }
    await ask('PATCH', `/api/profiles/${id}`, profileBody({}, { id, meta }))
    expect(klaviyo.state.profiles.byEmail('second@example.com')?.id).toBe(id)
    expect((await ask('POST', '/api/profiles', profileBody({ email: 'second@example.com' }))).status).toBe(
      409,
    )
  })
})

describe('the upsert', () => {
  it('answers 201 for somebody new and 200 for somebody known', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    const first = await ask('POST', '/api/profile-import', profileBody({ email: 'n@example.com' }))
    const second = await ask(
      'POST',
      '/api/profile-import',
      profileBody({ email: 'N@example.com', title: 'x' }),
    )
    expect([first.status, second.status]).toEqual([201, 200])
    expect(resourceOf(second).id).toBe(resourceOf(first).id)
    expect(klaviyo.tally.of(resourceOf(first).id)).toMatchObject({ created: 1, changed: 1 })
  })

  it('finds by id, by number, and by external id where that stands alone', async () => {
    const { ask, person } = await startTestKlaviyo()
    const { id } = person(ada)
    for (const body of [
      profileBody({ title: 'a' }, { id }),
      profileBody({ phone_number: '+2348031234567' }),
      profileBody({ external_id: 'cust-1001' }),
    ])
      expect(resourceOf(await ask('POST', '/api/profile-import', body)).id).toBe(id)
    const other = await ask(
      'POST',
      '/api/profile-import',
      profileBody({ email: 'b@example.com', external_id: 'cust-1001' }),
    )
    expect(other.status).toBe(201)
    expect((await ask('POST', '/api/profile-import', profileBody({}, { id: 'nobody' }))).status).toBe(404)
  })

  it('is a 409 where address and number lead to two people, and changes neither', async () => {
    const { ask, person } = await startTestKlaviyo()
    const body = profileBody({ email: 'li.na@example.org', phone_number: '+2348031234567', title: 'x' })
    const answer = await ask('POST', '/api/profile-import', body)
    expect([answer.status, errorsOf(answer)[0]?.meta]).toEqual([
      409,
      { duplicate_profile_id: person(ada).id },
    ])
    expect(person('li.na@example.org').texts.title).toBeNull()
  })
})

describe('a number that somebody else has', () => {
  it('is a 409 beside a new address, and gives its owner no new one', async () => {
    const { ask, person } = await startTestKlaviyo()
    const body = profileBody({ email: 'somebody.new@example.com', phone_number: '+2348031234567' })
    const answer = await ask('POST', '/api/profile-import', body)
    expect([answer.status, errorsOf(answer)[0]?.meta]).toEqual([
      409,
      { duplicate_profile_id: person(ada).id },
    ])
    expect(person(ada).phoneNumber).toBe('+2348031234567')
  })

  it('leads to its owner where they have no address yet, who gets the new one', async () => {
    const { ask, person } = await startTestKlaviyo()
    const body = profileBody({ email: 'rosa@example.com', phone_number: '+12025550143' })
    expect((await ask('POST', '/api/profile-import', body)).status).toBe(200)
    expect(person('rosa@example.com').texts.first_name).toBe('Rosa')
  })
})

describe('reading a profile', () => {
  it('says can_receive for somebody who never subscribed, and not for who left', async () => {
    const { ask, person } = await startTestKlaviyo()
    const read = async (email: string) => {
      const path = `/api/profiles/${person(email).id}?additional-fields[profile]=subscriptions`
      return resourceOf(await ask('GET', path)).attributes.subscriptions as Record<string, unknown>
    }
    expect(await read('not.confirmed@example.org')).toMatchObject({
      email: {
        marketing: { can_receive_email_marketing: true, consent: 'NEVER_SUBSCRIBED', suppression: [] },
      },
      whatsapp: null,
    })
    expect(await read('left.early@example.com')).toMatchObject({
      email: {
        marketing: {
          can_receive_email_marketing: false,
          consent: 'UNSUBSCRIBED',
          suppression: [{ reason: 'UNSUBSCRIBE' }],
        },
      },
    })
    expect(await read('mailbox.full@example.net')).toMatchObject({
      email: {
        marketing: {
          can_receive_email_marketing: false,
          consent: 'SUBSCRIBED',
          suppression: [{ reason: 'HARD_BOUNCE' }],
        },
      },
    })
  })

  it('includes lists and segments, and calls the relationship conversations', async () => {
    const { ask, person } = await startTestKlaviyo()
    const answer = await ask('GET', `/api/profiles/${person(ada).id}?include=lists,segments`)
    const { included } = answer.json as { included: { type: string; attributes: { name: string } }[] }
    expect(included.map(({ type, attributes }) => `${type} ${attributes.name}`)).toEqual([
      'list Newsletter',
      'list Customers',
      'list VIP',
      'segment Can be mailed',
      'segment Newsletter readers',
    ])
    expect(Object.keys(resourceOf(answer).relationships)).toContain('conversations')
    expect(resourceOf(answer).relationships['push-tokens']).not.toHaveProperty('data')
  })
})

describe('merging and deleting', () => {
  const merge = (into: string, ...from: readonly string[]) => ({
    data: {
      type: 'profile-merge',
      id: into,
      relationships: { profiles: { data: from.map((id) => ({ type: 'profile', id })) } },
    },
  })

  it('answers 202 and moves everything over a little later', async () => {
    const { ask, clock, klaviyo, person } = await startTestKlaviyo()
    const [into, from] = [person(ada).id, person('said.goodbye@example.org').id]
    const answer = await ask('POST', '/api/profile-merge', merge(into, from))
    expect([answer.status, resourceOf(answer).attributes]).toEqual([202, {}])
    expect((await ask('GET', `/api/profiles/${from}`)).status).toBe(200)
    await clock.advance(10_000)
    expect((await ask('GET', `/api/profiles/${from}`)).status).toBe(404)
    const merged = klaviyo.state.profiles.get(into)
    expect(merged?.consent.email.suppressions.map(({ reason }) => reason)).toEqual(['UNSUBSCRIBE'])
    expect(klaviyo.state.profiles.byEmail('said.goodbye@example.org')?.id).toBe(into)
  })

  it('takes exactly one source, and not the destination itself', async () => {
    const { ask, person } = await startTestKlaviyo()
    const [a, b, c] = [ada, 'li.na@example.org', 'quotes@example.com'].map((email) => person(email).id)
    for (const body of [merge(a ?? ''), merge(a ?? '', b ?? '', c ?? ''), merge(a ?? '', a ?? '')])
      expect((await ask('POST', '/api/profile-merge', body)).status).toBe(400)
    expect((await ask('POST', '/api/profile-merge', merge(a ?? '', 'nobody'))).status).toBe(404)
  })

  it('deletes for good whoever has the one identifier', async () => {
    const { ask, clock, klaviyo, list, person } = await startTestKlaviyo()
    const { id } = person(ada)
    const deletion = (data: object) => ({
      data: { type: 'data-privacy-deletion-job', attributes: { profile: { data } } },
    })
    const path = '/api/data-privacy-deletion-jobs'
    const answer = await ask('POST', path, deletion({ type: 'profile', attributes: { email: ada } }))
    expect([answer.status, answer.text]).toEqual([202, ''])
    await clock.advance(15_000)
    expect(klaviyo.state.profiles.get(id)).toBeUndefined()
    expect(list('VIP').members.has(id)).toBe(false)
    const again = await ask('POST', path, deletion({ type: 'profile', attributes: { email: ada } }))
    expect([again.status, errorsOf(again)[0]?.detail]).toEqual([
      404,
      `No profile with email "${ada}" found.  The profile may have already been deleted.`,
    ])
    const two = deletion({ type: 'profile', attributes: { email: ada, phone_number: '+12025550143' } })
    expect((await ask('POST', path, two)).status).toBe(400)
  })
})

describe('finding profiles', () => {
  it.each([
    ['any(email,["ada.okafor@example.com","nobody@example.com"])', ['Ada']],
    ['any(phone_number,["+12025550143","+2348031234567"])', ['Ada', 'Rosa']],
    ['equals(phone_number,"+12025550143")', ['Rosa']],
    ['any(external_id,["till-0007","CUST-1001"])', ['Walk-in']],
    ['equals(external_id,"cust-1001")', ['Ada']],
  ])('by %s', async (filter, names) => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('GET', `/api/profiles?filter=${encodeURIComponent(filter)}`)
    const found = documentOf(answer).data.map(({ attributes }) => attributes.first_name)
    expect(found.sort()).toEqual(names)
  })
})
