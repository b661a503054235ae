import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { v3Keys } from '../../../../electron/practice/kit/v3/v3Keys.ts'
import { v3Routes } from '../../../../electron/practice/kit/v3/v3Routes.ts'
import { personIn, startTestPractice } from '../../harness.ts'
import { startV3 } from './v3Harness.ts'

function refusal(message: string) {
  return { error: 'Authorization Failed', message }
}

describe('the door of the old API', () => {
  it.each([
    ['nothing', '', 'API Key not present'],
    ['an invented key', 'api_key=x', 'API Key not valid'],
    ['a key of v4', 'api_key=kit_practice_7d1f0c52a9b34e86', 'API Key not valid'],
    ['an invented secret', 'api_secret=x', 'API Secret not valid'],
    ['both, invented', 'api_key=x&api_secret=y', 'API Key not valid'],
  ])('refuses %s', async (_, query, message) => {
    const { call } = await startTestPractice()
    const answer = await call('GET', `/v3/tags?${query}`, undefined, {})
    expect([answer.status, answer.json]).toEqual([401, refusal(message)])
  })

  it('takes no v4 header, and v4 takes none of its keys', async () => {
    const { kit, call } = await startTestPractice()
    expect((await call('GET', '/v3/tags')).status).toBe(401)
    for (const key of Object.values(kit.v3Keys))
      expect((await call('GET', '/v4/tags', undefined, { 'X-Kit-Api-Key': key })).status).toBe(401)
  })

  it('opens to the secret wherever it opens to the key, and keeps what needs the secret from the key', async () => {
    const practice = await startV3()
    for (const { method, path, needs } of v3Routes) {
      await practice.clock.advance(1000)
      const address = path.replace('/v3/', '').replace(/:\w+/g, '1')
      const body = method === 'GET' ? undefined : {}
      const byKey = await practice.withKey(method, address, body)
      if (needs === 'secret')
        expect([path, byKey.status, byKey.json]).toEqual([
          path,
          401,
          refusal('You do not have sufficient permissions to access this resource'),
        ])
      else expect([path, byKey.status === 401]).toEqual([path, false])
      expect([path, (await practice.v3(method, address, body)).status === 401]).toEqual([path, false])
    }
  })

  it('reads forms, brackets and the body of a GET', async () => {
    const practice = await startV3()
    const [tag = 0] = practice.kit.state.tags.keys()
    const form = new URLSearchParams([
      ['api_key', v3Keys.apiKey],
      ['email', 'form@example.com'],
      ['fields[city]', 'Lund'],
      ['tags[]', String(tag)],
    ])
    const [sequence = 0] = practice.kit.state.sequences.keys()
    const sent = await fetch(`${practice.address}/v3/sequences/${sequence}/subscribe`, {
      method: 'POST',
      body: form,
    })
    expect(sent.status).toBe(200)
    const { id } = personIn(practice, 'form@example.com')
    const { json } = await practice.call('GET', `/v4/subscribers/${id}`)
    expect(json).toMatchObject({ subscriber: { fields: { city: 'Lund' } } })
    expect(practice.kit.state.memberships.tag.get(tag, id)).toBeDefined()
    expect(await getWithBody(`${practice.address}/v3/account`, { api_secret: v3Keys.apiSecret })).toEqual({
      name: 'Practice Bakery',
      primary_email_address: 'hello@bakery.example',
    })
  })

  it('answers 404 in its own words, 429 without any after 120 requests, and keeps keys out of the log', async () => {
    const practice = await startV3()
    const missing = await practice.v3('GET', 'subscribers/1')
    expect([missing.status, missing.json]).toEqual([
      404,
      { error: 'Not Found', message: "The entity you were trying to find doesn't exist" },
    ])
    expect((await practice.v3('GET', 'nothing')).json).toEqual(missing.json)
    for (let sent = 1; sent < 120; sent++) await practice.withKey('GET', 'tags?page=1')
    const over = await practice.v3('GET', 'tags')
    expect([over.status, over.text]).toEqual([429, ''])
    const log = await practice.call('GET', '/practice/requests', undefined, {})
    expect(log.text).not.toMatch(/Vn3p/)
    expect(practice.kit.requests.entries.at(-2)).toMatchObject({ path: '/v3/tags', query: '?page=1' })
  })

  it('meets faults like v4, in its own shape', async () => {
    const practice = await startV3()
    const [form = 0] = practice.kit.state.forms.keys()
    practice.kit.faults.set([
      { kind: 'subscriber-limit', times: 1 },
      { kind: 'key-revoked', times: 1 },
    ])
    const subscribe = () => practice.withKey('POST', `forms/${form}/subscribe`, { email: 'new@example.com' })
    const limited = await subscribe()
    expect([limited.status, limited.json]).toMatchObject([
      403,
      { message: 'This request would exceed your subscriber limit' },
    ])
    expect((await subscribe()).json).toEqual(refusal('API Key not valid'))
    expect((await subscribe()).status).toBe(200)
  })
})

/** What `fetch` refuses to send, and the old documentation shows. */
function getWithBody(address: string, body: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body)
    const headers = { 'content-type': 'application/json', 'content-length': text.length }
    const sent = request(address, { method: 'GET', headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
    })
    sent.on('error', reject)
    sent.end(text)
  })
}
