import { describe, expect, it } from 'vitest'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type {
  Change,
  ChangeId,
  ContactChange,
  MembershipChange,
  RemoteId,
  Repeat,
} from '../../../shared/model.ts'
import type { Account, MirrorPage, PullRequest } from '../../../electron/engine/connectors/connector.ts'
import type { ApplyEvent } from '../../../electron/engine/connectors/applyEvents.ts'
import { withRetry } from '../../../electron/engine/connectors/retry.ts'
import { all } from '../../support/all.ts'
import { createManualClock } from '../../support/manualClock.ts'

const signal = new AbortController().signal
const unavailable = (mayHaveHappened = false) => new AppError('unavailable', 'down', { mayHaveHappened })

/** An account that fails as scripted: `null` lets an attempt through. */
function flaky(errors: (AppError | null)[], account: Partial<Account> = {}) {
  const clock = createManualClock()
  const waits: number[] = []
  let attempts = 0
  const attempt = () => {
    attempts += 1
    const error = errors.shift()
    if (error) throw error
  }
  const base: Account = {
    limits: { rowsPerBatch: 1, parallelBatches: 1, bucketsOf: () => [] },
    requestCounter: () => ({
      perRow: true,
      addNewAudience: () => undefined,
      add: () => undefined,
      total: () => 0,
      followUps: () => 0,
      byBucket: () => [],
    }),
    identify: async () => {
      await Promise.resolve()
      attempt()
      return { id: '1', name: 'Acme', email: null, plan: null, contactLimit: null }
    },
    describe: () => Promise.reject(new Error('not in this test')),
    cost: () => Promise.resolve(1),
    pull: () => {
      throw new Error('not in this test')
    },
    apply: () => {
      throw new Error('not in this test')
    },
    alreadyDone: () => Promise.resolve(new Set<ChangeId>()),
    ...account,
  }
  const options = { clock, random: () => 0.5, onWait: (ms: number) => waits.push(ms) }
  return { clock, waits, account: withRetry(base, options), attempt, attempts: () => attempts }
}

describe('withRetry, asking', () => {
  it('asks again after passing failures, waiting longer each time', async () => {
    const { clock, waits, account, attempts } = flaky([unavailable(), unavailable(), null])
    const asked = account.identify(signal)
    await clock.advance(10_000)
    expect(await asked).toMatchObject({ name: 'Acme' })
    expect(waits).toEqual([500, 1_000])
    expect(attempts()).toBe(3)
  })

  it('waits at least as long as the service asked', async () => {
    const limited = new AppError('rate-limited', 'slow down', { retryAfterMs: 30_000 })
    const { clock, waits, account } = flaky([limited, null])
    const asked = account.identify(signal)
    await clock.advance(30_000)
    await asked
    expect(waits).toEqual([30_000])
  })

  it.each<ErrorCode>(['unauthorized', 'forbidden', 'not-found', 'rejected', 'invalid-input', 'cancelled'])(
    'never asks again after %s',
    async (code) => {
      const { account, attempts } = flaky([new AppError(code, 'no')])
      await expect(account.identify(signal)).rejects.toMatchObject({ code })
      expect(attempts()).toBe(1)
    },
  )

  it('gives up after eight attempts, with the last error', async () => {
    const last = new AppError('unavailable', 'the eighth')
    const { clock, account, attempts } = flaky([...Array.from({ length: 7 }, () => unavailable()), last])
    const asked = expect(account.identify(signal)).rejects.toBe(last)
    await clock.advance(15 * 60_000)
    await asked
    expect(attempts()).toBe(8)
  })

  it('gives up rather than wait past fifteen minutes', async () => {
    const wait = () => new AppError('rate-limited', 'slow down', { retryAfterMs: 299_000 })
    const { clock, account, attempts } = flaky(Array.from({ length: 8 }, wait))
    const asked = expect(account.identify(signal)).rejects.toMatchObject({ code: 'rate-limited' })
    await clock.advance(20 * 60_000)
    await asked
    expect(attempts()).toBe(4)
  })

  it('stops waiting when cancelled', async () => {
    const stop = new AbortController()
    const { clock, account } = flaky([unavailable()])
    const asked = account.identify(stop.signal).catch((error: unknown) => error)
    await clock.advance(100)
    stop.abort()
    expect(await asked).toMatchObject({ code: 'cancelled' })
    expect(clock.sleeping()).toBe(0)
  })
})

describe('withRetry, reading', () => {
  const page = (number: number, isLast: boolean): MirrorPage => ({
    contacts: [],
    memberships: [],
    completeKinds: [],
    ...(isLast ? { next: String(number) } : { cursor: String(number) }),
  })

  it('goes on from the last page and skips none', async () => {
    const asked: (string | undefined)[] = []
    const errors = [null, null, unavailable(), unavailable(), null]
    const flakyAccount = flaky(errors, {
      async *pull(request: PullRequest) {
        asked.push(request.cursor)
        for (let number = Number(request.cursor ?? 0) + 1; number <= 3; number += 1) {
          flakyAccount.attempt()
          await Promise.resolve()
          yield page(number, number === 3)
        }
      },
    })
    const read: MirrorPage[] = []
    const reading = (async () => {
      for await (const one of flakyAccount.account.pull({ what: 'people' }, signal)) read.push(one)
    })()
    await flakyAccount.clock.advance(60_000)
    await reading
    expect(read).toEqual([page(1, false), page(2, false), page(3, true)])
    expect(asked).toEqual([undefined, '2', '2'])
  })

  it('does not count failures on earlier pages of a long list', async () => {
    const errors = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? unavailable() : null))
    const flakyAccount = flaky(errors, {
      async *pull(request: PullRequest) {
        for (let number = Number(request.cursor ?? 0) + 1; number <= 10; number += 1) {
          flakyAccount.attempt()
          await Promise.resolve()
          yield page(number, number === 10)
        }
      },
    })
    const reading = all(flakyAccount.account.pull({ what: 'people' }, signal))
    await flakyAccount.clock.advance(60_000)
    expect(await reading).toHaveLength(10)
  })
})

describe('withRetry, writing', () => {
  const contact = (id: number, row: number, repeat: Repeat = 'safe'): ContactChange => ({
    id: id as ChangeId,
    row,
    repeat,
    object: 'contact',
    op: 'create',
    key: { remoteId: null, email: `row${row}@example.com` },
    before: {},
    after: {},
  })
  const join = (id: number, row: number, repeat: Repeat = 'safe'): MembershipChange => ({
    id: id as ChangeId,
    row,
    repeat,
    object: 'membership',
    op: 'join',
    key: { remoteId: `${row}` as RemoteId, email: null },
    audience: { kind: 'form', id: '1' },
  })

  /** Applies one change a request; `errors` has one entry for each request. `done` is what a look would find. */
  function writer(errors: (AppError | null)[], done: number[] = [], showsAfterMs = 0) {
    const sent: number[] = []
    const looked: number[][] = []
    const flakyAccount = flaky(errors, {
      limits: { rowsPerBatch: 1, parallelBatches: 1, bucketsOf: () => [], showsAfterMs },
      async *apply(changes: readonly Change[]): AsyncGenerator<ApplyEvent> {
        for (const change of changes) {
          yield { type: 'sending', changes: [change.id], request: { method: 'POST', path: '/', fields: [] } }
          await Promise.resolve()
          sent.push(change.id)
          flakyAccount.attempt()
          const outcomes = [{ change: change.id, status: 'written' as const, httpStatus: 201 }]
          yield { type: 'settled', outcomes, contacts: [] }
        }
      },
      alreadyDone: (changes) => {
        looked.push(changes.map(({ id }) => id))
        return Promise.resolve(new Set(changes.map(({ id }) => id).filter((id) => done.includes(id))))
      },
    })
    const run = async (changes: readonly Change[]) => {
      const settled: number[] = []
      let error: unknown
      const running = (async () => {
        for await (const event of flakyAccount.account.apply(changes, signal))
          if (event.type === 'settled') settled.push(...event.outcomes.map(({ change }) => change))
      })().catch((thrown: unknown) => {
        error = thrown
      })
      await flakyAccount.clock.advance(15 * 60_000)
      await running
      return { settled, error, sent, looked, waits: flakyAccount.waits }
    }
    return { run }
  }

  it('never sends again what is settled, and sends what was never begun', async () => {
    const { run } = writer([null, unavailable(), null, null])
    const { settled, sent, error } = await run([contact(1, 1), join(2, 1), join(3, 1)])
    expect(sent).toEqual([1, 2, 2, 3])
    expect(settled).toEqual([1, 2, 3])
    expect(error).toBeUndefined()
  })

  it('sends again what certainly did not happen, whatever its kind', async () => {
    const { run } = writer([unavailable(false), null])
    const { settled, sent, looked } = await run([join(1, 1, 'ask')])
    expect(sent).toEqual([1, 1])
    expect(settled).toEqual([1])
    expect(looked).toEqual([])
  })

  it('sends again what may have happened where that is safe', async () => {
    const { run } = writer([unavailable(true), null])
    expect(await run([contact(1, 1, 'safe')])).toMatchObject({ sent: [1, 1], settled: [1], looked: [] })
  })

  it('looks first where that decides, and sends only what is not there', async () => {
    const there = writer([unavailable(true)], [1])
    expect(await there.run([join(1, 1, 'look-first')])).toMatchObject({
      sent: [1],
      settled: [1],
      looked: [[1]],
      error: undefined,
    })
    const missing = writer([unavailable(true), null])
    expect(await missing.run([join(1, 1, 'look-first')])).toMatchObject({ sent: [1, 1], settled: [1] })
  })

  it('looks no earlier than the account shows what it was told', async () => {
    const there = writer([unavailable(true)], [1], 60_000)
    expect(await there.run([join(1, 1, 'look-first')])).toMatchObject({ looked: [[1]], waits: [60_000] })
    const safe = writer([unavailable(true), null], [], 60_000)
    expect(await safe.run([contact(1, 1, 'safe')])).toMatchObject({ sent: [1, 1], waits: [500] })
  })

  it('leaves what a person must decide, and finishes the other rows first', async () => {
    const { run } = writer([unavailable(true), null])
    const { sent, settled, error } = await run([join(1, 1, 'ask'), join(2, 1), contact(3, 2)])
    expect(sent).toEqual([1, 3])
    expect(settled).toEqual([3])
    expect(error).toMatchObject({ code: 'conflict', mayHaveHappened: true })
  })

  it('does not wait to find that only a person can decide', async () => {
    const { run } = writer([unavailable(true)])
    expect(await run([join(1, 1, 'ask')])).toMatchObject({ sent: [1], error: { code: 'conflict' } })
  })

  it('remembers a doubt from an earlier attempt when it gives up', async () => {
    const refused = new AppError('unauthorized', 'the key was revoked')
    const { run } = writer([unavailable(true), refused])
    const { error } = await run([contact(1, 1, 'safe')])
    expect(error).toMatchObject({ code: 'unauthorized', mayHaveHappened: true, cause: refused })
  })

  it('has no doubt left once a look settled it', async () => {
    const { run } = writer([unavailable(true), new AppError('unauthorized', 'the key was revoked')])
    const { error } = await run([join(1, 1, 'look-first')])
    expect(error).toMatchObject({ code: 'unauthorized', mayHaveHappened: false })
  })
})
