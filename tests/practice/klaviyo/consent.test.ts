import { describe, expect, it } from 'vitest'
import {
  byEmail,
  errorsOf,
  pointersOf,
  resourceOf,
  startTestKlaviyo,
  subscribeJob,
  suppressionJob,
  unsubscribeJob,
} from './klaviyoHarness.ts'
import type { TestKlaviyo } from './klaviyoHarness.ts'

const subscribe = '/api/profile-subscription-bulk-create-jobs'
const unsubscribe = '/api/profile-subscription-bulk-delete-jobs'
const suppress = '/api/profile-suppression-bulk-create-jobs'
const unsuppress = '/api/profile-suppression-bulk-delete-jobs'
const left = 'left.early@example.com'
const never = 'not.confirmed@example.org'
const newcomer = 'brand.new@example.com'
const rowPath = (index: number, rest: string) => `/data/attributes/profiles/data/${index}/attributes${rest}`
const consentedAtPath = rowPath(0, '/subscriptions/email/marketing/consented_at')

function reasons({ person }: TestKlaviyo, email: string) {
  return person(email).consent.email.suppressions.map(({ reason }) => reason)
}

describe('subscribing', () => {
  it('is accepted without a body and takes effect fifteen seconds later', async () => {
    const { ask, clock, klaviyo, list, person } = await startTestKlaviyo()
    const { updated } = person(never)
    const answer = await ask(
      'POST',
      subscribe,
      subscribeJob([byEmail(never)], { listId: list('Newsletter').id }),
    )
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([202, '', null])
    await clock.advance(14_999)
    expect(person(never).consent.email.consent).toBe('NEVER_SUBSCRIBED')
    await clock.advance(1)
    const { id, consent, updated: now } = person(never)
    expect(consent.email).toMatchObject({ consent: 'SUBSCRIBED', method: 'API', consentAt: clock.now() })
    expect(list('Newsletter').members.get(id)).toBe(clock.now())
    expect(now).toBeGreaterThan(updated)
    expect(klaviyo.tally.of(id)).toMatchObject({ subscribed: 1, resubscribed: 0, listAdds: 1, mailsSent: 0 })
  })

  it('brings somebody new where there is a list with single opt-in', async () => {
    const { ask, clock, list, person } = await startTestKlaviyo()
    await ask('POST', subscribe, subscribeJob([byEmail(newcomer)], { listId: list('Newsletter').id }))
    await clock.advance(15_000)
    expect(list('Newsletter').members.has(person(newcomer).id)).toBe(true)
  })

  it('without a list and for somebody unknown is accepted, and nobody ever appears', async () => {
    const { ask, clock, klaviyo } = await startTestKlaviyo()
    expect((await ask('POST', subscribe, subscribeJob([byEmail(newcomer)]))).status).toBe(202)
    await clock.advance(3_600_000)
    expect(klaviyo.state.profiles.byEmail(newcomer)).toBeUndefined()
    expect(klaviyo.state.confirmations).toEqual([])
  })

  it('to a list with double opt-in sends a mail first, and only confirming makes a profile and a member', async () => {
    const { ask, clock, confirm, klaviyo, list, person } = await startTestKlaviyo()
    const { id: listId, members } = list('Weekly letter')
    const before = members.size
    await ask('POST', subscribe, subscribeJob([byEmail(newcomer)], { listId }))
    await clock.advance(60_000)
    expect(klaviyo.state.profiles.byEmail(newcomer)).toBeUndefined()
    expect([members.size, klaviyo.tally.of(newcomer).mailsSent]).toEqual([before, 1])
    expect(confirm(newcomer)).toBe(1)
    expect(person(newcomer).consent.email).toMatchObject({ consent: 'SUBSCRIBED', doubleOptIn: true })
    expect(members.size).toBe(before + 1)
    expect(confirm(newcomer)).toBe(0)
  })

  it('with double opt-in mails somebody known and changes nothing about them yet', async () => {
    const { ask, clock, klaviyo, list, person } = await startTestKlaviyo()
    const before = person(left)
    await ask('POST', subscribe, subscribeJob([byEmail(left)], { listId: list('Weekly letter').id }))
    await clock.advance(60_000)
    expect(person(left)).toEqual(before)
    expect(klaviyo.tally.of(before.id)).toMatchObject({ mailsSent: 1, resubscribed: 0 })
  })

  it('brings back who had left, and the tally tells the harm', async () => {
    const practice = await startTestKlaviyo()
    const { ask, clock, klaviyo, list, person } = practice
    const emails = [left, 'marked.as.spam@example.com', 'do.not.mail@example.com', 'mailbox.full@example.net']
    await ask(
      'POST',
      subscribe,
      subscribeJob(
        emails.map((email) => byEmail(email)),
        { listId: list('VIP').id },
      ),
    )
    await clock.advance(15_000)
    expect(emails.map((email) => reasons(practice, email))).toEqual([[], [], [], ['HARD_BOUNCE']])
    expect(emails.map((email) => klaviyo.tally.of(person(email).id).resubscribed)).toEqual([1, 1, 1, 1])
  })

  it('counts as harm what brings back a channel or a list that somebody left, and nothing else', async () => {
    const { ask, clock, confirm, klaviyo, list, person } = await startTestKlaviyo()
    const ada = 'ada.okafor@example.com'
    const harm = () => klaviyo.tally.of(person(ada).id).resubscribed
    await ask('POST', unsubscribe, unsubscribeJob([ada], list('VIP').id))
    await ask('POST', subscribe, subscribeJob([byEmail(ada)], { listId: list('Wholesale').id }))
    await clock.advance(15_000)
    expect(harm()).toBe(0)
    await ask('POST', subscribe, subscribeJob([byEmail(ada)], { listId: list('VIP').id }))
    await clock.advance(15_000)
    expect(harm()).toBe(1)
    await ask('POST', unsubscribe, unsubscribeJob([ada]))
    await ask('POST', subscribe, subscribeJob([byEmail(ada)], { listId: list('Bread club').id }))
    await clock.advance(15_000)
    expect([confirm(ada), harm()]).toEqual([1, 1])
  })

  it('with historical consent takes the date and the source that were sent, mails nobody, and notes the past', async () => {
    const { ask, clock, klaviyo, list, person } = await startTestKlaviyo()
    const listId = list('Weekly letter').id
    const job = subscribeJob([byEmail(newcomer, '2024-01-15T00:00:00Z')], {
      listId,
      historical: true,
      customSource: 'CSV import',
    })
    expect((await ask('POST', subscribe, job)).status).toBe(202)
    await clock.advance(15_000)
    const { id, consent } = person(newcomer)
    expect(consent.email).toMatchObject({
      consent: 'SUBSCRIBED',
      consentAt: Date.parse('2024-01-15T00:00:00Z'),
      method: 'API',
      customMethodDetail: 'CSV import',
    })
    expect(list('Weekly letter').members.get(id)).toBe(clock.now())
    expect(klaviyo.tally.of(id).mailsSent).toBe(0)
    const events = [...klaviyo.state.events.values()].filter(({ profileId }) => profileId === id)
    expect(events.map(({ at }) => at)).toEqual(Array(2).fill(Date.parse('2024-01-15T00:00:00Z')))
    expect(events[0]?.properties).toMatchObject({ $source: 'CSV import' })
  })

  it('keeps the older timestamp of who is subscribed already', async () => {
    const { ask, clock, list, person } = await startTestKlaviyo()
    const { consentAt } = person('ada.okafor@example.com').consent.email
    const row = byEmail('ada.okafor@example.com', '2026-11-01T00:00:00Z')
    await ask('POST', subscribe, subscribeJob([row], { listId: list('Wholesale').id, historical: true }))
    await clock.advance(15_000)
    expect(person('ada.okafor@example.com').consent.email.consentAt).toBe(consentAt)
  })

  it('refuses a date of consent without the flag, the flag without a date, and a date ahead', async () => {
    const { ask } = await startTestKlaviyo()
    for (const job of [
      subscribeJob([byEmail(never, '2024-01-15T00:00:00Z')]),
      subscribeJob([byEmail(never)], { historical: true }),
      subscribeJob([byEmail(never, '2027-01-01T00:00:00Z')], { historical: true }),
      subscribeJob([byEmail(never, 'yesterday')], { historical: true }),
    ]) {
      const answer = await ask('POST', subscribe, job)
      expect([answer.status, ...pointersOf(answer)]).toEqual([400, consentedAtPath])
    }
  })

  it('refuses consent that is older than the leaving', async () => {
    const { ask, clock, klaviyo, person } = await startTestKlaviyo()
    const leftAt = new Date(person(left).consent.email.consentAt ?? 0).toISOString().slice(0, 19)
    const job = subscribeJob([byEmail(left, '2001-01-01T00:00:00Z')], { historical: true })
    const answer = await ask('POST', subscribe, job)
    expect([answer.status, errorsOf(answer)[0]?.detail, ...pointersOf(answer)]).toEqual([
      400,
      `backdated consent date [2001-01-01T00:00:00+00:00] is before current unsubscription date [${leftAt}+00:00]`,
      consentedAtPath,
    ])
    await clock.advance(60_000)
    expect(klaviyo.tally.of(person(left).id).resubscribed).toBe(0)
  })

  it('takes nothing of a profile but its identifiers and its consent', async () => {
    const { ask } = await startTestKlaviyo()
    const row = { attributes: { ...byEmail(never).attributes, last_name: 'x' } }
    const answer = await ask('POST', subscribe, subscribeJob([byEmail('ok@example.com'), row]))
    expect([answer.status, errorsOf(answer)[0]?.detail, ...pointersOf(answer)]).toEqual([
      400,
      "'last_name' is not a valid field for the resource 'profile'.",
      rowPath(1, '/last_name'),
    ])
  })

  it('by text needs a number, of a country the account can text to', async () => {
    const { ask } = await startTestKlaviyo()
    const sms = { sms: { marketing: { consent: 'SUBSCRIBED' } } }
    const rows = [
      { attributes: { email: never, subscriptions: sms } },
      { attributes: { phone_number: '+2348031234567', subscriptions: sms } },
      { attributes: { phone_number: '+12025550123', subscriptions: sms } },
    ]
    const answer = await ask('POST', subscribe, subscribeJob(rows))
    expect([answer.status, ...pointersOf(answer)]).toEqual([400, rowPath(0, ''), rowPath(1, '/phone_number')])
    expect(errorsOf(answer).map(({ detail }) => detail)).toEqual([
      "'phone_number' must not be empty when the sms channel is included in 'subscriptions'.",
      'Phone number is valid but is not in a supported region for this account.',
    ])
  })

  it('touches only the channels that were named, and sets the other identifier', async () => {
    const { ask, clock, list, person } = await startTestKlaviyo()
    const row = {
      attributes: {
        email: never,
        phone_number: '+12025550123',
        subscriptions: { sms: { marketing: { consent: 'SUBSCRIBED' } } },
      },
    }
    await ask('POST', subscribe, subscribeJob([row], { listId: list('Newsletter').id }))
    await clock.advance(15_000)
    const { consent, phoneNumber } = person(never)
    expect(phoneNumber).toBe('+12025550123')
    expect(consent.channels['sms.marketing'].consent).toBe('SUBSCRIBED')
    expect(consent.email.consent).toBe('NEVER_SUBSCRIBED')
  })

  it('refuses an unknown list, another consent, no channel, and more than 1000 rows', async () => {
    const { ask } = await startTestKlaviyo()
    const unknown = await ask('POST', subscribe, subscribeJob([byEmail(never)], { listId: 'NOPE01' }))
    expect([errorsOf(unknown)[0]?.detail, ...pointersOf(unknown)]).toEqual([
      'List not found with id NOPE01',
      '/data/relationships/list/data/id',
    ])
    const other = {
      attributes: { email: never, subscriptions: { email: { marketing: { consent: 'UNSUBSCRIBED' } } } },
    }
    expect(pointersOf(await ask('POST', subscribe, subscribeJob([other])))).toEqual([
      rowPath(0, '/subscriptions/email/marketing/consent'),
    ])
    const none = { attributes: { email: never, subscriptions: {} } }
    expect((await ask('POST', subscribe, subscribeJob([none]))).status).toBe(400)
    const many = Array.from({ length: 1001 }, (_, index) => byEmail(`p${index}@example.com`))
    expect(pointersOf(await ask('POST', subscribe, subscribeJob(many)))).toEqual([
      '/data/attributes/profiles/data',
    ])
  })
})

describe('unsubscribing', () => {
  const ada = 'ada.okafor@example.com'

  it('takes effect at once and does not move updated', async () => {
    const practice = await startTestKlaviyo()
    const { ask, clock, klaviyo, person } = practice
    const { id, updated } = person(ada)
    expect((await ask('POST', unsubscribe, unsubscribeJob([ada]))).status).toBe(202)
    expect(person(ada).consent.email).toMatchObject({
      consent: 'UNSUBSCRIBED',
      suppressions: [{ reason: 'UNSUBSCRIBE', at: clock.now() }],
    })
    expect(person(ada).updated).toBe(updated)
    expect(klaviyo.tally.of(id).unsubscribed).toBe(1)
  })

  it('from a list unsubscribes globally whoever is not on it', async () => {
    const { ask, list, person } = await startTestKlaviyo()
    const outsider = 'zero.first@example.com'
    const listId = list('VIP').id
    await ask('POST', unsubscribe, unsubscribeJob([ada, outsider], listId))
    expect(person(outsider).consent.email.consent).toBe('UNSUBSCRIBED')
    expect(person(ada).consent.email).toMatchObject({ consent: 'SUBSCRIBED', suppressions: [] })
    expect(person(ada).consent.email.listSuppressions).toMatchObject([{ listId, reason: 'UNSUBSCRIBE' }])
    expect(list('VIP').members.has(person(ada).id)).toBe(false)
  })

  it('takes 100 people, no ids, and only the one consent', async () => {
    const { ask } = await startTestKlaviyo()
    const many = Array.from({ length: 101 }, (_, index) => `p${index}@example.com`)
    expect((await ask('POST', unsubscribe, unsubscribeJob(many))).status).toBe(400)
    expect((await ask('POST', unsubscribe, unsubscribeJob(many.slice(1)))).status).toBe(202)
    expect((await ask('POST', unsubscribe, unsubscribeJob([ada], 'NOPE01'))).status).toBe(400)
    const withId = {
      data: {
        type: 'profile-subscription-bulk-delete-job',
        attributes: {
          profiles: { data: [{ type: 'profile', id: 'x', attributes: { email: ada, subscriptions: {} } }] },
        },
      },
    }
    expect(pointersOf(await ask('POST', unsubscribe, withId))).toEqual([
      '/data/attributes/profiles/data/0/id',
    ])
  })
})

describe('suppressing', () => {
  it('answers with a job that is processing, counts nothing and has ended all the same', async () => {
    const practice = await startTestKlaviyo()
    const { ask, clock } = practice
    const answer = await ask('POST', suppress, suppressionJob('create', [never, newcomer]))
    expect(answer.status).toBe(202)
    expect(resourceOf(answer).attributes).toMatchObject({
      status: 'processing',
      total_count: 0,
      completed_count: 0,
      skipped_count: 0,
      completed_at: '2026-11-20T09:00:00+00:00',
    })
    await clock.advance(5000)
    expect([reasons(practice, never), reasons(practice, newcomer)]).toEqual([
      ['USER_SUPPRESSED'],
      ['USER_SUPPRESSED'],
    ])
    const job = await ask('GET', `${suppress}/${resourceOf(answer).id}`)
    expect(resourceOf(job).attributes).toMatchObject({ status: 'complete', completed_count: 2 })
    expect((await ask('GET', `${unsuppress}/${resourceOf(answer).id}`)).status).toBe(404)
  })

  it('is lifted only where a colleague did it', async () => {
    const practice = await startTestKlaviyo()
    const emails = ['do.not.mail@example.com', left, 'mailbox.full@example.net']
    await practice.ask('POST', unsuppress, suppressionJob('delete', [...emails, 'nobody@example.com']))
    await practice.clock.advance(5000)
    expect(emails.map((email) => reasons(practice, email))).toEqual([[], ['UNSUBSCRIBE'], ['HARD_BOUNCE']])
    expect(practice.klaviyo.state.profiles.byEmail('nobody@example.com')).toBeUndefined()
  })

  it('takes a whole list, and exactly one of the three', async () => {
    const practice = await startTestKlaviyo()
    const { ask, clock, list } = practice
    const forList = (attributes: object) => ({
      data: {
        type: 'profile-suppression-bulk-create-job',
        attributes,
        relationships: { list: { data: { type: 'list', id: list('VIP').id } } },
      },
    })
    expect((await ask('POST', suppress, forList({}))).status).toBe(202)
    await clock.advance(5000)
    expect(reasons(practice, 'ada.okafor@example.com')).toEqual(['USER_SUPPRESSED'])
    const profiles = { data: [{ type: 'profile', attributes: { email: never } }] }
    expect((await ask('POST', suppress, forList({ profiles }))).status).toBe(400)
    const none = { data: { type: 'profile-suppression-bulk-create-job', attributes: {} } }
    expect((await ask('POST', suppress, none)).status).toBe(400)
    const many = Array.from({ length: 101 }, (_, index) => `p${index}@example.com`)
    expect((await ask('POST', suppress, suppressionJob('create', many))).status).toBe(400)
  })
})
