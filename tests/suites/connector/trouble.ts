import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { StepOutcome } from '../../../electron/engine/connectors/applyEvents.ts'
import { all } from '../../support/all.ts'
import type { Suite } from '../connector.ts'
import { openBare, openPaced } from './accounts.ts'
import { newcomer, membership } from './changes.ts'
import { same, activePeople, byEmail } from './people.ts'
import { send, collect } from './sending.ts'
import { failure, inTime, untilTrue } from './waiting.ts'

export function describeTrouble(suite: Suite): void {
  const { signal } = suite
  describe('in trouble', () => {
    it('may have happened when the connection breaks, and a look says whether it did', async () => {
      for (const trouble of ['drop-before-commit', 'drop-after-commit'] as const) {
        const changes = newcomer(trouble === 'drop-after-commit' ? 10 : 1, suite.there)
        await suite.account.describe(signal)
        suite.there.nextRequestMeets(trouble)
        const sent = suite.can('create people outside audiences') ? changes.slice(0, 1) : changes
        const error = await failure(send(suite.account, sent))
        expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: true })
        await suite.there.listsCatchUp()
        const done = await suite.account.alreadyDone(changes, signal)
        const ids = trouble === 'drop-after-commit' ? sent.map(({ id }) => id) : []
        expect([...done].sort((a, b) => a - b)).toEqual(ids)
      }
    })

    it('looks memberships up as well', async () => {
      const changes = newcomer(1, suite.there)
      await send(suite.account, changes)
      await suite.there.listsCatchUp()
      const ids = changes.map(({ id }) => id)
      expect([...(await suite.account.alreadyDone(changes, signal))].sort()).toEqual(ids)
      const [someone] = activePeople(suite.there)
      const missing = membership(9, 'leave', suite.there.audience, someone?.remoteId ?? null, null)
      const isIn = someone?.audiences.some((audience) => same(audience, suite.there.audience)) === true
      expect((await suite.account.alreadyDone([missing], signal)).has(missing.id)).toBe(!isIn)
    })

    it('carries a whole row through broken connections, and adds nobody twice', async () => {
      const retrying = openPaced(suite.there)
      const changes = newcomer(1, suite.there, { [suite.there.fields[0]]: 'x' })
      await inTime(suite.there.clock, retrying.describe(signal))
      suite.there.nextRequestMeets('drop-after-commit')
      const outcomes: StepOutcome[] = []
      await inTime(
        suite.there.clock,
        (async () => {
          for await (const event of retrying.apply(changes, signal)) {
            if (event.type !== 'settled') continue
            outcomes.push(...event.outcomes)
            if (outcomes.length < changes.length) suite.there.nextRequestMeets('drop-after-commit')
          }
        })(),
      )
      expect(outcomes.map(({ change, status }) => [change, status])).toEqual(
        changes.map(({ id }) => [id, 'written']),
      )
      const person = byEmail(suite.there, 'new.person+1@example.com')
      expect(person.audiences).toHaveLength(2)
      expect(suite.there.timesAdded(person.remoteId)).toBe(2)
    })

    it('waits when the service says it is too much, and goes on by itself', async () => {
      const retrying = openPaced(suite.there)
      suite.there.nextRequestMeets('too-many-requests')
      const startedAt = suite.there.clock.monotonic()
      expect(await inTime(suite.there.clock, retrying.identify(signal))).toMatchObject({
        name: suite.there.accountName,
      })
      expect(suite.there.requests().map(({ status }) => status)).toEqual([429, 200])
      expect(suite.there.clock.monotonic()).toBeGreaterThan(startedAt)
    })

    it('is never told that it is too much when nobody else uses the account', async () => {
      const paced = openPaced(suite.there)
      const asking = Array.from({ length: 250 }, () => paced.identify(signal))
      await inTime(suite.there.clock, Promise.all(asking))
      const statuses = suite.there.requests().map(({ status }) => status)
      expect(statuses).toEqual(asking.map(() => 200))
    })

    it('can be cancelled while it waits for an answer', async () => {
      suite.there.nextRequestMeets('never-answers')
      const stop = new AbortController()
      const asking = failure(suite.account.identify(stop.signal))
      await untilTrue(() => suite.there.requests().length === 1)
      stop.abort()
      expect(await asking).toMatchObject({ code: 'cancelled' })
    })

    it('never sends anything once it is cancelled', async () => {
      const stop = new AbortController()
      stop.abort()
      const error = await failure(all(suite.account.apply(newcomer(1, suite.there), stop.signal)))
      expect(error).toMatchObject({ code: 'cancelled' })
      expect(suite.there.requests()).toEqual([])
    })

    it('puts no secret into an error or a note', async () => {
      const found: unknown[] = []
      const stranger = openBare(suite.there, suite.there.refusedSecret)
      found.push(await failure(stranger.identify(signal)))
      for (const trouble of ['too-many-requests', 'drop-before-commit', 'drop-after-commit'] as const) {
        suite.there.nextRequestMeets(trouble)
        found.push(await failure(collect(suite.account.apply(newcomer(1, suite.there), signal), found)))
      }
      const text = inspect(found, { depth: 20, showHidden: true })
      for (const secret of [suite.there.secret, suite.there.refusedSecret])
        for (const value of Object.values(secret.values)) expect(text).not.toContain(value)
    })

    it('puts no value into a note', async () => {
      const events = await all(
        suite.account.apply(newcomer(1, suite.there, { [suite.there.fields[0]]: 'sesame' }), signal),
      )
      const notes = events.filter((event) => event.type === 'sending')
      expect(notes.length).toBeGreaterThan(0)
      expect(inspect(notes, { depth: 20 })).not.toMatch(/sesame|new\.person/)
    })
  })
}
