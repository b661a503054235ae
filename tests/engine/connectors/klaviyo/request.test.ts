import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { all } from '../../../support/all.ts'
import { create } from './changes.ts'
import {
  failure,
  pageOf,
  refusal,
  type ScriptedAnswer,
  someKey,
  startScriptedKlaviyo,
} from './scriptedKlaviyo.ts'

const signal = new AbortController().signal
const account = { json: { data: [{ type: 'account', id: 'AbC123', attributes: {} }] } }

async function identifyWith(answer: ScriptedAnswer, key?: string) {
  const there = await startScriptedKlaviyo(() => answer)
  return { there, error: await failure(there.open(key).identify(signal)) }
}

describe('a request to Klaviyo', () => {
  it('carries the key with its scheme, the revision and both content types', async () => {
    const there = await startScriptedKlaviyo(() => account)
    expect(await there.open(` ${someKey}\n`).identify(signal)).toMatchObject({
      id: 'AbC123',
      name: 'Klaviyo account AbC123',
    })
    expect(there.requests[0]?.headers).toMatchObject({
      authorization: `Klaviyo-API-Key ${someKey}`,
      revision: '2026-07-15',
      accept: 'application/vnd.api+json',
    })
    await failure(all(there.open().apply([create(1)], signal)))
    expect(there.requests[1]?.headers['content-type']).toBe('application/json')
  })

  it('asks for the account once a minute at most', async () => {
    const there = await startScriptedKlaviyo(() => account)
    const opened = there.open()
    await opened.identify(signal)
    await there.clock.advance(59_000)
    await opened.identify(signal)
    expect(there.requests).toHaveLength(1)
    await there.clock.advance(2_000)
    await opened.identify(signal)
    expect(there.requests).toHaveLength(2)
  })

  it('never sends what can’t be a private key, and says what it looks like', async () => {
    const wrong = [
      ['', /no private key/],
      ['AbC123', /public key/],
      ['kit_0123456789abcdef', /key of Kit/],
      ['me@example.com', /email address/],
      ['pk_with spaces', /no spaces/],
      ['pk_line\nbreak', /no spaces/],
      ['Bearer xyz', /starts with pk_/],
    ] as const
    for (const [key, words] of wrong) {
      const { there, error } = await identifyWith(account, key)
      expect(error).toMatchObject({ code: 'unauthorized' })
      expect(error.message).toMatch(words)
      expect(error.message).toContain('Create Private API Key')
      expect(there.requests).toEqual([])
    }
  })

  it('names the scopes to give a new key', async () => {
    const { error } = await identifyWith(account, '')
    for (const scope of ['accounts:read', 'lists:read', 'lists:write', 'profiles:read', 'profiles:write'])
      expect(error.message).toContain(scope)
  })

  it('says which scope a refused request needs, whatever the words of the refusal', async () => {
    const { error } = await identifyWith(refusal(403, [{ detail: 'Nope.' }]))
    expect(error).toMatchObject({ code: 'forbidden' })
    expect(error.message).toContain('the scope accounts:read')
    const there = await startScriptedKlaviyo(() => refusal(403, [{ detail: 'Nope.' }]))
    const other = await failure(all(there.open().apply([create(1)], signal)))
    expect(other.message).toContain('lists:write and profiles:write')
  })

  it('tells Cloudflare’s pages from answers of Klaviyo, and lets them be tried again', async () => {
    for (const status of [400, 403]) {
      const { error } = await identifyWith({ status, text: '<html>Attention Required! | Cloudflare</html>' })
      expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: false })
      expect(error.message).toContain('VPN')
    }
  })

  it('does not take a web page for rows that were refused', async () => {
    const there = await startScriptedKlaviyo(() => ({ status: 400, text: '<html></html>' }))
    expect(await failure(all(there.open().apply([create(1)], signal)))).toMatchObject({ code: 'unavailable' })
  })

  it('says when this edition of the interface is retired', async () => {
    const { error } = await identifyWith({ status: 410 })
    expect(error).toMatchObject({ code: 'rejected' })
    expect(error.message).toContain('newest Listferry')
  })

  it('waits as long as Klaviyo asks', async () => {
    const { error } = await identifyWith({
      ...refusal(429, [{ detail: 'x' }]),
      headers: { 'retry-after': '42' },
    })
    expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs: 42_000, mayHaveHappened: false })
  })

  it('knows that 503 did nothing, and that 500 may have', async () => {
    for (const [status, mayHaveHappened] of [
      [503, false],
      [500, true],
      [504, true],
    ] as const)
      expect((await identifyWith({ status, text: '<html></html>' })).error).toMatchObject({
        code: 'unavailable',
        mayHaveHappened,
      })
  })

  it('follows no redirect, so that the key stays', async () => {
    const { there, error } = await identifyWith({ status: 302, headers: { location: '/elsewhere' } })
    expect(error).toMatchObject({ code: 'unavailable' })
    expect(there.requests).toHaveLength(1)
  })

  it('does not believe a sign-in page that says 200', async () => {
    const { error } = await identifyWith({ text: '<html>Welcome to the hotel</html>' })
    expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: true })
  })

  it('says so when an answer has another form than promised', async () => {
    expect((await identifyWith({ json: { data: [] } })).error.message).toContain('not in the form')
    expect((await identifyWith(pageOf([{ id: 7 }]))).error.message).toContain('not in the form')
  })

  it('takes the key out of words that repeat it', async () => {
    const { error } = await identifyWith(refusal(401, [{ detail: `No such key: ${someKey}` }]))
    expect(error).toMatchObject({ code: 'unauthorized' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(someKey)
  })
})
