import { describe, expect, it } from 'vitest'
import { assumptions } from '../../electron/practice/kit/assumptions.ts'
import { assumptions as klaviyoAssumptions } from '../../electron/practice/klaviyo/assumptions.ts'
import { personIn, startTestPractice } from './harness.ts'

const demoApp = {
  name: expect.stringContaining('Practice app') as unknown,
  redirect_uris: expect.arrayContaining(['http://127.0.0.1', 'listferry://oauth/kit']) as unknown,
}

describe('the control of the practice server', () => {
  it('shows people a page with the keys, what is seeded, and everything that is assumed', async () => {
    const { kit, klaviyo, call } = await startTestPractice()
    const page = await call('GET', '/practice', undefined, {})
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8'])
    for (const text of [
      ...kit.keys,
      kit.refusedKeys.revoked,
      kit.v3Keys.apiKey,
      kit.v3Keys.apiSecret,
      'left.early@example.com',
      'Weekly letter (double opt-in)',
      klaviyo.keys.all,
      klaviyo.keys.readOnly,
      klaviyo.keys.revoked,
      'do.not.mail@example.com',
      'late-suppression',
    ])
      expect(page.text).toContain(text)
    expect(page.text.match(/<strong>assumed<\/strong>/g)).toHaveLength(
      assumptions.length + klaviyoAssumptions.length,
    )
  })

  it('escapes what people wrote', async () => {
    const { call } = await startTestPractice()
    await call('POST', '/v4/tags', { name: '<script>alert(1)</script>' })
    expect((await call('GET', '/practice')).text).not.toContain('<script>')
  })

  it('tells programs how fast it runs and which keys to use', async () => {
    const { kit, klaviyo, call } = await startTestPractice({ speed: 60, lagMs: 500 })
    expect((await call('GET', '/practice/settings', undefined, {})).json).toEqual({
      listferry: 'practice',
      speed: 60,
      lagMs: 500,
      services: ['kit', 'klaviyo'],
      keys: { kit: kit.keys, klaviyo: klaviyo.keys, refused: kit.refusedKeys, kitV3: kit.v3Keys },
      oauthApps: [
        { ...demoApp, client_id: 'practice_public_app_5c1e9a7d', public: true },
        {
          ...demoApp,
          client_id: 'practice_secure_app_8d20b4e6',
          client_secret: 'practice_app_secret_f31c7a92',
          public: false,
        },
      ],
    })
  })

  it('sets and clears faults', async () => {
    const { call } = await startTestPractice()
    const set = await call('PUT', '/practice/faults', { kit: [{ kind: 'server-error', times: 2 }] }, {})
    expect([set.status, set.json]).toEqual([200, { kit: [{ kind: 'server-error', times: 2 }], klaviyo: [] }])
    expect((await call('GET', '/v4/tags')).status).toBe(500)
    expect((await call('GET', '/practice/faults')).json).toEqual({
      kit: [{ kind: 'server-error', times: 1 }],
      klaviyo: [],
    })
    await call('PUT', '/practice/faults', { kit: [] }, {})
    expect((await call('GET', '/v4/tags')).status).toBe(200)
  })

  it.each([
    '',
    '{',
    '[]',
    '{"kit":[{"kind":"earthquake"}]}',
    '{"kit":[{"kind":"slow","ms":-1}]}',
    '{"klaviyo":[]}',
    '{"service":"mailchimp","faults":[]}',
    '{"service":"kit","faults":[{"kind":"stuck-job"}]}',
  ])('refuses the faults %s and keeps those that were set', async (body) => {
    const { kit, call } = await startTestPractice()
    kit.faults.set([{ kind: 'blocked' }])
    const answer = await call('PUT', '/practice/faults', body, {})
    expect(answer.status).toBe(422)
    expect(kit.faults.active()).toEqual([{ kind: 'blocked' }])
  })

  it('sets the faults of one service and leaves the other’s alone', async () => {
    const { kit, klaviyo, call } = await startTestPractice()
    kit.faults.set([{ kind: 'blocked' }])
    const faults = [{ kind: 'stuck-job', afterRows: 3 }]
    const set = await call('PUT', '/practice/faults', { service: 'klaviyo', faults }, {})
    expect([set.status, set.json]).toEqual([200, { kit: [{ kind: 'blocked' }], klaviyo: faults }])
    expect(klaviyo.faults.active()).toEqual(faults)
    await call('PUT', '/practice/faults', { service: 'kit', faults: [] }, {})
    expect([kit.faults.active(), klaviyo.faults.active()]).toEqual([[], faults])
  })

  it('resets to what it was at the start', async () => {
    const practice = await startTestPractice()
    await practice.call('POST', '/v4/tags', { name: 'x' })
    practice.kit.faults.set([{ kind: 'server-error' }])
    await practice.call('POST', '/practice/reset', undefined, {})
    expect(practice.kit.state.tags.size).toBe(6)
    expect(practice.kit.requests.entries).toEqual([])
    expect((await practice.call('GET', '/v4/tags')).status).toBe(200)
  })

  it('tells what was asked and what was done to whom, and never a key', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    await practice.call('PUT', `/v4/subscribers/${id}?x=1`, { first_name: 'Adaeze' })
    await practice.call('GET', '/v4/nowhere', undefined, { 'X-Kit-Api-Key': 'kit_invented' })
    const log = await practice.call('GET', '/practice/requests', undefined, {})
    expect(log.json).toMatchObject({
      kit: {
        count: 2,
        requests: [
          {
            method: 'PUT',
            path: `/v4/subscribers/${id}`,
            query: '?x=1',
            key: 'valid 1',
            status: 200,
            dropped: null,
          },
          { method: 'GET', path: '/v4/nowhere', key: 'unknown', status: 404 },
        ],
        people: [{ id, email_address: 'ada.okafor@example.com', changed: 1, created: 0, mailsSent: 0 }],
      },
    })
    expect(log.text).not.toMatch(/kit_invented|kit_practice/)
  })

  it('lets somebody else change a person, by id or by address', async () => {
    const practice = await startTestPractice()
    const { id, updatedAt } = personIn(practice, 'ada.okafor@example.com')
    const left = await practice.call('PATCH', `/practice/kit/subscribers/${id}`, { state: 'cancelled' }, {})
    expect(left.status).toBe(200)
    expect(personIn(practice, 'ada.okafor@example.com')).toMatchObject({
      state: 'cancelled',
      updatedAt,
      canceledAt: practice.clock.now(),
    })
    await practice.call(
      'PATCH',
      '/practice/kit/subscribers/ada.okafor@example.com',
      { fields: { city: 'Kano', company: null } },
      {},
    )
    const person = (await practice.call('GET', `/v4/subscribers/${id}`)).json
    expect(person).toMatchObject({
      subscriber: { fields: { city: 'Kano', company: null, country: 'Nigeria' } },
    })
    expect(personIn(practice, 'ada.okafor@example.com').updatedAt).toBe(practice.clock.now())
  })

  it('refuses a change that makes no sense', async () => {
    const { call } = await startTestPractice()
    const path = '/practice/kit/subscribers/ada.okafor@example.com'
    for (const body of [
      { state: 'gone' },
      { fields: { nope: 'x' } },
      { email_address: 'left.early@example.com' },
      { name: 'x' },
    ])
      expect((await call('PATCH', path, body, {})).status).toBe(422)
    expect((await call('PATCH', '/practice/kit/subscribers/nobody', {}, {})).status).toBe(404)
  })
})
