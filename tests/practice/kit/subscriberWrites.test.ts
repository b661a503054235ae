import { describe, expect, it } from 'vitest'
import { errorsOf, personIn, startTestPractice, subscriberOf } from '../harness.ts'

function fieldsNamed(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`unknown_${index}`, 'x']))
}

describe('creating and updating people', () => {
  it('creates an active person with 201', async () => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/subscribers', {
      email_address: 'new@example.com',
      first_name: 'Noor',
    })
    expect(answer.status).toBe(201)
    expect(subscriberOf(answer)).toMatchObject({
      first_name: 'Noor',
      email_address: 'new@example.com',
      state: 'active',
      created_at: '2026-11-20T09:00:00Z',
    })
    expect(answer.json).not.toHaveProperty('warnings')
  })

  it('creates a person in any of the five states', async () => {
    const { call } = await startTestPractice()
    for (const state of ['active', 'inactive', 'bounced', 'complained', 'cancelled']) {
      const answer = await call('POST', '/v4/subscribers', { email_address: `${state}@example.com`, state })
      expect([answer.status, subscriberOf(answer).state]).toEqual([201, state])
    }
  })

  it('updates name and fields of an existing person with 200, whatever the case of the address', async () => {
    const practice = await startTestPractice()
    const answer = await practice.call('POST', '/v4/subscribers', {
      email_address: ' Ada.OKAFOR@Example.com ',
      first_name: 'Adaeze',
      fields: { city: 'Abuja' },
    })
    expect(answer.status).toBe(200)
    expect(subscriberOf(answer)).toMatchObject({
      id: personIn(practice, 'ada.okafor@example.com').id,
      first_name: 'Adaeze',
      email_address: 'ada.okafor@example.com',
      fields: { city: 'Abuja', last_name: 'Okafor' },
    })
  })

  it('changes somebody who left, and leaves them cancelled', async () => {
    const practice = await startTestPractice()
    const answer = await practice.call('POST', '/v4/subscribers', {
      email_address: 'left.early@example.com',
      first_name: 'Maria',
      state: 'active',
    })
    expect(answer.status).toBe(200)
    expect(subscriberOf(answer)).toMatchObject({ first_name: 'Maria', state: 'cancelled' })
    const { id } = subscriberOf(answer)
    const put = await practice.call('PUT', `/v4/subscribers/${id}`, {
      fields: { city: 'Visby' },
      state: 'active',
    })
    expect([put.status, subscriberOf(put).state]).toEqual([200, 'cancelled'])
  })

  it('keeps a name that is left out and clears one that is null', async () => {
    const { call } = await startTestPractice()
    const address = { email_address: 'ada.okafor@example.com' }
    expect(subscriberOf(await call('POST', '/v4/subscribers', address)).first_name).toBe('Ada')
    expect(
      subscriberOf(await call('POST', '/v4/subscribers', { ...address, first_name: null })).first_name,
    ).toBeNull()
  })

  it('clears a field with null and stores an empty one as empty', async () => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/subscribers', {
      email_address: 'ada.okafor@example.com',
      fields: { city: null, company: '' },
    })
    expect(subscriberOf(answer).fields).toMatchObject({ city: null, company: '', country: 'Nigeria' })
  })

  it('drops unknown field keys, says so for each, and saves the rest', async () => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/subscribers', {
      email_address: 'new@example.com',
      fields: { city: 'Oslo', shoe_size: '41', 'Last name': 'By label' },
    })
    expect(answer.status).toBe(201)
    const { warnings } = answer.json as { warnings: readonly string[] }
    expect(warnings).toEqual([expect.stringContaining('shoe_size'), expect.stringContaining('Last name')])
    expect(subscriberOf(answer).fields).toMatchObject({ city: 'Oslo', last_name: null })
  })

  it('answers 202 beyond ten fields, and writes them a little later', async () => {
    const practice = await startTestPractice()
    const keys = [...practice.kit.state.customFields.values()].map((field) => field.key).slice(0, 11)
    const fields = Object.fromEntries(keys.map((key) => [key, `value of ${key}`]))
    const answer = await practice.call('POST', '/v4/subscribers', {
      email_address: 'many@example.com',
      fields,
    })
    expect([answer.status, subscriberOf(answer).fields.city]).toEqual([202, null])
    const { id } = subscriberOf(answer)
    expect(subscriberOf(await practice.call('GET', `/v4/subscribers/${id}`)).fields.city).toBeNull()
    await practice.catchUp()
    expect(subscriberOf(await practice.call('GET', `/v4/subscribers/${id}`)).fields).toMatchObject(fields)
    const ten = Object.fromEntries(keys.slice(0, 10).map((key) => [key, 'x']))
    expect((await practice.call('PUT', `/v4/subscribers/${id}`, { fields: ten })).status).toBe(200)
    expect((await practice.call('PUT', `/v4/subscribers/${id}`, { fields })).status).toBe(202)
  })

  it('forgets late values of a field that is deleted meanwhile', async () => {
    const practice = await startTestPractice()
    const all = [...practice.kit.state.customFields.values()].slice(0, 11)
    const fields = Object.fromEntries(all.map(({ key }) => [key, 'x']))
    const made = await practice.call('POST', '/v4/subscribers', { email_address: 'many@example.com', fields })
    await practice.call('DELETE', `/v4/custom_fields/${all[0]?.id ?? 0}`)
    await practice.catchUp()
    const { id } = subscriberOf(await practice.call('GET', `/v4/subscribers/${subscriberOf(made).id}`))
    expect(practice.kit.state.subscribers.get(id)?.values.size).toBe(10)
  })

  it('refuses more than 140 fields and writes nothing', async () => {
    const practice = await startTestPractice()
    const body = { email_address: 'new@example.com', fields: fieldsNamed(141) }
    expect((await practice.call('POST', '/v4/subscribers', body)).status).toBe(422)
    expect(practice.kit.state.subscribers.byEmail('new@example.com')).toBeUndefined()
    const allowed = { email_address: 'new@example.com', fields: fieldsNamed(140) }
    expect((await practice.call('POST', '/v4/subscribers', allowed)).status).toBe(202)
  })

  it.each([
    undefined,
    null,
    '',
    'nobody',
    'a@b',
    'a b@example.com',
    'a@example.com,b@example.com',
    42,
    ['a@example.com'],
    {},
  ])('refuses the address %j', async (address) => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/subscribers', { email_address: address })
    expect([answer.status, errorsOf(answer)]).toEqual([422, ['Email address is invalid']])
  })

  it.each([
    { state: 'gone' },
    { state: ['active'] },
    { first_name: { a: 1 } },
    { first_name: ['a'] },
    { fields: 'city' },
    { fields: ['city'] },
    { fields: { city: { a: 1 } } },
    { fields: { city: ['a'] } },
  ])('refuses %j with 422 and creates nobody', async (part) => {
    const practice = await startTestPractice()
    const answer = await practice.call('POST', '/v4/subscribers', {
      email_address: 'new@example.com',
      ...part,
    })
    expect([answer.status, errorsOf(answer).length]).toEqual([422, 1])
    expect(practice.kit.state.subscribers.byEmail('new@example.com')).toBeUndefined()
  })

  it('changes an address through PUT, and the id stays', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const answer = await practice.call('PUT', `/v4/subscribers/${id}`, { email_address: 'ada@example.org' })
    expect(subscriberOf(answer)).toMatchObject({ id, email_address: 'ada@example.org', first_name: 'Ada' })
    expect(practice.kit.state.subscribers.byEmail('ada.okafor@example.com')).toBeUndefined()
    const free = await practice.call('POST', '/v4/subscribers', { email_address: 'ada.okafor@example.com' })
    expect(free.status).toBe(201)
  })

  it('refuses an address that somebody else has, and one that is none', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const taken = await practice.call('PUT', `/v4/subscribers/${id}`, {
      email_address: 'LEFT.early@example.com',
    })
    expect([taken.status, errorsOf(taken)]).toEqual([422, ['Email address has already been taken']])
    expect((await practice.call('PUT', `/v4/subscribers/${id}`, { email_address: 'nobody' })).status).toBe(
      422,
    )
    expect(
      (await practice.call('PUT', `/v4/subscribers/${id}`, { email_address: 'ADA.okafor@example.com' }))
        .status,
    ).toBe(200)
    expect((await practice.call('PUT', '/v4/subscribers/1', {})).status).toBe(404)
  })

  it('takes an empty list for no fields, as PHP writes it', async () => {
    const { call } = await startTestPractice()
    const body = { email_address: 'new@example.com', fields: [] }
    expect((await call('POST', '/v4/subscribers', body)).status).toBe(201)
    expect((await call('POST', '/v4/subscribers', body)).status).toBe(200)
  })

  it('takes an empty PUT for no change at all', async () => {
    const practice = await startTestPractice()
    const before = personIn(practice, 'ada.okafor@example.com')
    await practice.clock.advance(60_000)
    for (const body of [undefined, {}])
      expect((await practice.call('PUT', `/v4/subscribers/${before.id}`, body)).status).toBe(200)
    expect(personIn(practice, 'ada.okafor@example.com')).toEqual(before)
    expect(practice.kit.tally.of(before.id)).toMatchObject({ unchanged: 2, changed: 0 })
  })

  it('unsubscribes with 204 for good, keeping everything else', async () => {
    const practice = await startTestPractice()
    const before = personIn(practice, 'ada.okafor@example.com')
    const answer = await practice.call('POST', `/v4/subscribers/${before.id}/unsubscribe`)
    expect([answer.status, answer.text]).toEqual([204, ''])
    const after = personIn(practice, 'ada.okafor@example.com')
    expect(after).toEqual({ ...before, state: 'cancelled', canceledAt: Date.parse('2026-11-20T09:00:00Z') })
    expect(practice.kit.state.memberships.tag.ofPerson(before.id)).toHaveLength(3)
    expect((await practice.call('POST', '/v4/subscribers/1/unsubscribe')).status).toBe(404)
  })

  it('keeps when somebody first left, when they are unsubscribed again', async () => {
    const practice = await startTestPractice()
    const { id, canceledAt } = personIn(practice, 'left.early@example.com')
    expect((await practice.call('POST', `/v4/subscribers/${id}/unsubscribe`)).status).toBe(204)
    expect(personIn(practice, 'left.early@example.com').canceledAt).toBe(canceledAt)
  })

  it('counts what changed somebody and what did not', async () => {
    const practice = await startTestPractice()
    const body = { email_address: 'new@example.com', first_name: 'Noor', fields: { city: 'Oslo' } }
    const { id } = subscriberOf(await practice.call('POST', '/v4/subscribers', body))
    await practice.call('POST', '/v4/subscribers', body)
    await practice.call('POST', '/v4/subscribers', { ...body, fields: { city: 'Bergen' } })
    expect(practice.kit.tally.of(id)).toMatchObject({ created: 1, unchanged: 1, changed: 1 })
  })
})
