import { describe, expect, it } from 'vitest'
import type { PullRequest } from '../../../electron/engine/connectors/connector.ts'
import type { AudienceRef } from '../../../shared/model.ts'
import { all } from '../../support/all.ts'
import type { Suite } from '../connector.ts'
import { openBare } from './accounts.ts'
import { newcomer, update } from './changes.ts'
import { truth, contactsOf, membershipsOf, membershipsThere, pairs, same, activePeople } from './people.ts'
import { send } from './sending.ts'
import { failure } from './waiting.ts'

export function describeReading(suite: Suite): void {
  const { signal } = suite
  describe('reading', () => {
    it('reads everyone, in every state, as the account has them', async () => {
      const pages = await all(suite.account.pull({ what: 'people' }, signal))
      expect(contactsOf(pages)).toEqual(truth(suite.there))
      expect(pages.at(-1)?.next).toBeDefined()
    })

    it('says whom the complete kinds of audience hold', async () => {
      const pages = await all(suite.account.pull({ what: 'people' }, signal))
      for (const kind of new Set(pages.flatMap((page) => page.completeKinds)))
        expect(pairs(membershipsOf(pages).filter(({ audience }) => audience.kind === kind))).toEqual(
          pairs(membershipsThere(suite.there).filter(({ audience }) => audience.kind === kind)),
        )
    })

    it('skips nobody when it goes on from any page', async () => {
      suite.there.addPeople(suite.there.severalPages ?? 2_500)
      const pages = await all(suite.account.pull({ what: 'people' }, signal))
      expect(pages.length).toBeGreaterThan(2)
      for (const [index, { cursor }] of pages.entries()) {
        if (cursor === undefined) continue
        const rest = await all(openBare(suite.there).pull({ what: 'people', cursor }, signal))
        expect(contactsOf([...pages.slice(0, index + 1), ...rest])).toEqual(truth(suite.there))
        expect(rest.at(-1)?.next).toBe(pages.at(-1)?.next)
      }
      expect(pages.at(-1)?.cursor).toBeUndefined()
    })

    it('reads exactly those who left', async () => {
      const pages = await all(suite.account.pull({ what: 'left' }, signal))
      expect(contactsOf(pages)).toEqual(truth(suite.there).filter(({ left }) => left !== null))
      expect(contactsOf(pages).length).toBeGreaterThan(2)
    })

    it('looks up just these people, in every state and spelling', async () => {
      const wanted = truth(suite.there).filter(({ email, left }) => left !== null || email.includes('+'))
      expect(wanted.some(({ email }) => email.includes('+'))).toBe(true)
      const emails = wanted.map(({ email }, n) => (n % 2 === 0 ? email : email.toUpperCase()))
      const request: PullRequest = { what: 'these', emails: [...emails, 'nobody@example.com'] }
      expect(contactsOf(await all(suite.account.pull(request, signal)))).toEqual(wanted)
    })

    it('finds nobody where there is nobody, and asks nothing for no addresses', async () => {
      const pages = await all(suite.account.pull({ what: 'these', emails: ['nobody@example.com'] }, signal))
      expect(contactsOf(pages)).toEqual([])
      expect(await all(suite.account.pull({ what: 'these', emails: [] }, signal))).toEqual([])
    })

    it('reads who is in an audience, whatever their state', async () => {
      for (const audience of [suite.there.audience, suite.there.mailingAudience]) {
        const pages = await all(suite.account.pull({ what: 'members', audience }, signal))
        const members = membershipsThere(suite.there).filter((one) => same(one.audience, audience))
        expect(pairs(membershipsOf(pages))).toEqual(pairs(members))
        expect(members.length).toBeGreaterThan(0)
      }
    })

    it('says when an audience is not there', async () => {
      const audience: AudienceRef = { ...suite.there.audience, id: '999999999' }
      expect(await failure(all(suite.account.pull({ what: 'members', audience }, signal)))).toMatchObject({
        code: 'not-found',
      })
    })

    it('reads who was created or changed since it read everyone', async () => {
      await suite.there.clock.advance(3 * 24 * 3_600_000)
      const since = (await all(suite.account.pull({ what: 'people' }, signal))).at(-1)?.next ?? ''
      const [someone] = activePeople(suite.there)
      await send(suite.account, [
        update(1, someone, { [suite.there.fields[0]]: 'changed' }),
        // Without the form: who is asked to confirm is not shown everywhere until they do.
        ...newcomer(2, suite.there).slice(0, 2),
      ])
      await suite.there.listsCatchUp()
      const changed = contactsOf(await all(suite.account.pull({ what: 'changed', since }, signal)))
      expect(changed.map(({ email }) => email).sort()).toEqual(
        [someone?.email, 'new.person+2@example.com'].sort(),
      )
    })

    it('knows beforehand what a read takes', async () => {
      suite.there.addPeople(suite.there.severalPages ?? 2_500)
      for (const request of [{ what: 'people' }, { what: 'left' }] as const) {
        const beforeCost = suite.there.requests().length
        const cost = await suite.account.cost(request, signal)
        const before = suite.there.requests().length
        await all(suite.account.pull(request, signal))
        const taken = suite.there.requests().length - before
        // What came with the count is not asked for again.
        expect(suite.there.requests().length - beforeCost).toBeGreaterThanOrEqual(cost)
        // The names of fields, and a page that is on its way from two places when they meet.
        expect(taken).toBeLessThanOrEqual(cost + 2)
      }
    })
  })
}
