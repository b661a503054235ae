import { describe, expect, it } from 'vitest'
import { errorsOf, startTestKlaviyo } from './klaviyoHarness.ts'

const list = { data: { type: 'list', attributes: { name: 'x' } } }

describe('the rate limit', () => {
  it('tells all windows in one list and what is left of the burst', async () => {
    const { ask, clock } = await startTestKlaviyo()
    await clock.advance(400)
    await ask('GET', '/api/lists')
    const { headers } = await ask('GET', '/api/lists')
    expect(headers.get('ratelimit-limit')).toBe('75, 75;w=1, 750;w=60')
    expect([headers.get('ratelimit-remaining'), headers.get('ratelimit-reset')]).toEqual(['73', '0'])
    expect(headers.get('ratelimit-remaining-daily')).toBeNull()
  })

  it('tells the daily window where there is one', async () => {
    const { ask } = await startTestKlaviyo()
    const { headers } = await ask('POST', '/api/lists', list)
    expect(headers.get('ratelimit-limit')).toBe('10, 10;w=1, 150;w=60, 150;w=86400')
    expect(headers.get('ratelimit-remaining-daily')).toBe('149')
    expect(headers.get('ratelimit-reset-daily')).toBe(String(15 * 3600))
  })

  it('refuses with 429 and whole seconds, without the other headers, until the window is over', async () => {
    const { ask, clock } = await startTestKlaviyo()
    expect((await ask('GET', '/api/accounts')).status).toBe(200)
    const refused = await ask('GET', '/api/accounts')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    for (const name of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'cid'])
      expect(refused.headers.get(name)).toBeNull()
    expect(errorsOf(refused)[0]).toMatchObject({
      status: 429,
      code: 'throttled',
      title: 'Request was throttled.',
      source: { pointer: '/data' },
      meta: {},
    })
    await clock.advance(999)
    expect((await ask('GET', '/api/accounts')).status).toBe(429)
    await clock.advance(1)
    expect((await ask('GET', '/api/accounts')).status).toBe(200)
  })

  it('has a steady window too, whose wait is longer', async () => {
    const { ask, clock } = await startTestKlaviyo()
    for (let second = 0; second < 15; second++) {
      expect((await ask('GET', '/api/accounts')).status).toBe(200)
      await clock.advance(1000)
    }
    const refused = await ask('GET', '/api/accounts')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '45'])
    await clock.advance(45_000)
    expect((await ask('GET', '/api/accounts')).status).toBe(200)
  })

  it('counts each endpoint for itself, and all keys together', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    await ask('GET', '/api/accounts')
    expect((await ask('GET', `/api/accounts/${klaviyo.state.account.id}`)).status).toBe(200)
    const reader = { Authorization: `Klaviyo-API-Key ${klaviyo.keys.readOnly}` }
    expect((await ask('GET', '/api/accounts', undefined, reader)).status).toBe(429)
  })

  it('also counts refusals that reached the endpoint, and never those at the door', async () => {
    const { ask } = await startTestKlaviyo()
    for (let time = 0; time < 3; time++)
      expect((await ask('GET', '/api/tags/nope', undefined, { Authorization: undefined })).status).toBe(401)
    const missing = await ask('GET', '/api/tags/nope')
    expect([missing.status, missing.headers.get('ratelimit-remaining')]).toEqual([404, '2'])
    const invalid = await ask('GET', '/api/tags/nope?x=1')
    expect([invalid.status, invalid.headers.get('ratelimit-remaining')]).toEqual([400, '1'])
  })

  it('charges queries that cost more to buckets of their own', async () => {
    const { ask, clock, list, person } = await startTestKlaviyo()
    const counted = `/api/lists/${list('VIP').id}?additional-fields[list]=profile_count`
    expect((await ask('GET', counted)).status).toBe(200)
    expect((await ask('GET', counted)).status).toBe(429)
    expect((await ask('GET', `/api/lists/${list('VIP').id}`)).status).toBe(200)
    const { id } = person('ada.okafor@example.com')
    expect((await ask('GET', `/api/profiles/${id}?include=lists`)).status).toBe(200)
    expect((await ask('GET', `/api/profiles/${id}?include=lists`)).status).toBe(429)
    expect((await ask('GET', `/api/profiles/${id}?include=segments`)).status).toBe(200)

    await clock.advance(1000)
    const paths = ['/api/profiles', `/api/lists/${list('VIP').id}/profiles`]
    const statuses = []
    for (let time = 0; time < 12; time++) {
      const path = `${paths[time % 2] ?? ''}?additional-fields[profile]=predictive_analytics&page[size]=1`
      statuses.push((await ask('GET', path)).status)
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
  })

  it('shrinks with the speed of the service, in its headers too', async () => {
    const { ask, clock } = await startTestKlaviyo({ speed: 10 })
    for (let time = 0; time < 15; time++) {
      await ask('GET', '/api/accounts')
      await clock.advance(100)
    }
    const refused = await ask('GET', '/api/accounts')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
    await clock.advance(4500)
    expect((await ask('GET', '/api/accounts')).status).toBe(200)
  })
})
