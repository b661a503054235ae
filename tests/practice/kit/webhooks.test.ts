import { describe, expect, it } from 'vitest'
import { errorsOf, startTestPractice } from '../harness.ts'

interface EndpointJson {
  readonly webhook_endpoint: {
    readonly id: number
    readonly secret?: string
    readonly previous_secret_expires_at: string | null
  }
}

describe('webhooks', () => {
  it('drop the prefix of their event, and keep its parameter', async () => {
    const { kit, call } = await startTestPractice()
    const target_url = 'https://hooks.example/kit'
    const plain = await call('POST', '/v4/webhooks', {
      target_url,
      event: { name: 'subscriber.subscriber_activate' },
    })
    expect([plain.status, plain.json]).toEqual([
      201,
      {
        webhook: {
          id: expect.any(Number) as unknown,
          account_id: kit.state.account.id,
          event: { name: 'subscriber_activate', initiator_value: null },
          target_url,
        },
      },
    ])
    const tagged = await call('POST', '/v4/webhooks', {
      target_url,
      event: { name: 'subscriber.tag_add', tag_id: 44 },
    })
    expect(tagged.json).toMatchObject({ webhook: { event: { name: 'tag_add', tag_id: 44 } } })
    const course = { name: 'subscriber.course_subscribe', course_id: 9 }
    expect((await call('POST', '/v4/webhooks', { target_url, event: course })).json).toMatchObject({
      webhook: { event: { name: 'course_subscribe', sequence_id: 9 } },
    })
    expect((await call('GET', '/v4/webhooks')).json).toHaveProperty('webhooks.length', 3)
  })

  it('are refused without an event or a target, and without the parameter their event needs', async () => {
    const { call } = await startTestPractice()
    const target_url = 'https://hooks.example/kit'
    for (const body of [
      {},
      { target_url },
      { event: { name: 'purchase.purchase_create' } },
      { target_url, event: 'x' },
    ]) {
      const answer = await call('POST', '/v4/webhooks', body)
      expect([answer.status, errorsOf(answer)]).toEqual([
        422,
        ['`event` and `target` parameters must be provided'],
      ])
    }
    for (const event of [
      { name: 'subscriber.tag_add' },
      { name: 'subscriber.moon' },
      { name: 'constructor' },
    ])
      expect((await call('POST', '/v4/webhooks', { target_url, event })).status).toBe(422)
    expect(
      (
        await call('POST', '/v4/webhooks', {
          target_url: 'nowhere',
          event: { name: 'purchase.purchase_create' },
        })
      ).status,
    ).toBe(422)
  })

  it('are deleted once', async () => {
    const { call } = await startTestPractice()
    const made = await call('POST', '/v4/webhooks', {
      target_url: 'https://hooks.example',
      event: { name: 'purchase.purchase_create' },
    })
    const { id } = (made.json as { webhook: { id: number } }).webhook
    expect((await call('DELETE', `/v4/webhooks/${id}`)).status).toBe(204)
    expect((await call('DELETE', `/v4/webhooks/${id}`)).status).toBe(404)
  })
})

describe('webhook endpoints', () => {
  const body = { url: 'https://hooks.example/new', events: ['subscriber.created'], name: 'New people' }

  it('show their secret when they are made and when it is rotated, and never else', async () => {
    const { clock, call } = await startTestPractice()
    const made = await call('POST', '/v4/webhook_endpoints', body)
    const { id, secret } = (made.json as EndpointJson).webhook_endpoint
    expect([made.status, secret]).toEqual([201, expect.stringMatching(/^whsec_/)])
    const path = `/v4/webhook_endpoints/${id}`
    expect((await call('GET', path)).json).not.toHaveProperty('webhook_endpoint.secret')
    const rotated = (await call('POST', `${path}/rotate_secret`)).json as EndpointJson
    expect(rotated.webhook_endpoint.secret).not.toBe(secret)
    expect(rotated.webhook_endpoint.previous_secret_expires_at).toBe('2026-11-21T09:00:00Z')
    expect((await call('POST', `${path}/rotate_secret`)).status).toBe(409)
    expect((await call('POST', `${path}/rotate_secret`, { force: true })).status).toBe(200)
    await clock.advance(24 * 3_600_000 + 1000)
    expect((await call('POST', `${path}/rotate_secret`)).status).toBe(200)
    expect((await call('POST', `${path}/revoke_previous_secret`)).json).toMatchObject({
      webhook_endpoint: { previous_secret_expires_at: null },
    })
  })

  it('are listed by status, changed in part, and deleted', async () => {
    const { call } = await startTestPractice()
    const made = await call('POST', '/v4/webhook_endpoints', body)
    const path = `/v4/webhook_endpoints/${(made.json as EndpointJson).webhook_endpoint.id}`
    const changed = await call('PATCH', path, { events: ['tag.created'], status: 'disabled' })
    expect(changed.json).toMatchObject({ webhook_endpoint: { events: ['tag.created'], name: 'New people' } })
    expect((await call('GET', '/v4/webhook_endpoints?status=active')).json).toMatchObject({
      webhook_endpoints: [],
    })
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).status).toBe(404)
  })

  it.each([
    { ...body, url: 'http://127.0.0.1:9000/hook' },
    { ...body, url: 'http://localhost/hook' },
    { ...body, url: 'https://10.1.2.3/hook' },
    { ...body, url: 'http://[::1]/hook' },
    { ...body, url: 'http://0x7f000001/hook' },
    { ...body, url: 'https://nas.local/hook' },
    { ...body, url: 'ftp://hooks.example' },
    { ...body, url: 'nowhere' },
    { ...body, url: undefined },
    { ...body, events: [] },
    { ...body, events: ['subscriber.product_purchased'] },
    { ...body, description: 'x'.repeat(256) },
  ])('refuse %j with 422', async (refused) => {
    const { call } = await startTestPractice()
    expect((await call('POST', '/v4/webhook_endpoints', refused)).status).toBe(422)
  })
})
