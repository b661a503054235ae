import { beforeEach, describe, expect, it } from 'vitest'
import { subscribed, unsubscribed, unsubscribedFromList } from '../../../electron/practice/klaviyo/consent.ts'
import { namedProfiles } from '../../../electron/practice/klaviyo/namedProfiles.ts'
import { consentTo, type ConsentHarness, startConsentHarness } from './consentHarness.ts'

const newcomers = 'Email,First name\nana@example.org,Ana\nben@example.org,Ben'
const never = namedProfiles.neverAsked.email ?? ''
const ada = namedProfiles.wellKnown.email ?? ''

let there: ConsentHarness
beforeEach(async () => {
  there = await startConsentHarness()
})

const consentOf = (email: string) => there.person(email).consent.email
const leaves = (email: string) => {
  const { state } = there.practice.klaviyo
  const person = there.person(email)
  state.profiles.save({ ...person, consent: unsubscribed(person.consent, 'email.marketing', state.now()) })
}
const rowsOf = async (run: number) => {
  const client = there.engine().client
  return client.runs.rows({ run: run as never, outcome: null, afterRow: 0, limit: 100 })
}
const planRows = async (plan: number) =>
  there.engine().client.plans.rows({ plan: plan as never, kind: null, offset: 0, limit: 100 })

describe('subscribing people who agree now', () => {
  it('to a list with single opt-in creates them with their names, subscribes them, and sees it', async () => {
    const consent = consentTo(there, 'Newsletter')
    const plan = await there.plan(newcomers, { consent })
    expect(plan.changes).toMatchObject({ creates: 2, updates: 0, joins: 0, subscribes: 2 })
    expect(plan.consent).toMatchObject({ audience: { name: 'Newsletter', optIn: 'single' }, confirms: 0 })
    const receipt = await there.start(plan.id)
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true, outcomes: { written: 2 } })
    expect(receipt.consent).toEqual({ subscribed: 2, asked: 0, notVisible: 0 })
    const { id, texts, consent: held } = there.person('ana@example.org')
    expect(texts.first_name).toBe('Ana')
    expect(held.email).toMatchObject({ consent: 'SUBSCRIBED', customMethodDetail: 'Booth 2026' })
    expect(there.members('Newsletter').has(id)).toBe(true)
    expect(there.sent).toHaveLength(1)
  })

  it('sends nothing for the same file again', async () => {
    const consent = consentTo(there, 'Newsletter')
    await there.run(newcomers, { consent })
    const again = await there.plan(newcomers, { consent })
    expect(again.counts.unchanged).toBe(2)
    expect(again.requests).toBe(0)
  })

  it('to a list with double opt-in asks them, puts nobody on it, and asks nobody twice', async () => {
    const consent = consentTo(there, 'Weekly letter')
    const before = there.members('Weekly letter').size
    const plan = await there.plan(newcomers, {
      consent,
      audiences: [{ kind: 'list', name: 'Weekly letter' }],
    })
    expect(plan.consent).toMatchObject({ audience: { optIn: 'double' }, confirms: 2 })
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes.accepted).toBe(2)
    expect(receipt.consent).toEqual({ subscribed: 0, asked: 2, notVisible: 0 })
    expect((await rowsOf(receipt.id))[0]?.reason).toMatch(/mails them to confirm/)
    await there.clock.advance(60_000)
    expect(there.members('Weekly letter').size).toBe(before)
    expect(consentOf('ana@example.org').consent).toBe('NEVER_SUBSCRIBED')
    expect(there.practice.klaviyo.state.confirmations).toHaveLength(2)
    const again = await there.plan(newcomers, { consent })
    expect(again.counts.unchanged).toBe(2)
    expect((await planRows(again.id))[0]?.reason).toMatch(/Run 1 asked them to confirm on 2026-11-20/)
    await there.clock.advance(31 * 24 * 3_600_000)
    expect((await there.plan(newcomers, { consent })).changes.subscribes).toBe(2)
  })

  it('without a list takes the account’s own setting, and says so when nothing shows', async () => {
    const receipt = await there.run(newcomers, { consent: consentTo(there, null) })
    expect(receipt.consent).toEqual({ subscribed: 0, asked: 0, notVisible: 2 })
    expect(receipt.outcomes.accepted).toBe(2)
    expect((await rowsOf(receipt.id))[0]?.reason).toMatch(/the account asks people to confirm/)
  })

  it('leaves people who are subscribed already alone, and only puts them on the list', async () => {
    const { consentAt } = consentOf(ada)
    const receipt = await there.run(`Email\n${ada}`, { consent: consentTo(there, 'Wholesale') })
    expect(receipt.outcomes.written).toBe(1)
    expect(there.sent).toEqual([])
    expect(there.members('Wholesale').has(there.person(ada).id)).toBe(true)
    expect(consentOf(ada).consentAt).toBe(consentAt)
  })

  it('asks people who agreed to another list before a list with double opt-in has them', async () => {
    const plan = await there.plan(`Email\n${ada}`, { consent: consentTo(there, 'Bread club') })
    expect(plan.changes).toMatchObject({ joins: 0, subscribes: 1 })
    await there.start(plan.id)
    await there.clock.advance(60_000)
    expect(there.members('Bread club').has(there.person(ada).id)).toBe(false)
  })

  it('takes a thousand people at a time', async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => `m${n}@example.org`).join('\n')
    const receipt = await there.run(`Email\n${many}`, { consent: consentTo(there, 'VIP') })
    expect(receipt.outcomes.written).toBe(1_001)
    expect(there.sent.map(({ data }) => data.attributes.profiles.data.length)).toEqual([1_000, 1])
  })
})

describe('subscribing people who agreed before', () => {
  const dated = 'Email,Agreed on\nana@example.org,2024-01-15\nben@example.org,2023-02-03T04:05:06Z'

  it('records the date of each row, asks nobody, and puts them on a list with double opt-in', async () => {
    const receipt = await there.run(dated, {
      consent: consentTo(there, 'Weekly letter', { since: { column: 1 } }),
    })
    expect(receipt.outcomes.written).toBe(2)
    expect(consentOf('ana@example.org').consentAt).toBe(Date.parse('2024-01-15T00:00:00Z'))
    expect(consentOf('ben@example.org').consentAt).toBe(Date.parse('2023-02-03T04:05:06Z'))
    expect(there.practice.klaviyo.state.confirmations).toEqual([])
    expect(there.members('Weekly letter').has(there.person('ana@example.org').id)).toBe(true)
    expect(there.sent[0]?.data.attributes.historical_import).toBe(true)
  })

  it('never takes a blank, unreadable or future date for now: those rows go without consent', async () => {
    const csv = `Email,First name,Agreed on\nana@example.org,Ana,\n${never},,soon\nben@example.org,Ben,2027-01-01\neva@example.org,Eva,2024-01-15`
    const plan = await there.plan(csv, { consent: consentTo(there, 'Newsletter', { since: { column: 2 } }) })
    expect(plan.changes).toMatchObject({ creates: 3, updates: 0, joins: 0, subscribes: 1 })
    expect(plan.counts).toMatchObject({ create: 3, 'held-back': 1 })
    const [ana, soon, ben] = await planRows(plan.id)
    expect(ana?.warning).toMatch(/holds no date of consent/)
    expect(soon).toMatchObject({ kind: 'held-back' })
    expect(soon?.reason).toMatch(/“Agreed on” can't be read: “soon” is not a date/)
    expect(ben?.warning).toMatch(/2027-01-01\) is in the future/)
    await there.start(plan.id)
    expect(consentOf('eva@example.org').consent).toBe('SUBSCRIBED')
    expect(consentOf('ana@example.org').consent).toBe('NEVER_SUBSCRIBED')
  })

  it('with one date for all records that', async () => {
    const since = { date: '2025-06-01T08:00:00Z' }
    await there.run(newcomers, { consent: consentTo(there, 'Newsletter', { since }) })
    expect(consentOf('ana@example.org').consentAt).toBe(Date.parse(since.date))
  })

  it('rejects just the row whose consent is older than a leaving at the last moment, and sends the rest again', async () => {
    const since = { date: '2001-01-01T00:00:00Z' }
    there.whenSubscribing(() => leaves('ana@example.org'))
    const receipt = await there.run(newcomers, { consent: consentTo(there, 'Newsletter', { since }) })
    expect(receipt.outcomes).toMatchObject({ written: 1, 'partly-written': 1 })
    expect((await rowsOf(receipt.id))[0]?.reason).toMatch(/backdated consent date/)
    expect(there.practice.klaviyo.tally.of(there.person('ana@example.org').id).resubscribed).toBe(0)
    expect(consentOf('ben@example.org').consent).toBe('SUBSCRIBED')
    expect(there.sent.map(({ data }) => data.attributes.profiles.data.length)).toEqual([2, 1])
  })
})

describe('people who left', () => {
  const left = [
    namedProfiles.leftEarly,
    namedProfiles.bounced,
    namedProfiles.complained,
    namedProfiles.suppressed,
  ].map(({ email }) => email)

  it('are never subscribed, whatever the reason, and are told by name', async () => {
    const receipt = await there.run(`Email\n${left.join('\n')}`, { consent: consentTo(there, 'VIP') })
    expect(receipt.outcomes['held-back']).toBe(4)
    expect(there.sent).toEqual([])
  })

  it('are not subscribed where only the file says so', async () => {
    const csv = 'Email,Unsubscribed\nana@example.org,yes\nben@example.org,no'
    const receipt = await there.run(csv, { consent: consentTo(there, 'Newsletter') })
    expect(receipt.outcomes).toMatchObject({ 'held-back': 1, written: 1 })
    expect(there.practice.klaviyo.state.profiles.byEmail('ana@example.org')).toBeUndefined()
  })

  it('between the plan and the run are held back as well', async () => {
    const plan = await there.plan(`Email\n${never}`, { consent: consentTo(there, 'Newsletter') })
    leaves(never)
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes['held-back']).toBe(1)
    expect(there.sent).toEqual([])
  })

  it('while their fields are written are not subscribed after that', async () => {
    const consent = consentTo(there, 'Newsletter')
    const plan = await there.plan(`Email,City\n${never},Oslo`, { consent })
    const off = there.practice.klaviyo.onCommit(() => {
      off()
      leaves(never)
      return Promise.resolve()
    })
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes['partly-written']).toBe(1)
    expect((await rowsOf(receipt.id))[0]?.reason).toMatch(/Left since the account was last read/)
    expect(there.sent).toEqual([])
  })

  it('one list are kept off that list only', async () => {
    const { state } = there.practice.klaviyo
    const person = there.person(ada)
    const vip = consentTo(there, 'VIP').audience?.id ?? ''
    state.profiles.save({ ...person, consent: unsubscribedFromList(person.consent, vip, state.now()) })
    there.members('VIP')
    const choices = {
      audiences: [
        { kind: 'list', name: 'VIP' },
        { kind: 'list', name: 'Wholesale' },
      ],
    } as const
    const plan = await there.plan(`Email,City\n${ada},Accra`, choices)
    const [row] = await planRows(plan.id)
    expect(row?.warning).toBe('They unsubscribed from the list “VIP”, so they are not put on it again.')
    expect(plan.changes).toMatchObject({ updates: 1, joins: 1 })
    await there.start(plan.id)
    expect(there.person(ada).location.city).toBe('Accra')
    expect(there.members('Wholesale').has(person.id)).toBe(true)
  })

  it('one list are not subscribed to it, also where they left it after the plan', async () => {
    const vip = consentTo(there, 'VIP')
    const { state } = there.practice.klaviyo
    const plan = await there.plan(`Email\n${never}`, { consent: vip })
    const person = there.person(never)
    const consent = unsubscribedFromList(person.consent, vip.audience?.id ?? '', state.now())
    state.profiles.save({ ...person, consent })
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes['held-back']).toBe(1)
    expect(there.sent).toEqual([])
    const later = await there.plan(`Email\n${never}`, { consent: vip })
    expect(later.counts['held-back']).toBe(1)
    expect(later.changes.subscribes).toBe(0)
  })
})

describe('text messages', () => {
  const both = { channels: ['email', 'sms'] } as const

  it('go with a valid number only; the row keeps the rest, with a warning', async () => {
    const csv = 'Email,Phone\nana@example.org,+12025550123\nben@example.org,'
    const plan = await there.plan(csv, { consent: consentTo(there, 'Newsletter', both) })
    const [ana, ben] = await planRows(plan.id)
    expect(ana?.changes.at(-1)).toMatchObject({ object: 'consent', channels: ['email', 'sms'] })
    expect(ben?.changes.at(-1)).toMatchObject({ object: 'consent', channels: ['email'] })
    expect(ben?.warning).toBe('Not subscribed to text messages: there is no valid phone number.')
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes.written).toBe(2)
    expect(there.person('ana@example.org').consent.channels['sms.marketing'].consent).toBe('SUBSCRIBED')
  })

  it('to a country that the account can’t text cost that row its subscription, and no other', async () => {
    const csv = 'Email,Phone\nana@example.org,+2348031234999\nben@example.org,+12025550123'
    const receipt = await there.run(csv, { consent: consentTo(there, 'Newsletter', both) })
    expect(receipt.outcomes).toMatchObject({ 'partly-written': 1, written: 1 })
    expect((await rowsOf(receipt.id))[0]?.reason).toMatch(/not in a supported region/)
  })

  it('are not sent to who left them, who keeps getting mail', async () => {
    const { state } = there.practice.klaviyo
    const person = there.person(never)
    const how = { consentAt: 1, at: 1, customSource: null, doubleOptIn: false }
    const consent = unsubscribed(
      subscribed(person.consent, 'sms.marketing', how, null),
      'sms.marketing',
      state.now(),
    )
    state.profiles.save({ ...person, phoneNumber: '+12025550199', consent })
    const plan = await there.plan(`Email\n${never}`, { consent: consentTo(there, 'Newsletter', both) })
    const [row] = await planRows(plan.id)
    expect(row?.changes).toMatchObject([{ object: 'consent', channels: ['email'] }])
    expect(row?.warning).toMatch(/unsubscribed in the account from text messages/)
  })
})

describe('what can’t be subscribed', () => {
  it('is refused for a date in the future', async () => {
    const since = { date: '2027-01-01T00:00:00Z' }
    const planning = there.plan(newcomers, { consent: consentTo(there, 'Newsletter', { since }) })
    await expect(planning).rejects.toThrow(/is in the future/)
  })

  it('is told by name when two plans would subscribe the same people within half an hour', async () => {
    const consent = consentTo(there, 'Newsletter')
    const [one, two] = [await there.plan(newcomers, { consent }), await there.plan(newcomers, { consent })]
    await there.start(one.id)
    const receipt = await there.start(two.id)
    expect(there.sent).toHaveLength(1)
    expect((await rowsOf(receipt.id))[0]?.reason).toMatch(/takes a person once in 30 minutes/)
  })
})

describe('consent that is switched off in a plan', () => {
  const people = 'Email,First name\nann@example.org,Ann\nben@example.org,Ben\ncid@example.org,Cid'

  it('is not asked for in that row, whose fields go all the same; and it comes back', async () => {
    const there = await startConsentHarness()
    const plan = await there.plan(people, { consent: consentTo(there, 'Newsletter') })
    const { plans } = there.engine().client
    const tick = (order: object) => there.inTime(plans.tick({ plan: plan.id, on: false, ...order }))
    expect(await plans.parts({ plan: plan.id })).toContainEqual({
      part: { consent: true },
      label: 'Consent',
      rows: 3,
      untickedRows: 0,
    })
    expect((await tick({ row: 2, consent: true })).changes).toMatchObject({ creates: 3, subscribes: 2 })
    expect((await tick({ consent: true })).changes).toMatchObject({ creates: 3, subscribes: 0 })
    // A whole kind, off and on again: as it was planned.
    expect((await tick({ kind: 'create' })).counts).toMatchObject({ create: 0, 'left-out': 3 })
    await tick({ kind: 'create', on: true })
    expect((await tick({ kind: 'create', on: true })).changes).toMatchObject({ creates: 3, subscribes: 3 })
    await tick({ row: 2, consent: true })
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes.written).toBe(3)
    expect(there.sent.map(({ data }) => data.attributes.profiles.data.length)).toEqual([2])
    expect(there.person('ben@example.org').consent.email.consent).not.toBe('SUBSCRIBED')
    expect(there.person('ann@example.org').consent.email.consent).toBe('SUBSCRIBED')
  })
})
