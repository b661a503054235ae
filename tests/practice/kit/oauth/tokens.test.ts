import { describe, expect, it } from 'vitest'
import type { TestPractice } from '../../harness.ts'
import { startTestPractice } from '../../harness.ts'
import type { TokenJson } from './oauthHarness.ts'
import {
  asked,
  bearer,
  codeFor,
  confidential,
  exchangeOf,
  invalidGrant,
  postToken,
  refreshOf,
  returnAddress,
  signIn,
} from './oauthHarness.ts'

async function errorOf(practice: TestPractice, body: unknown) {
  const { status, json } = await postToken(practice, body)
  return [status, (json as { error?: string }).error]
}

async function statusWith(practice: TestPractice, token: string) {
  const { status, json } = await practice.call('GET', '/v4/account', undefined, bearer(token))
  return [status, (json as { errors?: readonly string[] }).errors?.[0]]
}

describe('tokens of the practice Kit', () => {
  it('come for a code and its verifier, for two days', async () => {
    const practice = await startTestPractice()
    const answer = await postToken(practice, exchangeOf(await codeFor(practice)))
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      token_type: 'Bearer',
      expires_in: 172_800,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      scope: 'public',
      created_at: Math.floor(practice.clock.now() / 1000),
    })
    expect(await statusWith(practice, (answer.json as TokenJson).access_token)).toEqual([200, undefined])
  })

  it('come for a form as for JSON, under both names', async () => {
    const practice = await startTestPractice()
    for (const path of ['/oauth/token', '/v4/oauth/token']) {
      const answer = await fetch(`${practice.address}${path}`, {
        method: 'POST',
        body: new URLSearchParams(exchangeOf(await codeFor(practice))),
      })
      expect(answer.status).toBe(200)
    }
  })

  it('come for a secret where the app has one', async () => {
    const practice = await startTestPractice()
    const wanted = { client_id: confidential.client_id, response_type: 'code', redirect_uri: returnAddress }
    const body = { grant_type: 'authorization_code', redirect_uri: returnAddress, ...confidential }
    const code = await codeFor(practice, wanted)
    for (const client_secret of ['', 'wrong'])
      expect(await errorOf(practice, { ...body, code, client_secret })).toEqual([401, 'invalid_client'])
    const first = (await postToken(practice, { ...body, code })).json as TokenJson
    const { client_id } = confidential
    const refresh = { grant_type: 'refresh_token', client_id, refresh_token: first.refresh_token }
    expect(await errorOf(practice, refresh)).toEqual([401, 'invalid_client'])
    expect((await postToken(practice, { ...refresh, ...confidential })).status).toBe(200)
  })

  it('come for a secret in a Basic header too, and for none that is wrong', async () => {
    const practice = await startTestPractice()
    const { client_id, client_secret } = confidential
    const code = await codeFor(practice, { client_id, response_type: 'code', redirect_uri: returnAddress })
    const sent = (secret: string) =>
      fetch(`${practice.address}/oauth/token`, {
        method: 'POST',
        headers: { Authorization: `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: returnAddress }),
      })
    expect((await sent('wrong')).status).toBe(401)
    expect((await sent(client_secret)).status).toBe(200)
  })

  it('are refused in the exact shape of the server', async () => {
    const practice = await startTestPractice()
    const answer = await postToken(practice, exchangeOf('nothing'))
    expect([answer.status, answer.json]).toEqual([400, invalidGrant])
    expect(answer.headers.get('www-authenticate')).toBeNull()
    const unknown = await postToken(practice, { ...exchangeOf('nothing'), client_id: 'nobody' })
    expect(unknown.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="Doorkeeper", error="invalid_client"/,
    )
  })

  it.each([
    ['without a grant type', { grant_type: '' }, 400, 'invalid_request'],
    ['for another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['without a verifier', { code_verifier: '' }, 400, 'invalid_request'],
    ['without the address', { redirect_uri: '' }, 400, 'invalid_request'],
    ['for an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
    ['for a public client with a secret', { client_secret: 'x' }, 401, 'invalid_client'],
    ['for another verifier', { code_verifier: 'x'.repeat(43) }, 400, 'invalid_grant'],
    ['for a verifier that is too short', { code_verifier: 'x'.repeat(42) }, 400, 'invalid_grant'],
    ['for another address', { redirect_uri: 'http://127.0.0.1:1/other' }, 400, 'invalid_grant'],
  ])('are refused %s, and the code still counts', async (_, change, status, error) => {
    const practice = await startTestPractice()
    const body = exchangeOf(await codeFor(practice))
    expect(await errorOf(practice, { ...body, ...change })).toEqual([status, error])
    expect((await postToken(practice, body)).status).toBe(200)
  })

  it('are refused for a code of another app', async () => {
    const practice = await startTestPractice()
    const body = exchangeOf(await codeFor(practice))
    expect(await errorOf(practice, { ...body, ...confidential })).toEqual([400, 'invalid_grant'])
  })

  it('come once for a code, and not after ten minutes', async () => {
    const practice = await startTestPractice()
    const used = exchangeOf(await codeFor(practice))
    await postToken(practice, used)
    expect(await errorOf(practice, used)).toEqual([400, 'invalid_grant'])
    const late = exchangeOf(await codeFor(practice, asked))
    await practice.clock.advance(600_000)
    expect(await errorOf(practice, late)).toEqual([400, 'invalid_grant'])
  })

  it('expire in the service’s time, and are renewed for two hours', async () => {
    const practice = await startTestPractice()
    const first = await signIn(practice)
    await practice.clock.advance(172_800_000 - 2000)
    expect(await statusWith(practice, first.access_token)).toEqual([200, undefined])
    await practice.clock.advance(2000)
    expect(await statusWith(practice, first.access_token)).toEqual([401, 'The access token expired'])
    const second = (await postToken(practice, refreshOf(first.refresh_token))).json as TokenJson
    expect(second.expires_in).toBe(7200)
    expect(await statusWith(practice, second.access_token)).toEqual([200, undefined])
  })

  it('are renewed once: the refresh token rotates, and both old tokens end', async () => {
    const practice = await startTestPractice()
    const first = await signIn(practice)
    const second = (await postToken(practice, refreshOf(first.refresh_token))).json as TokenJson
    const again = await postToken(practice, refreshOf(first.refresh_token))
    expect([again.status, again.json]).toEqual([400, invalidGrant])
    expect(await statusWith(practice, first.access_token)).toEqual([401, 'The access token was revoked'])
    expect(await statusWith(practice, second.access_token)).toEqual([200, undefined])
    expect((await postToken(practice, refreshOf(second.refresh_token))).status).toBe(200)
  })

  it('are renewed once when two ask at the same time', async () => {
    const practice = await startTestPractice()
    const { refresh_token } = await signIn(practice)
    const answers = await Promise.all([1, 2, 3].map(() => postToken(practice, refreshOf(refresh_token))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
  })

  it.each(['access_token', 'refresh_token'] as const)('both end when the %s is revoked', async (kind) => {
    const practice = await startTestPractice()
    const tokens = await signIn(practice)
    const body = new URLSearchParams({
      client_id: asked.client_id,
      token: tokens[kind],
      token_type_hint: 'access_token',
    })
    const answer = await fetch(`${practice.address}/v4/oauth/revoke`, { method: 'POST', body })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(await statusWith(practice, tokens.access_token)).toEqual([401, 'The access token was revoked'])
    expect(await errorOf(practice, refreshOf(tokens.refresh_token))).toEqual([400, 'invalid_grant'])
  })

  it('stay when somebody else’s app revokes them; the answer is 200 all the same', async () => {
    const practice = await startTestPractice()
    const { access_token } = await signIn(practice)
    for (const body of [
      { ...confidential, token: access_token },
      { client_id: 'nobody', token: access_token },
      { client_id: asked.client_id, token: 'nothing' },
      {},
    ]) {
      const { status, text } = await practice.call('POST', '/oauth/revoke', body, {})
      expect([status, text]).toEqual([200, ''])
    }
    expect(await statusWith(practice, access_token)).toEqual([200, undefined])
  })

  it('answer 400 to a body that is no JSON', async () => {
    const practice = await startTestPractice()
    expect(await errorOf(practice, '{"grant_type":')).toEqual([400, 'invalid_request'])
  })

  it('are worth more than a key sent beside them, and less than one when they are none', async () => {
    const practice = await startTestPractice()
    const headers = { 'X-Kit-Api-Key': practice.kit.keys[0] ?? '', ...bearer('invented') }
    const { status, json } = await practice.call('GET', '/v4/account', undefined, headers)
    expect([status, json]).toEqual([401, { errors: ['The access token is invalid'] }])
  })

  it('have 600 requests a minute each, a renewed one its own', async () => {
    const practice = await startTestPractice()
    const first = await signIn(practice)
    for (let request = 0; request < 600; request++)
      expect(await statusWith(practice, first.access_token)).toEqual([200, undefined])
    const over = await practice.call('GET', '/v4/account', undefined, bearer(first.access_token))
    expect([over.status, over.text]).toEqual([429, ''])
    const second = (await postToken(practice, refreshOf(first.refresh_token))).json as TokenJson
    expect(await statusWith(practice, second.access_token)).toEqual([200, undefined])
    expect((await practice.call('GET', '/v4/account')).status).toBe(200)
  })

  it('and codes never reach the log', async () => {
    const practice = await startTestPractice()
    const { access_token } = await signIn(practice)
    await statusWith(practice, access_token)
    await statusWith(practice, 'invented')
    const { text, json } = await practice.call('GET', '/practice/requests', undefined, {})
    expect(text).not.toMatch(new RegExp(`${access_token}|invented|verifier`))
    expect((json as { kit: { requests: { key: string }[] } }).kit.requests.map(({ key }) => key)).toEqual([
      null,
      null,
      'token',
      'token unknown',
    ])
  })

  it('are forgotten by a reset', async () => {
    const practice = await startTestPractice()
    const { access_token } = await signIn(practice)
    practice.kit.reset()
    expect(await statusWith(practice, access_token)).toEqual([401, 'The access token is invalid'])
  })
})
