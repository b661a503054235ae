import { describe, expect, it } from 'vitest'
import { confidentialDemoApp } from '../../../../electron/practice/kit/oauth/apps.ts'
import { startTestPractice } from '../../harness.ts'
import {
  asked,
  exchangeOf,
  fetchConsent,
  openConsent,
  postToken,
  returnAddress,
  sendConsent,
} from './oauthHarness.ts'

function without(name: keyof typeof asked): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter(([each]) => each !== name))
}

const codeless = {
  client_id: confidentialDemoApp.clientId,
  response_type: 'code',
  redirect_uri: returnAddress,
}

describe('asking for access to the practice Kit', () => {
  it('asks on a page whose form carries every parameter on', async () => {
    const practice = await startTestPractice()
    const { status, text } = await openConsent(practice, { ...asked, tenant_name: 'Shop <1>' })
    expect(status).toBe(200)
    expect(text).toContain('Practice Bakery')
    expect(text).toContain('Installation: Shop &lt;1&gt;')
    const form = new Map(
      [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    )
    expect(Object.fromEntries(form)).toEqual({ ...asked, tenant_name: 'Shop &lt;1&gt;' })
    expect(text).toMatch(/<button name="decision" value="allow"/)
    expect(text).toMatch(/<button name="decision" value="deny"/)
  })

  it('leads back with a code and the state as it was sent', async () => {
    const practice = await startTestPractice()
    const { status, location } = await sendConsent(practice, { ...asked, decision: 'allow' })
    expect(status).toBe(302)
    expect(`${location?.origin ?? ''}${location?.pathname ?? ''}`).toBe(returnAddress)
    expect(location?.searchParams.get('state')).toBe(asked.state)
    expect(location?.searchParams.get('code')).toMatch(/^[\w-]{43}$/)
  })

  it('leads a program that can show no page back at once, with a code that counts', async () => {
    const practice = await startTestPractice()
    const { status, location } = await fetchConsent(practice, asked)
    expect([status, location?.searchParams.get('state')]).toEqual([302, asked.state])
    const code = location?.searchParams.get('code') ?? ''
    expect((await postToken(practice, exchangeOf(code))).status).toBe(200)
    const denied = await fetchConsent(practice, { ...asked, decision: 'deny' })
    expect(denied.location?.searchParams.get('error')).toBe('access_denied')
    expect((await fetchConsent(practice, { ...asked, redirect_uri: 'https://evil.example/' })).status).toBe(
      400,
    )
  })

  it('leads back with access_denied where it is denied', async () => {
    const { location } = await sendConsent(await startTestPractice(), { ...asked, decision: 'deny' })
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
      error: 'access_denied',
      error_description: 'The resource owner or authorization server denied the request.',
      state: asked.state,
    })
  })

  it('sends no state back where none was sent', async () => {
    const { location } = await sendConsent(await startTestPractice(), without('state'))
    expect([...(location?.searchParams.keys() ?? [])]).toEqual(['code'])
  })

  it.each([
    ['no client', without('client_id'), 400, 'Missing required parameter: client_id.'],
    ['an unknown client', { ...asked, client_id: 'nobody' }, 401, 'Client authentication failed'],
    ['no address', without('redirect_uri'), 400, 'The requested redirect uri is malformed'],
    [
      'a foreign address',
      { ...asked, redirect_uri: 'https://evil.example/callback' },
      400,
      'The requested redirect uri is malformed',
    ],
    [
      'an address that only looks like this computer',
      { ...asked, redirect_uri: 'http://127.0.0.1.evil.example/' },
      400,
      'The requested redirect uri is malformed',
    ],
    [
      'an address with somebody else’s name in front',
      { ...asked, redirect_uri: 'http://127.0.0.1:80@evil.example/' },
      400,
      'The requested redirect uri is malformed',
    ],
  ])('never leads back for %s, and says so on a page', async (_, parameters, status, text) => {
    const practice = await startTestPractice()
    for (const page of [await openConsent(practice, parameters), await sendConsent(practice, parameters)]) {
      expect([page.status, page.location]).toEqual([status, null])
      expect(page.text).toContain(text)
    }
  })

  it.each([
    ['no response type', without('response_type'), 'invalid_request'],
    ['the implicit flow', { ...asked, response_type: 'token' }, 'unsupported_response_type'],
    ['a public client without a challenge', without('code_challenge'), 'invalid_request'],
    ['a challenge of no kind', without('code_challenge_method'), 'invalid_code_challenge_method'],
    ['a plain challenge', { ...asked, code_challenge_method: 'plain' }, 'invalid_code_challenge_method'],
    ['a scope nobody knows', { ...asked, scope: 'public everything' }, 'invalid_scope'],
  ])('leads back with an error for %s', async (_, parameters, error) => {
    const practice = await startTestPractice()
    const { status, location } = await openConsent(practice, parameters)
    expect([status, location?.searchParams.get('error'), location?.searchParams.get('state')]).toEqual([
      302,
      error,
      asked.state,
    ])
  })

  it('asks no challenge of an app with a secret', async () => {
    expect((await openConsent(await startTestPractice(), codeless)).status).toBe(200)
  })

  it.each(['http://localhost:3000/', 'http://[::1]:9/x?y=1', 'listferry://oauth/kit'])(
    'leads back to %s, keeping its query',
    async (redirect_uri) => {
      const { location } = await sendConsent(await startTestPractice(), { ...asked, redirect_uri })
      expect(location?.href.startsWith(redirect_uri)).toBe(true)
      expect(location?.searchParams.get('code')).not.toBeNull()
    },
  )

  it('shows the code on a page for an app that no browser can lead back to', async () => {
    const practice = await startTestPractice()
    const redirect_uri = 'urn:ietf:wg:oauth:2.0:oob'
    const { location } = await sendConsent(practice, { ...asked, redirect_uri })
    const page = await practice.call(
      'GET',
      `${location?.pathname ?? ''}${location?.search ?? ''}`,
      undefined,
      {},
    )
    expect(page.text).toContain(`<code id="authorization_code">${location?.searchParams.get('code') ?? '-'}`)
  })

  it('forwards the address of Kit’s guides with all its parameters', async () => {
    const { address } = await startTestPractice()
    const answer = await fetch(`${address}/v4/oauth/authorize?client_id=a&state=b%20c`, {
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      `${address}/oauth/authorize?client_id=a&state=b%20c`,
    ])
  })

  it('tells where everything is', async () => {
    const { address, call } = await startTestPractice()
    const { json } = await call('GET', '/.well-known/oauth-authorization-server', undefined, {})
    expect(json).toMatchObject({
      issuer: address,
      token_endpoint: `${address}/oauth/token`,
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'none'],
      scopes_supported: ['public'],
    })
  })
})

describe('an app that registers itself', () => {
  const app = {
    client_name: 'Conformance',
    redirect_uris: ['https://app.example/back', 'http://127.0.0.1/cb'],
  }

  it('gets an id, and a secret unless it is a public one', async () => {
    const { call } = await startTestPractice()
    const secret = await call('POST', '/oauth/register', app, {})
    expect(secret.status).toBe(201)
    expect(secret.json).toMatchObject({ client_name: 'Conformance', client_secret_expires_at: 0 })
    const open = await call('POST', '/oauth/register', { ...app, token_endpoint_auth_method: 'none' }, {})
    expect(open.json).not.toHaveProperty('client_secret')
    expect(open.json).toMatchObject({ token_endpoint_auth_method: 'none', redirect_uris: app.redirect_uris })
  })

  it('is led back to exactly the addresses it registered; only the port of this computer is free', async () => {
    const practice = await startTestPractice()
    const { json } = await practice.call(
      'POST',
      '/oauth/register',
      { ...app, token_endpoint_auth_method: 'none' },
      {},
    )
    const { client_id } = json as { client_id: string }
    const statusFor = async (redirect_uri: string) =>
      (await openConsent(practice, { ...asked, client_id, redirect_uri })).status
    expect(await statusFor('https://app.example/back')).toBe(200)
    expect(await statusFor('http://127.0.0.1:5000/cb')).toBe(200)
    for (const other of [
      'https://app.example/back/',
      'https://app.example/back?x=1',
      'http://127.0.0.1:5000/',
      'http://localhost:5000/cb',
    ])
      expect([other, await statusFor(other)]).toEqual([other, 400])
  })

  it.each([
    [{}, 'invalid_redirect_uri'],
    [{ redirect_uris: ['http://app.example/back'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['/back'] }, 'invalid_redirect_uri'],
    [{ ...app, token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
  ])('is refused as %j', async (body, error) => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/oauth/register', body, {})
    expect([answer.status, answer.json]).toMatchObject([400, { error }])
  })
})
