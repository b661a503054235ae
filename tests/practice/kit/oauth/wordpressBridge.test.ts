import { describe, expect, it } from 'vitest'
import { startTestPractice } from '../../harness.ts'
import type { TokenJson } from './oauthHarness.ts'
import { asked, bearer, postToken, refreshOf } from './oauthHarness.ts'

const path = '/wordpress/accounts/oauth_access_token'

describe('the way of WordPress from the old API to tokens', () => {
  it('leads from key and secret to a pair that works and can be renewed', async () => {
    const practice = await startTestPractice()
    const { apiKey: api_key, apiSecret: api_secret } = practice.kit.v3Keys
    const body = { api_key, api_secret, client_id: asked.client_id, tenant_name: 'https://shop.example' }
    const { status, json } = await practice.call('POST', path, body, {})
    expect(status).toBe(200)
    const { oauth } = json as { oauth: TokenJson & { expires_at: number } }
    expect(oauth.expires_at).toBe(Math.floor(practice.clock.now() / 1000) + 172_800)
    expect((await practice.call('GET', '/v4/account', undefined, bearer(oauth.access_token))).status).toBe(
      200,
    )
    expect((await postToken(practice, refreshOf(oauth.refresh_token))).status).toBe(200)
  })

  it('is closed without the secret, and for an app nobody knows', async () => {
    const practice = await startTestPractice()
    const { apiKey: api_key, apiSecret: api_secret } = practice.kit.v3Keys
    const { client_id } = asked
    expect(await practice.call('POST', path, { api_key, api_secret: 'wrong', client_id }, {})).toMatchObject({
      status: 401,
      json: { error: 'Authorization Failed', message: 'API Secret not valid' },
    })
    expect((await practice.call('POST', path, { api_key, client_id }, {})).status).toBe(401)
    const unknown = await practice.call('POST', path, { api_key, api_secret, client_id: 'nobody' }, {})
    expect(unknown).toMatchObject({ status: 401, json: { error: 'invalid_client' } })
  })

  it('leaves no secret in the log', async () => {
    const practice = await startTestPractice()
    await practice.call('POST', `${path}?api_secret=${practice.kit.v3Keys.apiSecret}`, {}, {})
    expect(JSON.stringify(practice.kit.requests.entries)).not.toContain(practice.kit.v3Keys.apiSecret)
  })
})
