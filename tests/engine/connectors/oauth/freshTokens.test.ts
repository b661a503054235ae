import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Account } from '../../../../electron/engine/connectors/connector.ts'
import type { Secret } from '../../../../electron/engine/connectors/credentials.ts'
import { kitConnector } from '../../../../electron/engine/connectors/kit/kitConnector.ts'
import { keptCredentials, type SecretKeeper } from '../../../../electron/engine/keptCredentials.ts'
import { type RunningPractice, startPractice } from '../../../../electron/practice/startPractice.ts'
import { AppError } from '../../../../shared/errors.ts'
import { createManualClock, type ManualClock } from '../../../support/manualClock.ts'
import { signedIn } from '../../../support/signedIn.ts'

const { signal } = new AbortController()
const twoDaysMs = 172_800_000

describe('the tokens of a sign-in', () => {
  let clock: ManualClock
  let practice: RunningPractice
  let kept: Secret
  let log: string[]
  let keeper: SecretKeeper
  let account: Account

  beforeEach(async () => {
    clock = createManualClock()
    practice = await startPractice({ clock, lagMs: 0 })
    kept = signedIn(practice.kit, clock.now())
    log = []
    keeper = {
      get: () => Promise.resolve(kept),
      set(secret) {
        log.push('stored')
        kept = secret
        return Promise.resolve()
      },
    }
    account = open()
  })
  afterEach(() => practice.close())

  function open(): Account {
    const credentials = keptCredentials({ get: () => keeper.get(), set: (secret) => keeper.set(secret) })
    const fetch: typeof globalThis.fetch = (input, init) => {
      log.push(new URL(input instanceof Request ? input.url : input).pathname)
      return globalThis.fetch(input, init)
    }
    return kitConnector.open(credentials, { address: practice.address, clock, fetch, form: 'oauth' })
  }

  const renewals = () => log.filter((one) => one === '/oauth/token').length
  const failure = async (work: Promise<unknown>): Promise<AppError> => {
    const error: unknown = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof AppError)) throw new Error('It did not fail in words.')
    return error
  }

  it('are used as they are while they are good', async () => {
    await account.identify(signal)
    expect(log).toEqual(['/v4/account'])
  })

  it('are renewed before they end, and the next pair is stored before it is used', async () => {
    await clock.advance(twoDaysMs - 60_000)
    await account.identify(signal)
    expect(log).toEqual(['/oauth/token', 'stored', '/v4/account'])
  })

  it('are renewed once, however many ask at the same time', async () => {
    await clock.advance(twoDaysMs + 1_000)
    await Promise.all(Array.from({ length: 6 }, () => account.identify(signal)))
    expect(renewals()).toBe(1)
    expect(log.filter((one) => one === 'stored')).toHaveLength(1)
  })

  it('are renewed when Kit says that they have ended, and the request goes out once more', async () => {
    practice.kit.faults.add({ kind: 'expire-token', times: 1 })
    await account.identify(signal)
    await account.identify(signal)
    expect(log).toEqual(['/v4/account', '/oauth/token', 'stored', '/v4/account', '/v4/account'])
  })

  it('are renewed once for all requests that were refused with them', async () => {
    practice.kit.oauth.tokens.expireNow()
    await Promise.all(Array.from({ length: 5 }, () => account.identify(signal)))
    expect(renewals()).toBe(1)
  })

  it('go on being used while they are good when they can’t be renewed just now', async () => {
    await clock.advance(twoDaysMs - 60_000)
    practice.kit.faults.add({ kind: 'drop-before-commit', times: 1 })
    await account.identify(signal)
    await account.identify(signal)
    expect(renewals()).toBe(1)
    await clock.advance(30_000)
    await account.identify(signal)
    expect(renewals()).toBe(2)
    expect(log.at(-2)).toBe('stored')
  })

  it('are gone when the answer to a renewal is lost: says to sign in again, and leaves nothing in doubt', async () => {
    await clock.advance(twoDaysMs + 1_000)
    practice.kit.faults.add({ kind: 'lose-refresh-answer', times: 1 })
    const broken = await failure(account.identify(signal))
    expect(broken).toMatchObject({ code: 'unavailable', mayHaveHappened: false })
    const over = await failure(account.identify(signal))
    expect(over).toMatchObject({ code: 'unauthorized', mayHaveHappened: false })
    expect(over.message).toMatch(/Sign in again/)
    expect(over.message).toMatch(/nothing is lost/)
    // Nobody asks again and again with a token that is spent.
    const before = renewals()
    await failure(account.identify(signal))
    expect(renewals()).toBe(before)
  })

  it('are not tried once more where Kit refused them and the next ones were lost', async () => {
    practice.kit.oauth.tokens.expireNow()
    practice.kit.faults.add({ kind: 'lose-refresh-answer', times: 1 })
    await failure(account.identify(signal))
    expect(await failure(account.identify(signal))).toMatchObject({ code: 'unauthorized' })
    expect(log).toEqual(['/v4/account', '/oauth/token', '/oauth/token'])
  })

  it('are found again by whoever signed in meanwhile', async () => {
    const credentials = keptCredentials(keeper)
    const { address } = practice
    const other = kitConnector.open(credentials, { address, clock, fetch: globalThis.fetch, form: 'oauth' })
    practice.kit.oauth.tokens.revokeAccess()
    expect(await failure(other.identify(signal))).toMatchObject({ code: 'unauthorized' })
    kept = signedIn(practice.kit, clock.now())
    credentials.forget()
    await other.identify(signal)
  })

  it('are not lost when the keychain refuses: it is asked again before they are used', async () => {
    await clock.advance(twoDaysMs + 1_000)
    const working = keeper
    keeper = { ...keeper, set: () => Promise.reject(new AppError('unavailable', 'The keychain is locked.')) }
    expect(await failure(account.identify(signal))).toMatchObject({ message: 'The keychain is locked.' })
    keeper = working
    await account.identify(signal)
    expect(renewals()).toBe(1)
    expect(log.slice(-2)).toEqual(['stored', '/v4/account'])
  })

  it('end at Kit when they are revoked, both of them', async () => {
    await account.revoke?.(signal)
    expect(log).toEqual(['/oauth/revoke', '/oauth/revoke'])
    expect(await failure(open().identify(signal))).toMatchObject({ code: 'unauthorized' })
    const { accessToken = '' } = kept.values
    expect(practice.kit.oauth.tokens.stateOf(accessToken)).toBe('revoked')
  })

  it('are never repeated in an error', async () => {
    practice.kit.oauth.tokens.revokeAccess()
    const { message, cause } = await failure(account.identify(signal))
    for (const secret of Object.values(kept.values)) {
      expect(message).not.toContain(secret)
      expect(String(cause)).not.toContain(secret)
    }
  })
})
