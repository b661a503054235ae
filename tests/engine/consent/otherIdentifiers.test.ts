import { beforeEach, describe, expect, it } from 'vitest'
import { arrangeProfile } from '../../../electron/practice/klaviyo/arrange.ts'
import { unsubscribed } from '../../../electron/practice/klaviyo/consent.ts'
import type { Profile } from '../../../electron/practice/klaviyo/model.ts'
import { namedProfiles } from '../../../electron/practice/klaviyo/namedProfiles.ts'
import { consentTo, type ConsentHarness, startConsentHarness } from './consentHarness.ts'

const rosa = namedProfiles.phoneOnly.phoneNumber ?? ''
const till = namedProfiles.externalOnly.externalId
const ada = namedProfiles.wellKnown
const newPhone = '+12025550188'

let there: ConsentHarness
beforeEach(async () => {
  there = await startConsentHarness()
})

const profiles = () => there.practice.klaviyo.state.profiles
const found = (profile: Profile | undefined): Profile => {
  if (!profile) throw new Error('There is nobody')
  return profile
}
const rows = async (plan: number) =>
  there.engine().client.plans.rows({ plan: plan as never, kind: null, offset: 0, limit: 100 })
const imports = () =>
  there.practice.klaviyo.requests.entries.filter(
    ({ method, path }) => method === 'POST' && path === '/api/profile-bulk-import-jobs',
  ).length

describe('people without an address', () => {
  it('are found by their number, and written', async () => {
    const plan = await there.plan(`Phone,First name,City\n${rosa},Rosa,Sevilla`)
    expect(plan.counts.update).toBe(1)
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes.written).toBe(1)
    expect(found(profiles().byPhone(rosa)).location.city).toBe('Sevilla')
    expect((await there.plan(`Phone,First name,City\n${rosa},Rosa,Sevilla`)).counts.unchanged).toBe(1)
  })

  it('are found by the shop’s own id, exactly as it is written', async () => {
    const csv = `External ID,City\n${till},Oslo\nTILL-0007,Bergen`
    const plan = await there.plan(csv)
    expect(plan.counts).toMatchObject({ update: 1, create: 1 })
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes.written).toBe(2)
    expect((await there.plan(csv)).counts.unchanged).toBe(2)
  })

  it('are created by their number, also beside rows that have an address', async () => {
    const csv = `Email,Phone,First name\nana@example.org,,Ana\n,${newPhone},Ben\n,,Nobody`
    const plan = await there.plan(csv)
    expect(plan.counts).toMatchObject({ create: 2, invalid: 1 })
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes).toMatchObject({ written: 2, invalid: 1 })
    expect(found(profiles().byPhone(newPhone)).texts.first_name).toBe('Ben')
    expect((await there.plan(csv)).counts).toMatchObject({ unchanged: 2, invalid: 1 })
  })

  it('get the address that the file has for them', async () => {
    const receipt = await there.run(`Email,Phone\nrosa@example.org,${rosa}`)
    expect(receipt.outcomes.written).toBe(1)
    expect(found(profiles().byPhone(rosa)).email).toBe('rosa@example.org')
  })

  it('are subscribed to text messages by their number, and not to mail', async () => {
    const consent = consentTo(there, 'Newsletter', { channels: ['email', 'sms'] })
    const plan = await there.plan(`Phone\n${newPhone}`, { consent })
    const [row] = await rows(plan.id)
    expect(row?.changes.at(-1)).toMatchObject({ object: 'consent', channels: ['sms'] })
    expect(row?.warning).toBe('Not subscribed to email: there is no address.')
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes.written).toBe(1)
    expect(found(profiles().byPhone(newPhone)).consent.channels['sms.marketing'].consent).toBe('SUBSCRIBED')
  })

  it('keep a bad address from being left out in silence', async () => {
    const plan = await there.plan(
      `Email,Phone\nana@example.org,\nben@example.org,\nnot an address,${newPhone}`,
    )
    expect(plan.counts).toMatchObject({ create: 2, invalid: 1 })
    expect((await rows(plan.id))[2]?.reason).toMatch(/“not an address” is not an email address/)
  })
})

describe('two ways to know somebody', () => {
  it('that lead to two people are told by name, and nothing is sent for them', async () => {
    const other = namedProfiles.plusAddress.email
    const csv = `Email,Phone,External ID\n${other},${ada.phoneNumber},\nnew@example.org,,${ada.externalId}\n,${rosa},${till}`
    const plan = await there.plan(csv)
    expect(plan.counts.invalid).toBe(3)
    const [two, moved, strangers] = await rows(plan.id)
    expect(two?.reason).toContain(`${other} belongs to ${other} in the account, and`)
    expect(two?.reason).toContain(`${ada.phoneNumber} to ${ada.email}`)
    expect(moved?.reason).toContain(
      `belongs to ${ada.email} in the account, and the row says new@example.org`,
    )
    expect(strangers?.reason).toMatch(/two people/)
    await there.start(plan.id)
    expect(imports()).toBe(0)
  })

  it('that lead to one person are that person', async () => {
    const plan = await there.plan(
      `Email,Phone,External ID,City\n${ada.email},${ada.phoneNumber},${ada.externalId},Accra`,
    )
    expect(plan.counts.update).toBe(1)
  })

  it('are duplicates in the file by any of them', async () => {
    const csv = `Email,Phone,First name\nana@example.org,${newPhone},Ana\n,${newPhone},Anna`
    const plan = await there.plan(csv, { duplicates: 'first' })
    expect(plan.counts).toMatchObject({ create: 1, duplicate: 1 })
    expect((await rows(plan.id))[1]?.reason).toBe(
      'the same phone number is in row 1, which counts as the first one',
    )
  })
})

describe('people who left', () => {
  const csv = `Phone,City\n${newPhone},Oslo`
  const arrangeLeft = () =>
    arrangeProfile(there.practice.klaviyo.state, {
      email: 'gone@example.org',
      phoneNumber: newPhone,
      standing: 'unsubscribed',
    })

  it('are held back when only their number leads to them', async () => {
    arrangeLeft()
    const plan = await there.plan(csv, { audiences: [{ kind: 'list', name: 'VIP' }] })
    expect(plan.counts['held-back']).toBe(1)
  })

  it('are held back when another row says so and only the number is the same', async () => {
    const both = `Email,Phone,Unsubscribed\nana@example.org,${newPhone},yes\n,${newPhone},`
    expect((await there.plan(both)).counts).toMatchObject({ 'held-back': 1, duplicate: 1 })
  })

  it('after the plan are found by their number too', async () => {
    const { state } = there.practice.klaviyo
    const person = arrangeProfile(state, { email: 'gone@example.org', phoneNumber: newPhone })
    const plan = await there.plan(csv)
    expect(plan.counts.update).toBe(1)
    state.profiles.save({ ...person, consent: unsubscribed(person.consent, 'email.marketing', state.now()) })
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes['held-back']).toBe(1)
    expect(imports()).toBe(0)
  })

  it('and came to the account after the plan are found as well', async () => {
    const plan = await there.plan(csv)
    expect(plan.counts.create).toBe(1)
    arrangeLeft()
    const receipt = await there.start(plan.id)
    expect(receipt.outcomes['held-back']).toBe(1)
    expect(imports()).toBe(0)
  })
})
