import { describe, expect, it } from 'vitest'
import { namedPeople } from '../../../electron/practice/kit/namedPeople.ts'
import { errorsOf, personIn, startTestPractice, subscriberOf, subscribersOf } from '../harness.ts'

describe('reading people', () => {
  it('shows only active people unless asked for others', async () => {
    const { kit, call } = await startTestPractice()
    const states = (answer: Awaited<ReturnType<typeof call>>) => [
      ...new Set(subscribersOf(answer).map((person) => person.state)),
    ]
    expect(states(await call('GET', '/v4/subscribers'))).toEqual(['active'])
    for (const state of ['inactive', 'bounced', 'complained', 'cancelled'])
      expect(states(await call('GET', `/v4/subscribers?status=${state}`))).toEqual([state])
    expect(subscribersOf(await call('GET', '/v4/subscribers?status=all'))).toHaveLength(
      kit.state.subscribers.size,
    )
  })

  it('does not find somebody who left by their address, unless every state is asked for', async () => {
    const { call } = await startTestPractice()
    const address = encodeURIComponent(namedPeople.leftEarly.emailAddress)
    const active = await call('GET', `/v4/subscribers?email_address=${address}`)
    expect([active.status, subscribersOf(active)]).toEqual([200, []])
    const all = await call('GET', `/v4/subscribers?status=all&email_address=${address}`)
    expect(subscribersOf(all)).toMatchObject([
      { email_address: 'left.early@example.com', state: 'cancelled' },
    ])
  })

  it('finds several addresses at once, in any case', async () => {
    const { call } = await startTestPractice()
    const addresses = 'ADA.Okafor@example.com,zero.first@example.com,nobody@example.com'
    const answer = await call('GET', `/v4/subscribers?email_address=${addresses}`)
    expect(
      subscribersOf(answer)
        .map((person) => person.email_address)
        .sort(),
    ).toEqual(['ada.okafor@example.com', 'zero.first@example.com'])
  })

  it('takes a raw plus for a space and refuses it; an encoded one is found', async () => {
    const { call } = await startTestPractice()
    const raw = await call('GET', '/v4/subscribers?email_address=nils+shop@example.com')
    expect([raw.status, errorsOf(raw)]).toEqual([422, ['email_address contains an invalid email address']])
    const encoded = await call('GET', '/v4/subscribers?email_address=nils%2Bshop%40example.com')
    expect(subscribersOf(encoded)).toMatchObject([{ first_name: 'Nils' }])
  })

  it('filters by when people came and when they changed, by day or by instant', async () => {
    const practice = await startTestPractice({ lagMs: 0 })
    const people = [...practice.kit.state.subscribers.all()]
    const at = Date.parse('2026-01-15T00:00:00Z')
    const after = await practice.call(
      'GET',
      '/v4/subscribers?status=all&per_page=1000&created_after=2026-01-15',
    )
    expect(subscribersOf(after)).toHaveLength(people.filter((person) => person.createdAt > at).length)
    const before = await practice.call(
      'GET',
      '/v4/subscribers?status=all&per_page=1000&updated_before=2026-01-15T00:00:00Z',
    )
    expect(subscribersOf(before)).toHaveLength(people.filter((person) => person.updatedAt < at).length)
    await practice.clock.advance(5000)
    await practice.call('POST', '/v4/subscribers', {
      email_address: 'ada.okafor@example.com',
      first_name: 'Adaeze',
    })
    const changed = await practice.call(
      'GET',
      '/v4/subscribers?status=all&updated_after=2026-11-20T09:00:00Z',
    )
    expect(subscribersOf(changed).map((person) => person.first_name)).toEqual(['Adaeze'])
  })

  it('sorts by id, by last change, and by leaving where only people who left are asked for', async () => {
    const { kit, call } = await startTestPractice()
    const ids = subscribersOf(await call('GET', '/v4/subscribers?sort_field=id&sort_order=asc')).map(
      ({ id }) => id,
    )
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    const left = await call(
      'GET',
      '/v4/subscribers?status=cancelled&sort_field=cancelled_at&include=canceled_at',
    )
    const times = (subscribersOf(left) as readonly { canceled_at?: string }[]).map(
      (person) => person.canceled_at ?? '',
    )
    expect(times).toEqual([...times].sort().reverse())
    expect(times).toHaveLength(
      [...kit.state.subscribers.all()].filter(({ state }) => state === 'cancelled').length,
    )
    const wrong = await call('GET', '/v4/subscribers?sort_field=cancelled_at')
    expect([wrong.status, errorsOf(wrong)]).toEqual([
      422,
      ['The status param must be `cancelled` if sort_field is `cancelled_at`'],
    ])
  })

  it.each([
    'status=gone',
    'sort_field=name',
    'sort_order=up',
    'created_after=soon',
    'created_after=2026-02-30',
    'updated_before=20260101',
    'email_address=nobody',
    'email_address=a@example.com,,b@example.com',
    'include=everything',
    'include=canceled_at',
    'slim=perhaps',
  ])('refuses %s with 422', async (query) => {
    const { call } = await startTestPractice()
    const answer = await call('GET', `/v4/subscribers?${query}`)
    expect([answer.status, errorsOf(answer).length]).toEqual([422, 1])
  })

  it('holds every custom field of the account, null where unset', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'zero.first@example.com')
    const { fields } = subscriberOf(await practice.call('GET', `/v4/subscribers/${id}`))
    expect(Object.keys(fields)).toHaveLength(practice.kit.state.customFields.size)
    expect(fields).toMatchObject({ postal_code: '01234', city: null })
  })

  it('holds an empty object where the account has no custom fields, and none in slim lists', async () => {
    const { call } = await startTestPractice({ empty: true, lagMs: 0 })
    await call('POST', '/v4/subscribers', { email_address: 'a@example.com' })
    expect(subscribersOf(await call('GET', '/v4/subscribers'))).toMatchObject([{ fields: {} }])
    for (const yes of ['true', '1'])
      expect(subscribersOf(await call('GET', `/v4/subscribers?slim=${yes}`))[0]).not.toHaveProperty('fields')
  })

  it('adds tags, attribution and location where they are asked for', async () => {
    const { call } = await startTestPractice()
    const answer = await call(
      'GET',
      '/v4/subscribers?email_address=ada.okafor@example.com&include=attribution,tags,location',
    )
    expect(subscribersOf(answer)[0]).toMatchObject({
      tags: expect.arrayContaining([{ id: expect.any(Number) as number, name: 'VIP' }]) as unknown,
      attribution: { source_type: 'form_subscription', source_name: 'Weekly letter', utm_medium: 'web' },
    })
    expect(subscribersOf(answer)[0]).toHaveProperty('location')
  })

  it('reads one person by id in any state, with when they left', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'left.early@example.com')
    const answer = await practice.call('GET', `/v4/subscribers/${id}`)
    expect(subscriberOf(answer)).toMatchObject({ state: 'cancelled', first_name: 'Mara' })
    expect(subscriberOf(answer)).toHaveProperty('canceled_at', expect.stringMatching(/Z$/))
    for (const nobody of ['1', '4287675149000', 'abc', '0x1', '1.5', '99999999999999999999'])
      expect((await practice.call('GET', `/v4/subscribers/${nobody}`)).status).toBe(404)
  })

  it('gives people ids beyond 32 bits', async () => {
    const { kit } = await startTestPractice()
    expect(Math.min(...[...kit.state.subscribers.all()].map(({ id }) => id))).toBeGreaterThan(2 ** 31)
  })

  it('knows what somebody did with their mails, as fractions', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'mailbox.full@example.net')
    practice.kit.state.emailEvents.set(id, [
      { kind: 'sent', broadcastId: 1, at: Date.parse('2026-11-01T10:00:00Z'), url: null },
      { kind: 'opened', broadcastId: 1, at: Date.parse('2026-11-01T12:00:00Z'), url: null },
      { kind: 'sent', broadcastId: 2, at: Date.parse('2026-11-10T10:00:00Z'), url: null },
    ])
    const answer = await practice.call('GET', `/v4/subscribers/${id}/stats`)
    expect(answer.json).toMatchObject({
      subscriber: {
        id,
        stats: { sent: 2, opened: 1, open_rate: 0.5, sends_since_last_open: 1, last_clicked: null },
      },
    })
    const late = await practice.call('GET', `/v4/subscribers/${id}/stats?email_sent_after=2026-11-05`)
    expect(late.json).toMatchObject({ subscriber: { stats: { sent: 1, opened: 0 } } })
    expect(
      (await practice.call('GET', `/v4/subscribers/${id}/stats?email_sent_after=2015-01-01`)).status,
    ).toBe(400)
    expect((await practice.call('GET', '/v4/subscribers/1/stats')).status).toBe(404)
  })

  it('keeps where somebody is', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'only.address@example.net')
    const path = `/v4/subscribers/${id}/location`
    practice.kit.state.subscribers.load({ ...personIn(practice, 'only.address@example.net'), location: null })
    expect((await practice.call('DELETE', path)).status).toBe(404)
    const refused = await practice.call('POST', path, { location: { city: 'Lima' } })
    expect([refused.status, errorsOf(refused)]).toEqual([422, ["Country code can't be blank"]])
    const set = await practice.call('POST', path, { location: { city: 'Lima', country_code: 'pe' } })
    expect(set.json).toMatchObject({
      subscriber: { id, location: { city: 'Lima', country: 'PE', latitude: null } },
    })
    expect((await practice.call('PATCH', path, { location: { country_code: 'PE' } })).status).toBe(422)
    expect((await practice.call('DELETE', path)).status).toBe(204)
    expect(subscriberOf(await practice.call('GET', `/v4/subscribers/${id}`))).toHaveProperty('location', null)
  })
})
