import { describe, expect, it } from 'vitest'
import type { ConsentChange, RemoteId } from '../../../shared/model.ts'
import { all } from '../../support/all.ts'
import type { ConsentThere, PersonThere, Suite } from '../connector.ts'
import { newcomer, subscribe } from './changes.ts'
import { activePeople, byEmail } from './people.ts'
import { send } from './sending.ts'

/** For connectors that subscribe people. */
export function describeConsent(suite: Suite): void {
  const { signal } = suite
  const consent = (): ConsentThere => {
    if (suite.there.consent === null) throw new Error('The harness shows no consent')
    return suite.there.consent
  }
  const someoneNever = (): PersonThere => {
    const found = activePeople(suite.there).find(
      ({ remoteId, email }) => email !== '' && consent().of(remoteId).email === 'never',
    )
    if (!found) throw new Error('Everybody is subscribed')
    return found
  }
  const subscribeSomeone = (person: PersonThere, more: Partial<ConsentChange> = {}) =>
    subscribe(1, person, { audience: consent().audience, ...more })

  describe('consent', () => {
    it('reads what everyone agreed to, by channel', async () => {
      const pages = await all(suite.account.pull({ what: 'people' }, signal))
      const contacts = pages.flatMap((page) => page.contacts)
      for (const { remoteId, consent: read } of contacts) expect(read).toEqual(consent().of(remoteId))
      expect(new Set(contacts.map(({ consent: { email } }) => email))).toEqual(
        new Set(['subscribed', 'unsubscribed', 'never']),
      )
    })

    it('subscribes somebody, and says so when it can be seen', async () => {
      const person = someoneNever()
      const [outcome] = await send(suite.account, [subscribeSomeone(person)])
      expect(outcome).toMatchObject({ status: 'written', remoteId: person.remoteId })
      expect(consent().of(person.remoteId).email).toBe('subscribed')
      expect(byEmail(suite.there, person.email).audiences).toContainEqual(consent().audience)
    })

    it('records the day on which they agreed, and asks nobody then', async () => {
      const person = someoneNever()
      const audience = consent().askingAudience
      await send(suite.account, [subscribeSomeone(person, { audience, consentedAt: '2024-01-15T00:00:00Z' })])
      expect(consent().agreedAt(person.remoteId)).toBe(Date.parse('2024-01-15T00:00:00Z'))
      expect(consent().asked()).toBe(0)
    })

    it('has people asked where the audience does that, and puts nobody into it', async () => {
      const person = someoneNever()
      const audience = consent().askingAudience
      const [outcome] = await send(suite.account, [subscribeSomeone(person, { audience, confirms: true })])
      expect(outcome).toMatchObject({ status: 'accepted' })
      expect(outcome?.reason).toMatch(/confirm/)
      await suite.there.listsCatchUp()
      expect(consent().asked()).toBe(1)
      expect(consent().of(person.remoteId).email).toBe('never')
    })

    it('creates somebody new with their fields before it subscribes them', async () => {
      const [create] = newcomer(1, suite.there, { [suite.there.fields[0]]: '01234' })
      if (create === undefined) throw new Error('There is nobody new')
      const person = { remoteId: null, email: create.key.email ?? '' }
      const outcomes = await send(suite.account, [
        create,
        subscribe(9, person, { audience: consent().audience }),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['written', 'written'])
      const { remoteId, fields } = byEmail(suite.there, person.email)
      expect(fields).toMatchObject({ [suite.there.fields[0]]: '01234' })
      expect(consent().of(remoteId).email).toBe('subscribed')
    })

    it('subscribes nobody who left after the plan was made, and says why', async () => {
      const person = someoneNever()
      suite.there.leaves(person.remoteId)
      const [outcome] = await send(suite.account, [subscribeSomeone(person)])
      expect(outcome).toMatchObject({ status: 'held-back' })
      expect(outcome?.reason).toMatch(/unsubscribe/)
      expect(consent().of(person.remoteId).email).toBe('unsubscribed')
    })

    it('keeps the first day on which they agreed when it comes twice', async () => {
      const person = someoneNever()
      await send(suite.account, [subscribeSomeone(person)])
      const agreedAt = consent().agreedAt(person.remoteId)
      await suite.there.clock.advance(3_600_000)
      const [outcome] = await send(suite.account, [subscribeSomeone(person)])
      expect(outcome).toMatchObject({ status: 'written' })
      expect(consent().agreedAt(person.remoteId)).toBe(agreedAt)
    })

    it('says by a look whether somebody is subscribed', async () => {
      const change = subscribeSomeone(someoneNever())
      expect([...(await suite.account.alreadyDone([change], signal))]).toEqual([])
      await send(suite.account, [change])
      expect([...(await suite.account.alreadyDone([change], signal))]).toEqual([change.id])
    })

    it('sends nothing for people it can’t name', async () => {
      const nobody = { remoteId: null as RemoteId | null, email: 'not an address' }
      const [outcome] = await send(suite.account, [subscribe(1, nobody, { audience: consent().audience })])
      expect(outcome).toMatchObject({ status: 'rejected' })
    })
  })
}
