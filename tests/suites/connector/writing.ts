import { setImmediate as nextTick } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Change, ChangeId, RemoteId } from '../../../shared/model.ts'
import { all } from '../../support/all.ts'
import { requestsFor } from '../../support/requestsFor.ts'
import type { Suite } from '../connector.ts'
import { openBare } from './accounts.ts'
import { newcomer, update, membership } from './changes.ts'
import { membershipsThere, pairs, same, activePeople, byEmail } from './people.ts'
import { send, sendRows } from './sending.ts'

/** Requests that a plan counts. */
function counted({ there }: Suite): number {
  return there.requests().filter((request) => there.isHousekeeping?.(request) !== true).length
}

export function describeWriting(suite: Suite): void {
  const { signal } = suite
  describe('writing', () => {
    it('creates someone with their fields, in their audiences, with the requests it promised', async () => {
      const changes = newcomer(1, suite.there, {
        [suite.there.fields[0]]: '01234',
        [suite.there.fields[1]]: 'Ünal “X”',
      })
      await suite.account.describe(signal)
      const before = counted(suite)
      const outcomes = await send(suite.account, changes)
      expect(outcomes.map(({ status }) => status)).toEqual(changes.map(() => 'written'))
      expect(counted(suite) - before).toBe(requestsFor(suite.account, changes))
      const person = byEmail(suite.there, 'new.person+1@example.com')
      expect(person.fields).toMatchObject({
        [suite.there.fields[0]]: '01234',
        [suite.there.fields[1]]: 'Ünal “X”',
      })
      expect(person.audiences).toEqual(
        expect.arrayContaining([suite.there.audience, suite.there.mailingAudience]),
      )
      expect(outcomes[0]?.remoteId).toBe(person.remoteId)
    })

    it('changes only the fields it was given, and clears one on purpose', async () => {
      const [first, second] = suite.there.fields
      const [someone] = activePeople(suite.there)
      await send(suite.account, [update(1, someone, { [first]: 'one', [second]: 'two' })])
      await send(suite.account, [update(2, someone, { [second]: null })])
      const now = byEmail(suite.there, someone?.email ?? '')
      expect(now.fields).toEqual({ ...someone?.fields, [first]: 'one', [second]: undefined })
    })

    it('changes the address of somebody who is known by id, and makes nobody new', async () => {
      const [someone] = activePeople(suite.there)
      const before = suite.there.people().length
      const [addressField] = suite.there.connector.identifiers
      const outcomes = await send(suite.account, [
        update(1, someone, { [addressField?.field ?? '']: 'moved.house@example.com' }),
      ])
      expect(outcomes).toMatchObject([{ status: 'written' }])
      expect(suite.there.people()).toHaveLength(before)
      expect(byEmail(suite.there, 'moved.house@example.com')).toMatchObject({
        remoteId: someone?.remoteId,
        audiences: someone?.audiences,
      })
    })

    suite.unless(
      'see people while writing',
      'answers with the person as the account has them now',
      async () => {
        const [someone] = activePeople(suite.there)
        const events = await all(
          suite.account.apply([update(1, someone, { [suite.there.fields[0]]: 'now' })], signal),
        )
        const contacts = events.flatMap((event) => (event.type === 'settled' ? event.contacts : []))
        expect(contacts.map(({ fields }) => fields)).toEqual([
          byEmail(suite.there, someone?.email ?? '').fields,
        ])
      },
    )

    it('takes someone out again', async () => {
      const member = membershipsThere(suite.there).find(({ audience }) =>
        same(audience, suite.there.audience),
      )
      const change = membership(1, 'leave', suite.there.audience, member?.remoteId ?? null, null)
      expect(await send(suite.account, [change])).toMatchObject([{ status: 'written' }])
      expect(await send(suite.account, [change])).toMatchObject([{ status: 'written' }])
      expect(pairs(membershipsThere(suite.there))).not.toContain(
        `${member?.remoteId} ${suite.there.audience.id}`,
      )
    })

    it('does nothing harmful when the same changes come twice', async () => {
      const changes = newcomer(1, suite.there, { [suite.there.fields[0]]: 'x' })
      await send(suite.account, changes)
      const once = suite.there.people()
      const outcomes = await send(openBare(suite.there), changes)
      expect(outcomes.map(({ status }) => status)).toEqual(changes.map(() => 'written'))
      expect(suite.there.people()).toEqual(once)
      const person = byEmail(suite.there, 'new.person+1@example.com')
      expect(suite.there.timesAdded(person.remoteId)).toBe(2)
    })

    it('says what it is about to send before it sends it', async () => {
      const changes = newcomer(1, suite.there, { [suite.there.fields[0]]: 'x' })
      await suite.account.describe(signal)
      let sent = counted(suite)
      const begun: ChangeId[] = []
      for await (const event of suite.account.apply(changes, signal)) {
        if (event.type !== 'sending') continue
        expect(counted(suite)).toBe(sent)
        sent += 1
        begun.push(...event.changes)
      }
      // What takes several requests is begun several times.
      expect([...new Set(begun)]).toEqual(changes.map(({ id }) => id))
      expect(counted(suite)).toBe(sent)
    })

    it('has sent nothing when the caller goes away after `sending`', async () => {
      const before = suite.there.people()
      for await (const event of suite.account.apply(newcomer(1, suite.there), signal))
        if (event.type === 'sending') break
      await nextTick()
      expect(suite.there.people()).toEqual(before)
      expect(suite.there.requests().filter(({ method }) => method !== 'GET')).toEqual([])
    })

    it('goes on after a row that is refused, and joins nobody who could not be written', async () => {
      const [bad, badJoin] = newcomer(1, suite.there).map((change) => ({
        ...change,
        row: 1,
        key: { remoteId: null, email: 'not an address' },
      }))
      const good = newcomer(10, suite.there)
      const outcomes = await sendRows(suite.account, [[bad, badJoin] as Change[], good])
      expect(outcomes.map(({ status }) => status)).toEqual([
        'rejected',
        'rejected',
        ...good.map(() => 'written'),
      ])
      for (const { reason } of outcomes.slice(0, 2)) expect(reason?.length).toBeGreaterThan(10)
    })

    suite.unless(
      'see who left while writing',
      'joins nobody who left after the plan was made, and says why',
      async () => {
        const someone = activePeople(suite.there).find(({ audiences }) => audiences.length === 0)
        const remoteId = someone?.remoteId ?? ('' as RemoteId)
        suite.there.leaves(remoteId)
        const changes = [
          update(1, someone, { [suite.there.fields[0]]: 'x' }),
          membership(2, 'join', suite.there.audience, remoteId, null),
          membership(3, 'join', suite.there.mailingAudience, remoteId, null),
        ]
        const outcomes = await send(suite.account, changes)
        expect(outcomes.map(({ status }) => status)).toEqual(['written', 'held-back', 'held-back'])
        expect(outcomes[1]?.reason).toContain('unsubscribed')
        expect(byEmail(suite.there, someone?.email ?? '')).toMatchObject({
          audiences: [],
          left: 'unsubscribed',
        })
      },
    )

    suite.unless('lose a field', 'reports what the service left out', async () => {
      const [first, second] = suite.there.fields
      const [someone] = activePeople(suite.there)
      await suite.account.describe(signal)
      suite.there.removeField(second)
      const [outcome] = await send(suite.account, [update(1, someone, { [first]: 'kept', [second]: 'lost' })])
      expect(outcome?.ignored?.length).toBe(1)
      expect(outcome?.reason?.length).toBeGreaterThan(10)
      expect(byEmail(suite.there, someone?.email ?? '').fields[first]).toBe('kept')
    })
  })
}
