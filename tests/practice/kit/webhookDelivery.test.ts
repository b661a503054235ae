import { describe, expect, it } from 'vitest'
import type { TestPractice } from '../harness.ts'
import { idOf, personIn, startTestPractice } from '../harness.ts'
import type { TokenJson } from './oauth/oauthHarness.ts'
import { bearer, codeFor, confidential, postToken, returnAddress, signIn } from './oauth/oauthHarness.ts'
import { startReceiver } from './receiver.ts'

const ada = 'ada.okafor@example.com'

async function waitFor(practice: TestPractice, event: object) {
  const receiver = await startReceiver()
  await practice.call('POST', '/v4/webhooks', { target_url: receiver.address, event })
  return receiver
}

describe('webhooks on this computer', () => {
  it('are called when a person comes in, unsigned and with fields by their label', async () => {
    const practice = await startTestPractice()
    const { received } = await waitFor(practice, { name: 'subscriber.subscriber_activate' })
    await practice.call('POST', '/v4/subscribers', {
      email_address: 'new@example.com',
      fields: { city: 'Lund' },
    })
    await practice.call('POST', '/v4/subscribers', { email_address: 'waits@example.com', state: 'inactive' })
    await expect.poll(() => received.length).toBe(1)
    expect((await practice.call('GET', '/practice', undefined, {})).text).toContain(
      '<td>subscriber_activate</td>',
    )
    expect(received[0]).toEqual({
      subscriber: {
        id: personIn(practice, 'new@example.com').id,
        first_name: null,
        email_address: 'new@example.com',
        state: 'active',
        created_at: expect.any(String) as unknown,
        fields: expect.objectContaining({ City: 'Lund', 'Last name': null }) as unknown,
      },
    })
  })

  it('are called for their own tag, once when it is added and once when it is taken', async () => {
    const practice = await startTestPractice()
    const tag = idOf(practice.kit.state.tags, 'Never used')
    const vip = idOf(practice.kit.state.tags, 'VIP')
    const added = await waitFor(practice, { name: 'subscriber.tag_add', tag_id: tag })
    const taken = await waitFor(practice, { name: 'subscriber.tag_remove', tag_id: String(tag) })
    const { id } = personIn(practice, ada)
    for (const each of [vip, tag, tag]) await practice.call('POST', `/v4/tags/${each}/subscribers/${id}`)
    await practice.call('DELETE', `/v4/tags/${tag}/subscribers/${id}`)
    await expect.poll(() => [added.received.length, taken.received.length]).toEqual([1, 1])
    expect(practice.kit.outbox.deliveries.map(({ about, status }) => [about, status])).toEqual([
      ['tag_add', 200],
      ['tag_remove', 200],
    ])
  })

  it('are called for forms, sequences, fields, purchases, and whoever leaves or bounces', async () => {
    const practice = await startTestPractice()
    const { state } = practice.kit
    const form = idOf(state.forms, 'Free guide')
    const sequence = idOf(state.sequences, 'Welcome')
    const city = [...state.customFields.values()].find(({ key }) => key === 'city')?.id ?? 0
    const receivers = await Promise.all(
      [
        { name: 'subscriber.form_subscribe', form_id: form },
        { name: 'subscriber.course_subscribe', course_id: sequence },
        { name: 'custom_field.field_value_updated', custom_field_id: city },
        { name: 'custom_field.field_created' },
        { name: 'custom_field.field_deleted' },
        { name: 'purchase.purchase_create' },
        { name: 'subscriber.subscriber_unsubscribe' },
        { name: 'subscriber.subscriber_bounce' },
      ].map((event) => waitFor(practice, event)),
    )
    const email_address = 'new@example.com'
    await practice.call('POST', '/v4/subscribers', { email_address })
    const { id } = personIn(practice, email_address)
    await practice.call('POST', `/v4/forms/${form}/subscribers/${id}`)
    await practice.call('POST', `/v4/sequences/${sequence}/subscribers/${id}`)
    await practice.call('PUT', `/v4/subscribers/${id}`, { fields: { city: 'Lund', company: 'x' } })
    const made = await practice.call('POST', '/v4/custom_fields', { label: 'Shoe size' })
    const { custom_field } = made.json as { custom_field: { id: number } }
    await practice.call('DELETE', `/v4/custom_fields/${custom_field.id}`)
    const purchase = {
      transaction_id: 'hook-1',
      email_address,
      products: [{ name: 'Rye', pid: 'rye', lid: '1', quantity: 1, unit_price: 4 }],
    }
    await practice.call('POST', '/v4/purchases', purchase, bearer((await signIn(practice)).access_token))
    await practice.call('PATCH', `/practice/kit/subscribers/${id}`, { state: 'bounced' }, {})
    await practice.call('POST', `/v4/subscribers/${id}/unsubscribe`)
    await expect.poll(() => receivers.map(({ received }) => received.length)).toEqual(receivers.map(() => 1))
    expect(receivers[5]?.received[0]).toMatchObject({ transaction_id: 'hook-1', products: [{ name: 'Rye' }] })
    expect(receivers[2]?.received[0]).toMatchObject({ subscriber: { id }, custom_field: { key: 'city' } })
  })

  it('are never called elsewhere, and nobody there is no harm', async () => {
    const practice = await startTestPractice()
    for (const target_url of [
      'https://hooks.example/in',
      'http://127.0.0.1.evil.example/',
      'http://127.0.0.1:1/',
    ])
      await practice.call('POST', '/v4/webhooks', {
        target_url,
        event: { name: 'custom_field.field_created' },
      })
    await practice.call('POST', '/v4/custom_fields', { label: 'Shoe size' })
    await expect
      .poll(() => practice.kit.outbox.deliveries)
      .toEqual([{ about: 'field_created', url: 'http://127.0.0.1:1/', status: null }])
  })

  it('are refused with a parameter that is none', async () => {
    const { call } = await startTestPractice()
    const target_url = 'https://hooks.example/'
    for (const event of [
      { name: 'subscriber.tag_add', tag_id: 'VIP' },
      { name: 'subscriber.tag_add', tag_id: 1.5 },
      { name: 'subscriber.product_purchase', product_id: {} },
      { name: 'subscriber.link_click', initiator_value: 'not a link' },
      { name: 'custom_field.field_value_updated', custom_field_id: null },
    ])
      expect([event, (await call('POST', '/v4/webhooks', { target_url, event })).status]).toEqual([
        event,
        422,
      ])
    const file = { target_url: 'file:///etc/hosts', event: { name: 'purchase.purchase_create' } }
    expect((await call('POST', '/v4/webhooks', file)).status).toBe(422)
  })
})

async function tokenOfAnotherApp(practice: TestPractice): Promise<string> {
  const redirect_uri = returnAddress
  const { client_id } = confidential
  const code = await codeFor(practice, { client_id, response_type: 'code', redirect_uri })
  const body = { grant_type: 'authorization_code', code, redirect_uri, ...confidential }
  return ((await postToken(practice, body)).json as TokenJson).access_token
}

describe('a webhook endpoint that an app made', () => {
  it('can be read with a key and not changed; another app does not find it', async () => {
    const practice = await startTestPractice()
    const headers = bearer((await signIn(practice)).access_token)
    const made = await practice.call(
      'POST',
      '/v4/webhook_endpoints',
      { url: 'https://hooks.example/2', events: ['subscriber.created'] },
      headers,
    )
    expect(made.json).toMatchObject({
      webhook_endpoint: { source: 'app', created_by_app: 'Practice app (public, with PKCE)' },
    })
    const { id } = (made.json as { webhook_endpoint: { id: number } }).webhook_endpoint
    const path = `/v4/webhook_endpoints/${id}`
    expect((await practice.call('GET', path)).status).toBe(200)
    for (const [method, address] of [
      ['PATCH', path],
      ['DELETE', path],
      ['POST', `${path}/rotate_secret`],
      ['POST', `${path}/revoke_previous_secret`],
    ] as const)
      expect([address, (await practice.call(method, address, {})).status]).toEqual([address, 403])
    const another = bearer(await tokenOfAnotherApp(practice))
    expect((await practice.call('DELETE', path, undefined, another)).status).toBe(404)
    expect((await practice.call('DELETE', path, undefined, headers)).status).toBe(204)
  })
})
