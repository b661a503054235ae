import { describe, expect, it, onTestFinished } from 'vitest'
import type { ApplyEvent, JobRef } from '../../../../electron/engine/connectors/applyEvents.ts'
import { jobRef } from '../../../../electron/engine/connectors/klaviyo/jobRef.ts'
import { klaviyoConnector } from '../../../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import { listNamed } from '../../../../electron/practice/klaviyo/arrange.ts'
import { namedProfiles } from '../../../../electron/practice/klaviyo/namedProfiles.ts'
import { startPractice } from '../../../../electron/practice/startPractice.ts'
import type { Change } from '../../../../shared/model.ts'
import { all } from '../../../support/all.ts'
import { fixedCredentials } from '../../../support/credentials.ts'
import { createManualClock } from '../../../support/manualClock.ts'
import { create, join, leave, update } from './changes.ts'
import { pageOf, person, type ScriptedAnswer, startScriptedKlaviyo } from './scriptedKlaviyo.ts'

const signal = new AbortController().signal

/** A practice account, and what becomes of changes in it when their jobs are followed as the engine does. */
async function startPracticeAccount() {
  const clock = createManualClock()
  const practice = await startPractice({ clock })
  onTestFinished(() => practice.close())
  const { klaviyo, address } = practice
  const secret = { form: 'private-key', values: { privateKey: klaviyo.keys.all } }
  const credentials = fixedCredentials(secret)
  const account = klaviyoConnector.open(credentials, { address, clock, fetch: globalThis.fetch })
  const run = async (changes: readonly Change[]) => {
    const events: ApplyEvent[] = await all(account.apply(changes, signal))
    const jobs = events.filter((event) => event.type === 'job')
    const ends = []
    for (const { job, changes: ids } of jobs) {
      const followed = changes.filter(({ id }) => ids.includes(id))
      for (let looks = 0; looks < 60; looks += 1) {
        const progress = await account.poll?.(job, followed, signal)
        if (progress?.done) ends.push(progress)
        if (progress?.done) break
        await clock.advance(1_000)
      }
    }
    return {
      outcomes: ends.flatMap(({ outcomes }) => outcomes),
      contacts: ends.flatMap(({ contacts }) => contacts),
    }
  }
  const idOf = (email: string | null) => klaviyo.state.profiles.byEmail(email ?? '')?.id ?? ''
  return { klaviyo, account, clock, run, idOf, list: (name: string) => listNamed(klaviyo.state, name) }
}

describe('following an import', () => {
  it('says that it is not done while it runs, and then who the people are', async () => {
    const { account, run, klaviyo, idOf, list } = await startPracticeAccount()
    const events = await all(account.apply([create(1)], signal))
    const job = events.find((event) => event.type === 'job')
    expect(await account.poll?.(job?.job ?? { id: '' }, [create(1)], signal)).toEqual({ done: false })
    const changes = [create(2, { first_name: 'Ann' }), join(2, list('Newsletter').id)]
    const { outcomes, contacts } = await run(changes)
    const remoteId = idOf('new2@example.com')
    expect(outcomes).toEqual(
      changes.map(({ id }) => ({ change: id, status: 'written', httpStatus: 200, remoteId })),
    )
    expect(contacts).toMatchObject([
      { remoteId, email: 'new2@example.com', fields: { first_name: 'Ann' }, left: null },
    ])
    expect(klaviyo.tally.of(remoteId).mailsSent).toBe(0)
  })

  it('keeps the type of every value, and of those it wasn’t given', async () => {
    const { run, klaviyo, idOf } = await startPracticeAccount()
    const remoteId = idOf(namedProfiles.wellKnown.email)
    await run([
      update(1, remoteId, {
        'property:loyalty_points': 1300,
        'property:zip': '01234',
        'property:next_visit': '2027-01-31T00:00:00',
        'property:vip': null,
        'location.city': null,
        organization: null,
      }),
    ])
    const now = klaviyo.state.profiles.get(remoteId)
    const { interests, customer_since, favourite } = namedProfiles.wellKnown.properties
    expect(now?.properties).toEqual({
      interests,
      customer_since,
      favourite,
      loyalty_points: 1300,
      zip: '01234',
      next_visit: '2027-01-31T00:00:00',
    })
    expect(now).toMatchObject({ location: { city: null, country: 'Nigeria' }, texts: { organization: null } })
  })

  it('says which phone number was not sent, of somebody who was written', async () => {
    const { run, idOf, klaviyo } = await startPracticeAccount()
    const { outcomes } = await run([create(1, { phone_number: '+1234', first_name: 'Ann' })])
    expect(outcomes).toMatchObject([{ status: 'written' }])
    expect(outcomes[0]?.reason).toContain('+1234')
    expect(klaviyo.state.profiles.get(idOf('new1@example.com'))?.texts.first_name).toBe('Ann')
  })

  it('finds the rows that failed by what Klaviyo sent back of them', async () => {
    const { run, klaviyo, list } = await startPracticeAccount()
    klaviyo.faults.set([{ kind: 'failing-rows', rows: [1, 3], times: 1 }])
    const rows = [1, 2, 3, 4].map((n) => [create(n), join(n, list('Newsletter').id)])
    const { outcomes } = await run(rows.flat())
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['written', 'written', 'rejected', 'rejected', 'written', 'written', 'rejected', 'rejected'],
    ])
    for (const { reason } of outcomes.filter(({ status }) => status === 'rejected'))
      expect(reason).toContain('Klaviyo said')
  })

  it('says what is there and what isn’t when an import is cancelled half way', async () => {
    const { run, klaviyo } = await startPracticeAccount()
    klaviyo.faults.set([{ kind: 'cancelled-job', afterRows: 2, times: 1 }])
    const { outcomes } = await run([1, 2, 3, 4].map((n) => create(n, { first_name: `N${n}` })))
    expect(outcomes.map(({ status }) => status)).toEqual(['written', 'written', 'rejected', 'rejected'])
    expect(outcomes.at(-1)?.reason).toContain('Plan again')
  })

  it('waits for one that is stuck, without ever calling it done', async () => {
    const { account, clock, klaviyo } = await startPracticeAccount()
    klaviyo.faults.set([{ kind: 'stuck-job', times: 1 }])
    const events = await all(account.apply([create(1)], signal))
    const job = events.find((event) => event.type === 'job')?.job ?? { id: '' }
    await clock.advance(3_600_000)
    expect(await account.poll?.(job, [create(1)], signal)).toEqual({ done: false })
  })

  it('brings no consent back to somebody who left meanwhile', async () => {
    const { run, klaviyo, idOf, list } = await startPracticeAccount()
    const remoteId = idOf(namedProfiles.leftEarly.email)
    const changes = [update(1, remoteId, { first_name: 'Mara' }), join(1, list('VIP').id, remoteId)]
    const { contacts } = await run(changes)
    expect(contacts).toMatchObject([{ left: 'unsubscribed' }])
    expect(klaviyo.tally.of(remoteId).resubscribed).toBe(0)
    expect(klaviyo.state.profiles.get(remoteId)?.consent.email.consent).toBe('UNSUBSCRIBED')
  })

  it('finds people without an address on a list', async () => {
    const { account, klaviyo, list } = await startPracticeAccount()
    const phoneOnly = [...klaviyo.state.profiles.all()].find(({ email }) => email === null)
    const remoteId = phoneOnly?.id ?? ''
    const { id, members } = list('Customers')
    members.set(remoteId, 0)
    const changes = [
      join(1, id, remoteId),
      join(2, list('VIP').id, remoteId),
      leave(3, list('VIP').id, remoteId),
    ]
    const done = await account.alreadyDone(changes, signal)
    expect([...done]).toEqual([changes[0]?.id, changes[2]?.id])
  })
})

describe('an import that Klaviyo tells little about', () => {
  const errorsOf = (errors: readonly object[]) => errors.map((attributes, n) => ({ id: `${n}`, attributes }))

  /** Row n writes `N<n>` as first name; `there` are the rows that the account shows so. */
  async function pollWith(
    job: ScriptedAnswer,
    errors: readonly object[],
    shown: readonly number[],
    takenAgoMs = 0,
  ) {
    const there = await startScriptedKlaviyo(({ path, query }) => {
      if (path.endsWith('/import-errors')) return pageOf(errorsOf(errors))
      if (path.startsWith('/api/profile-bulk')) return job
      const asked = query.get('filter') ?? ''
      return pageOf(
        shown
          .filter((n) => asked.includes(`"new${n}@`))
          .map((n) => person(n, { email: `new${n}@example.com`, first_name: `N${n}` })),
      )
    })
    const ref: JobRef = jobRef('Sm9i', there.clock.now() - takenAgoMs)
    const changes = [1, 2, 3].map((n) => create(n, { first_name: `N${n}` }))
    const progress = await there.open().poll?.(ref, changes, signal)
    return progress?.done === true ? progress.outcomes.map(({ status }) => status) : progress
  }
  const complete = (failed: number): ScriptedAnswer => ({
    json: { data: { id: 'Sm9i', attributes: { status: 'complete', failed_count: failed } } },
  })

  it('is matched by an address at any depth, also as text', async () => {
    const payloads = [
      { email: 'NEW2@example.com' },
      { data: { type: 'profile', attributes: { email: 'new2@example.com' } } },
      '{"attributes":{"email":"new2@example.com"}}',
    ]
    for (const original_payload of payloads)
      expect(await pollWith(complete(1), [{ detail: 'no', original_payload }], [1, 3])).toEqual([
        ...['written', 'rejected', 'written'],
      ])
  })

  it('is decided by looking where no row is named', async () => {
    for (const original_payload of [null, {}, 'new2', { properties: { email: 'new1@example.com' } }])
      expect(await pollWith(complete(1), [{ detail: 'no', original_payload }], [1, 3])).toEqual([
        ...['written', 'rejected', 'written'],
      ])
    expect(await pollWith(complete(2), [], [3])).toEqual(['rejected', 'rejected', 'written'])
  })

  it('is only accepted where it is said to be done and nobody can be seen', async () => {
    expect(await pollWith(complete(0), [], [1, 2])).toEqual(['written', 'written', 'accepted'])
  })

  it('is waited for while it is new, and looked up when it is forgotten', async () => {
    const unknown = { status: 404, json: { errors: [] } }
    expect(await pollWith(unknown, [], [1], 30_000)).toEqual({ done: false })
    expect(await pollWith(unknown, [], [1], 8 * 86_400_000)).toEqual(['written', 'rejected', 'rejected'])
  })

  it('is waited for while its status is one that nobody knows yet', async () => {
    const job = { json: { data: { id: 'Sm9i', attributes: { status: 'pausing' } } } }
    expect(await pollWith(job, [], [1])).toEqual({ done: false })
  })
})
