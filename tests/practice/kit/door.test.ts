import { describe, expect, it } from 'vitest'
import { startTestPractice } from '../harness.ts'

const authenticationFailed = { errors: ['Authentication Failed'] }
const tokenInvalid = { errors: ['The access token is invalid'] }

describe('the door of the practice Kit', () => {
  it('lets a v4 key in through X-Kit-Api-Key', async () => {
    const { kit, call } = await startTestPractice()
    for (const key of kit.keys)
      expect((await call('GET', '/v4/account', undefined, { 'x-kit-api-key': key })).status).toBe(200)
  })

  it('answers 401 without credentials, and for an empty key or an empty bearer token', async () => {
    const { call } = await startTestPractice()
    for (const headers of [{}, { 'X-Kit-Api-Key': '' }, { Authorization: 'Bearer ' }]) {
      const answer = await call('GET', '/v4/account', undefined, headers)
      expect([answer.status, answer.json]).toEqual([401, authenticationFailed])
    }
  })

  it('refuses a revoked key, an old key and an invented one alike', async () => {
    const { kit, call } = await startTestPractice()
    for (const key of [kit.refusedKeys.revoked, kit.refusedKeys.v3, 'kit_invented']) {
      const answer = await call('GET', '/v4/account', undefined, { 'X-Kit-Api-Key': key })
      expect([answer.status, answer.json]).toEqual([401, tokenInvalid])
    }
  })

  it('refuses a v4 key that is sent as a bearer token', async () => {
    const { kit, call } = await startTestPractice()
    const answer = await call('GET', '/v4/account', undefined, {
      Authorization: `Bearer ${kit.keys[0] ?? ''}`,
    })
    expect([answer.status, answer.json]).toEqual([401, tokenInvalid])
  })

  it.each([
    ['POST', '/v4/bulk/subscribers'],
    ['POST', '/v4/bulk/tags'],
    ['DELETE', '/v4/bulk/tags'],
    ['POST', '/v4/bulk/tags/subscribers'],
    ['DELETE', '/v4/bulk/tags/subscribers'],
    ['POST', '/v4/bulk/forms/subscribers'],
    ['POST', '/v4/bulk/custom_fields'],
    ['POST', '/v4/bulk/custom_fields/subscribers'],
    ['GET', '/v4/purchases'],
    ['POST', '/v4/purchases'],
    ['GET', '/v4/purchases/1'],
  ])('keeps %s %s for OAuth: 401 with a key', async (method, path) => {
    const { call } = await startTestPractice()
    expect((await call(method, path)).status).toBe(401)
  })

  it('answers 404 for a path or a method that is no route, even without a key', async () => {
    const { call } = await startTestPractice()
    for (const [method, path] of [
      ['GET', '/v4/nothing'],
      ['GET', '/v4'],
      ['DELETE', '/v4/subscribers/1'],
      ['PATCH', '/v4/tags/1'],
    ] as const) {
      const answer = await call(method, path, undefined, {})
      expect([answer.status, answer.json]).toEqual([404, { errors: ['Not Found'] }])
    }
  })

  it('has no route that deletes a person', async () => {
    const practice = await startTestPractice()
    const before = practice.kit.state.subscribers.size
    const [person] = practice.kit.state.subscribers.all()
    await practice.call('DELETE', `/v4/subscribers/${person?.id ?? 0}`)
    expect(practice.kit.state.subscribers.size).toBe(before)
  })

  it('sends the headers seen on live answers, and none about rate limits', async () => {
    const { call } = await startTestPractice()
    const { headers } = await call('GET', '/v4/tags')
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('etag')).toMatch(/^W\/"[0-9a-f]{32}"$/)
    expect(headers.get('cache-control')).toBe('max-age=0, private, must-revalidate')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/)
    expect(headers.get('x-runtime')).toMatch(/^\d+\.\d{6}$/)
    expect(headers.get('vary')).toBe('Origin')
    expect([...headers.keys()].filter((name) => /rate|retry/.test(name))).toEqual([])
  })

  it('answers a deletion with 204 and no body', async () => {
    const { kit, call } = await startTestPractice()
    const [field] = kit.state.customFields.keys()
    const answer = await call('DELETE', `/v4/custom_fields/${field ?? 0}`)
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([204, '', null])
  })
})
