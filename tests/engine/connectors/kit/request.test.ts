import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { kitConnector } from '../../../../electron/engine/connectors/kit/kitConnector.ts'
import { timeLimitedFetch } from '../../../../electron/engine/connectors/timeLimitedFetch.ts'
import { AppError } from '../../../../shared/errors.ts'
import { all } from '../../../support/all.ts'
import { createManualClock } from '../../../support/manualClock.ts'
import {
  closedAddress,
  credentials,
  errorOf,
  practiceKey,
  type ScriptedAnswer,
  startScriptedKit,
} from './scriptedKit.ts'

const signal = new AbortController().signal
const account = {
  account: { id: 4287675149, name: 'Acme Bakery', primary_email_address: 'owner@example.com' },
}

/** Asks once and answers the error. */
async function failing(answer: ScriptedAnswer | null, key = practiceKey, fetch = globalThis.fetch) {
  const kit = await startScriptedKit(() => answer)
  const error = await errorOf(kit.open({ key, fetch }).identify(signal))
  expect(error).toBeInstanceOf(AppError)
  // Neither the words nor anything behind them.
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(key.trim())
  return error as AppError
}

describe('a request to Kit', () => {
  it('carries the key in its own header, without what came along when it was copied', async () => {
    const kit = await startScriptedKit(() => ({ json: account }))
    const info = await kit.open({ key: ` ${practiceKey}\r\n` }).identify(signal)
    expect(info).toEqual({
      id: '4287675149',
      name: 'Acme Bakery',
      email: 'owner@example.com',
      plan: null,
      contactLimit: null,
    })
    const [request] = kit.requests
    expect(request?.headers['x-kit-api-key']).toBe(practiceKey)
    expect(request?.headers.authorization).toBeUndefined()
    expect(request?.rawUrl).toBe('/v4/account')
  })

  it('knows the plan where the account tells it', async () => {
    const plan = { plan_type: 'creator', subscriber_limit: 1000 }
    const kit = await startScriptedKit(() => ({ json: { account: { ...account.account, plan } } }))
    expect(await kit.open().identify(signal)).toMatchObject({ plan: 'creator', contactLimit: 1000 })
  })

  it.each([
    ['kit_0123456789abcdef', /deleted or mistyped/],
    ['pk_0123456789abcdef0123', /private key of Klaviyo/],
    ['AbCdEfGhIjKlMnOpQrStUv', /API key of Kit's old version 3/],
    ['AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE', /API secret of Kit's old version 3/],
    ['hello-there', /does not look like one of version 4/],
  ])('says what kind of key was refused: %s', async (key, words) => {
    const error = await failing({ status: 401, json: { errors: ['The access token is invalid'] } }, key)
    expect(error).toMatchObject({ code: 'unauthorized', mayHaveHappened: false })
    expect(error.message).toMatch(words)
    expect(error.message).toContain('Settings → Developer')
    expect(error.message).toContain('The access token is invalid')
  })

  it.each([
    [401, 'forbidden', /its plan may not include them, or it no longer accepts the key/],
    [404, 'not-found', /has not switched its newer webhooks on/],
  ] as const)('says what a %i for the newer webhooks means', async (status, code, words) => {
    const kit = await startScriptedKit(() => ({ status, json: { errors: ['Not for you'] } }))
    const pages = kit.open().readObjects?.({ type: 'webhookEndpoints' }, signal)
    if (!pages) throw new Error('nothing can be read')
    const error = await errorOf(all(pages))
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) as string })
    expect(error).toMatchObject({ message: expect.stringContaining('Not for you') as string })
  })

  it.each(['two words', 'line\nbreak', 'schlüssel', 'owner@example.com', ''])(
    'never sends what cannot be a key: %j',
    async (key) => {
      const kit = await startScriptedKit(() => ({ json: account }))
      const error = await errorOf(kit.open({ key }).identify(signal))
      expect(error).toMatchObject({ code: 'unauthorized' })
      if (key !== '') expect(inspect(error, { depth: 20 })).not.toContain(key)
      expect(kit.requests).toEqual([])
    },
  )

  it('takes its own key out of whatever a service repeats', async () => {
    const error = await failing({ status: 422, json: { errors: [`bad header ${practiceKey}`] } })
    expect(error.message).toContain('bad header (key)')
  })

  it('never follows a redirect: the key would go along', async () => {
    const elsewhere = await startScriptedKit(() => ({ json: account }))
    for (const status of [301, 302, 303, 307, 308]) {
      const error = await failing({ status, headers: { location: `${elsewhere.address}/v4/account` } })
      expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: false })
    }
    expect(elsewhere.requests).toEqual([])
  })

  it.each<[string, ScriptedAnswer, Partial<AppError>]>([
    ['429 without a body', { status: 429 }, { code: 'rate-limited', mayHaveHappened: false }],
    [
      '429 with a time',
      { status: 429, headers: { 'retry-after': '17' } },
      { code: 'rate-limited', retryAfterMs: 17_000 },
    ],
    ['500 without a body', { status: 500 }, { code: 'unavailable', mayHaveHappened: true }],
    [
      '502 with a web page',
      { status: 502, text: '<html>no</html>' },
      { code: 'unavailable', mayHaveHappened: true },
    ],
    ['503', { status: 503, text: 'busy' }, { code: 'unavailable', mayHaveHappened: false }],
    ['403 with a web page', { status: 403, text: '<!doctype html><h1>Blocked</h1>' }, { code: 'forbidden' }],
    ['404', { status: 404, json: { errors: ['Not Found'] } }, { code: 'not-found' }],
    ['200 with a web page', { text: '<html>Welcome to our hotel</html>' }, { code: 'unavailable' }],
    ['200 with other JSON', { json: { hello: 'world' } }, { code: 'unavailable' }],
    ['a connection that breaks', { drop: 'before' }, { code: 'unavailable', mayHaveHappened: true }],
    [
      'an answer that stops half way',
      { json: account, drop: 'half way' },
      { code: 'unavailable', mayHaveHappened: true },
    ],
  ])('understands %s', async (_what, answer, expected) => {
    expect(await failing(answer)).toMatchObject(expected)
  })

  it("repeats Kit's words, also from lists within lists", async () => {
    const error = await failing({
      status: 403,
      json: { errors: [['You do not have', ['permission']], 'sorry'] },
    })
    expect(error.message).toContain('You do not have; permission; sorry')
  })

  it('says that the account is full', async () => {
    const error = await failing({
      status: 403,
      json: { errors: ['This request would exceed your subscriber limit'] },
    })
    expect(error.message).toContain('no room for more subscribers')
  })

  it('never repeats a web page', async () => {
    const error = await failing({ status: 403, text: '<html><script>alert(1)</script></html>' })
    expect(error.message).not.toContain('script')
    expect(error.message).toContain('VPN')
  })

  it('knows that nothing was sent when there was no connection', async () => {
    const deps = { address: await closedAddress(), clock: createManualClock(), fetch: globalThis.fetch }
    const account = kitConnector.open(credentials(practiceKey), deps)
    const error = await errorOf(account.identify(signal))
    expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: false })
    expect((error as AppError).message).toContain('cannot reach Kit')
  })

  it('gives up on a server that never answers, and on one that stops in the middle', async () => {
    const limited = timeLimitedFetch(globalThis.fetch, 80)
    for (const answer of [null, { json: account, drop: 'silent half way' } as const]) {
      const error = await failing(answer, practiceKey, limited)
      expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: true })
      expect(error.message).toContain('too long')
    }
  })

  it('is cancelled at once, and may have happened then', async () => {
    const kit = await startScriptedKit(() => {
      stop.abort()
      return null
    })
    const stop = new AbortController()
    const error = await errorOf(kit.open().identify(stop.signal))
    expect(error).toMatchObject({ code: 'cancelled', mayHaveHappened: true })
  })
})
