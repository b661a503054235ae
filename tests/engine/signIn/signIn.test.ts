import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import { AppError } from '../../../shared/errors.ts'
import { answerConsent } from '../../support/consent.ts'
import { createManualClock, type ManualClock } from '../../support/manualClock.ts'
import { startTestEngine, type TestEngine, type TestEngineOptions } from '../../support/testEngine.ts'

const wanted = { service: 'kit', form: 'oauth' } as const

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error('It did not fail in words.')
  return error
}

describe('signing in at Kit', () => {
  let engine: TestEngine
  const vault = createMemoryVault()
  const start = async (options: TestEngineOptions = {}) => {
    engine = await startTestEngine({ connect: false, ...options, ports: { vault, ...options.ports } })
    return engine.client.connections
  }
  afterEach(() => engine.close())
  const tokens = () => engine.practice.kit.oauth.tokens

  describe('where a browser can be led back', () => {
    it('asks for a code with a challenge and a state of its own, and connects when it comes back', async () => {
      const client = await start()
      const { signIn, authorizeUrl, how } = await client.beginSignIn(wanted)
      expect(how).toBe('returns')
      const asked = new URL(authorizeUrl).searchParams
      expect(asked.get('code_challenge_method')).toBe('S256')
      expect(asked.get('code_challenge')).toMatch(/^[\w-]{43}$/)
      expect(asked.get('state')).toMatch(/^[\w-]{43}$/)
      const ended = client.awaitSignIn({ signIn })
      const page = await fetch(await answerConsent(authorizeUrl))
      expect(await page.text()).toContain('Back to Listferry')
      const { connection } = await ended
      expect(connection).toMatchObject({ wayIn: { id: 'oauth' }, secretKept: true })
      expect(connection.limits).toEqual(['600 requests a minute'])
      const secret = await vault.get(connection.id)
      expect(tokens().stateOf(secret?.values['accessToken'] ?? '')).toBe('valid')
    })

    it('has another state and verifier each time', async () => {
      const client = await start()
      const [one, other] = [await client.beginSignIn(wanted), await client.beginSignIn(wanted)]
      const [a, b] = [one, other].map(({ authorizeUrl }) => new URL(authorizeUrl).searchParams)
      for (const name of ['state', 'code_challenge']) expect(a?.get(name)).not.toBe(b?.get(name))
    })

    it('says so where the user does not allow it', async () => {
      const client = await start()
      const { signIn, authorizeUrl } = await client.beginSignIn(wanted)
      const ended = failure(client.awaitSignIn({ signIn }))
      await fetch(await answerConsent(authorizeUrl, 'deny'))
      expect(await ended).toMatchObject({ code: 'forbidden' })
      expect((await ended).message).toMatch(/did not allow/)
      expect(await client.list({})).toEqual([])
    })

    it('takes nothing that comes back with another state', async () => {
      const client = await start()
      const { signIn, authorizeUrl } = await client.beginSignIn(wanted)
      const ended = failure(client.awaitSignIn({ signIn }))
      const back = new URL(await answerConsent(authorizeUrl))
      back.searchParams.set('state', 'somebody-elses')
      await fetch(back)
      expect(await ended).toMatchObject({ code: 'forbidden' })
      expect(await client.list({})).toEqual([])
    })

    it('listens only for as long as it waits', async () => {
      const client = await start()
      const { signIn, authorizeUrl } = await client.beginSignIn(wanted)
      const redirect = new URL(authorizeUrl).searchParams.get('redirect_uri') ?? ''
      expect((await fetch(new URL('/', redirect))).status).toBe(404)
      await client.cancelSignIn({ signIn })
      await expect(fetch(redirect)).rejects.toThrow()
    })
  })

  describe('in the desktop app', () => {
    const desktop = { ports: { host: 'desktop' as const } }

    it('is led back by its own scheme, and finds the sign-in that waits for it', async () => {
      const client = await start(desktop)
      const { signIn, authorizeUrl } = await client.beginSignIn(wanted)
      const ended = client.awaitSignIn({ signIn })
      const back = await answerConsent(authorizeUrl)
      expect(back).toMatch(/^listferry:\/\/oauth\/kit\?code=/)
      await client.signInReturned({ address: back })
      expect((await ended).connection.wayIn.id).toBe('oauth')
      // A second time, as when a page is loaded again, nobody waits for it.
      expect(await failure(client.signInReturned({ address: back }))).toMatchObject({ code: 'not-found' })
    })
  })

  describe('with a code that is copied', () => {
    const paste = { ...wanted, paste: true }

    it('connects with the code alone, or with the whole address of the page', async () => {
      const client = await start()
      for (const copied of [
        (address: string) => new URL(address).searchParams.get('code') ?? '',
        (address: string) => ` ${address}\n`,
      ]) {
        const { signIn, authorizeUrl, how } = await client.beginSignIn(paste)
        expect(how).toBe('paste')
        const shown = await answerConsent(authorizeUrl)
        const { connection } = await client.finishSignIn({ signIn, pasted: copied(shown) })
        expect(connection.wayIn.id).toBe('oauth')
      }
      expect(await client.list({})).toHaveLength(1)
    })

    it('says what is wrong with a text, and takes the right one after that', async () => {
      const client = await start()
      const { signIn, authorizeUrl } = await client.beginSignIn(paste)
      const tryWith = (pasted: string) => failure(client.finishSignIn({ signIn, pasted }))
      expect((await tryWith('two words')).message).toMatch(/not a code of Kit/)
      expect((await tryWith('https://app.kit.com/account')).message).toMatch(/holds no code/)
      expect((await tryWith('a-code-that-was-never-given-out')).message).toMatch(/does not know this code/)
      const shown = await answerConsent(authorizeUrl)
      await client.finishSignIn({ signIn, pasted: shown })
      // A code counts once.
      expect(await client.list({})).toHaveLength(1)
    })

    it('ends for whoever waits, too', async () => {
      const client = await start()
      const { signIn, authorizeUrl } = await client.beginSignIn(paste)
      const ended = client.awaitSignIn({ signIn })
      await client.finishSignIn({ signIn, pasted: await answerConsent(authorizeUrl) })
      expect((await ended).connection.serviceTitle).toBe('Kit')
    })
  })

  it('can be given up', async () => {
    const client = await start()
    const { signIn } = await client.beginSignIn(wanted)
    const ended = failure(client.awaitSignIn({ signIn }))
    await client.cancelSignIn({ signIn })
    expect(await ended).toMatchObject({ code: 'cancelled' })
  })

  describe('as time passes', () => {
    let clock: ManualClock
    beforeEach(() => {
      clock = createManualClock()
    })

    it('is given up after ten minutes', async () => {
      const client = await start({ clock })
      const { signIn } = await client.beginSignIn(wanted)
      const ended = failure(client.awaitSignIn({ signIn }))
      await clock.advance(10 * 60_000 + 1)
      expect((await ended).message).toMatch(/within ten minutes/)
      await clock.advance(10 * 60_000 + 1)
      expect(await failure(client.awaitSignIn({ signIn }))).toMatchObject({ code: 'not-found' })
    })
  })

  it('needs a client id where it isn’t a practice account, and remembers the one that is typed', async () => {
    const client = await start({ ports: { env: {} } })
    const form = async () =>
      (await client.connectors({}))
        .find(({ id }) => id === 'kit')
        ?.credentials.find(({ kind }) => kind === 'sign-in')
    expect(await form()).toMatchObject({ clientIdWanted: expect.stringContaining('Developer') as string })
    expect(await failure(client.beginSignIn(wanted))).toMatchObject({ code: 'invalid-input' })
    const { authorizeUrl, how } = await client.beginSignIn({ ...wanted, clientId: 'my-app' })
    expect(how).toBe('paste')
    expect(authorizeUrl).toMatch(/^https:\/\/app\.kit\.com\/oauth\/authorize\?client_id=my-app&/)
    expect(await form()).toMatchObject({ clientIdWanted: null })
    expect(new URL((await client.beginSignIn(wanted)).authorizeUrl).searchParams.get('client_id')).toBe(
      'my-app',
    )
  })

  it('takes the client id of the environment first', async () => {
    const client = await start({ ports: { env: { LISTFERRY_KIT_CLIENT_ID: ' of-the-environment ' } } })
    const { authorizeUrl } = await client.beginSignIn(wanted)
    expect(new URL(authorizeUrl).searchParams.get('client_id')).toBe('of-the-environment')
  })

  it('takes the place of a key of the same account, and the other way round', async () => {
    const client = await start()
    const apiKey = engine.practice.kit.keys[0] ?? ''
    const byKey = await client.add({ service: 'kit', form: 'api-key', values: { apiKey }, name: 'Bakery' })
    expect(byKey.connection.wayIn.cannot.join(' ')).toMatch(/purchases/)
    const { signIn, authorizeUrl } = await client.beginSignIn({ ...wanted, reconnect: 'Bakery', paste: true })
    const { connection } = await client.finishSignIn({ signIn, pasted: await answerConsent(authorizeUrl) })
    expect(connection).toMatchObject({
      id: byKey.connection.id,
      name: 'Bakery',
      wayIn: { id: 'oauth', cannot: [] },
    })
    await client.describe({ connection: 'Bakery' })
    expect(engine.practice.kit.requests.entries.at(-1)?.key).toBe('token')
    await client.add({ service: 'kit', form: 'api-key', values: { apiKey } })
    await client.describe({ connection: 'Bakery' })
    expect(engine.practice.kit.requests.entries.at(-1)?.key).toBe('valid 1')
  })

  it('is ended at Kit when the account is removed; where Kit can’t be told, says so', async () => {
    const client = await start()
    const connect = async () => {
      const { signIn, authorizeUrl } = await client.beginSignIn({ ...wanted, paste: true })
      const { connection } = await client.finishSignIn({ signIn, pasted: await answerConsent(authorizeUrl) })
      return (await vault.get(connection.id))?.values['accessToken'] ?? ''
    }
    const first = await connect()
    const [connection] = await client.list({})
    expect(await client.remove({ connection: connection?.id ?? '' })).toMatchObject({ warning: null })
    expect(tokens().stateOf(first)).toBe('revoked')
    const second = await connect()
    engine.practice.kit.faults.add({ kind: 'unavailable', times: 5 })
    const [again] = await client.list({})
    const { warning } = await client.remove({ connection: again?.id ?? '' })
    expect(warning).toMatch(/End it there yourself/)
    expect(tokens().stateOf(second)).toBe('valid')
    expect(await client.list({})).toEqual([])
  })

  it('is ended at Kit when everything is forgotten; what Kit could not be told is said', async () => {
    const client = await start()
    const connect = async () => {
      const { signIn, authorizeUrl } = await client.beginSignIn({ ...wanted, paste: true })
      const { connection } = await client.finishSignIn({ signIn, pasted: await answerConsent(authorizeUrl) })
      return (await vault.get(connection.id))?.values['accessToken'] ?? ''
    }
    const forget = () => engine.client.settings.forgetEverything({ confirm: 'forget everything' })
    const first = await connect()
    expect(await forget()).toEqual({ warnings: [] })
    expect(tokens().stateOf(first)).toBe('revoked')
    await connect()
    engine.practice.kit.faults.add({ kind: 'unavailable', times: 5 })
    expect((await forget()).warnings).toEqual([expect.stringMatching(/End it there yourself/)])
    expect(await client.list({})).toEqual([])
  })

  it('has no key to give for one command', async () => {
    const client = await start()
    const { signIn, authorizeUrl } = await client.beginSignIn({ ...wanted, paste: true })
    const { connection } = await client.finishSignIn({ signIn, pasted: await answerConsent(authorizeUrl) })
    expect(await failure(client.unlock({ connection: connection.id, values: {} }))).toMatchObject({
      code: 'invalid-input',
    })
  })
})

describe('a pasted secret', () => {
  it.each([
    ['kit_0123456789abcdef', 'api-key', /version 4.*purchases/],
    ['Vn3pRacTiceKeyOfOldApi', 'v3', /API key of Kit’s old version 3/],
    ['s3cr3t_of_version_three_0123456789_abcdefgh', 'v3', /API secret/],
    ['Bearer abcdef', 'oauth', /access token/],
    ['pk_0123456789', null, /Klaviyo/],
    ['me@example.com', null, /email address/],
  ])('is told what it is: %s', async (text, form, words) => {
    const engine = await startTestEngine({ connect: false })
    try {
      const recognised = await engine.client.connections.recognise({ service: 'kit', text })
      expect(recognised?.form ?? null).toBe(form)
      expect(recognised?.words).toMatch(words)
      expect(recognised?.words).not.toContain(text)
    } finally {
      await engine.close()
    }
  })
})
