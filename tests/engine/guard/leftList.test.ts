import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namedPeople } from '../../../electron/practice/kit/namedPeople.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { csvOf, startBoth } from '../../support/bothServices.ts'
import { planOf, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

/** The list on this computer of people who left, over both services and files. */
let engine: TestEngine
beforeAll(async () => {
  engine = await startBoth()
  await engine.client.connections.createAudience({ connection: 'Shop', kind: 'list', name: 'Cross' })
  await engine.client.connections.createAudience({ connection: 'Bakery', kind: 'tag', name: 'Cross' })
})
afterAll(() => engine.close())

const toShop: SyncChoices = { audiences: [{ kind: 'list', name: 'Cross' }] }
const toBakery: SyncChoices = { audiences: [{ kind: 'tag', name: 'Cross' }] }
const run = ({ id, guard }: PlanSummary) =>
  engine.client.runs.start({ plan: id, ...(guard && { confirm: guard.count }) })
const shop = (text: string, choices: SyncChoices = toShop) =>
  planOf(engine, text, choices, 'shop.csv', 'Shop')
const bakery = (text: string, choices: SyncChoices = toBakery) => planOf(engine, text, choices, 'bakery.csv')
const rowsOf = ({ id }: PlanSummary) =>
  engine.client.plans.rows({ plan: id, kind: null, offset: 0, limit: 100 })
const kitPerson = (email: string) => engine.practice.kit.state.subscribers.byEmail(email)
const left = 'left.bakery@example.org'
/** In the Kit account, and as Kit has them from now on. */
async function become(email: string, state: 'active' | 'cancelled'): Promise<void> {
  const person = kitPerson(email)
  if (person) engine.practice.kit.state.subscribers.save({ ...person, state })
  await bakery(csvOf('Email', email))
}
async function leaver(email: string): Promise<void> {
  await run(await bakery(csvOf('Email', email), {}))
  await become(email, 'cancelled')
}

describe('whoever left one account', () => {
  it('is held back in the other service, by name, as soon as the first was read', async () => {
    expect((await shop(csvOf('Email', left))).counts).toMatchObject({ create: 1 })
    await leaver(left)
    const made = await shop(csvOf('Email', left.toUpperCase(), 'quite.new@example.org'))
    expect(made.counts).toMatchObject({ 'held-back': 1, create: 1 })
    expect((await rowsOf(made))[0]?.reason).toMatch(/unsubscribed in Kit · Bakery \(known here since \d{4}-/)
    expect((await shop(csvOf('Email', left), { ...toShop, ignoreLeftList: true })).counts).toMatchObject({
      create: 1,
    })
  })

  it('is let go once they are back there', async () => {
    // Not one whom we wrote a moment ago: for five minutes no list is believed that they are back.
    const back = namedPeople.addressOnly.emailAddress
    await become(back, 'cancelled')
    expect((await shop(csvOf('Email', back))).counts).toMatchObject({ 'held-back': 1 })
    await become(back, 'active')
    expect((await shop(csvOf('Email', back))).counts).toMatchObject({ 'held-back': 0 })
  })

  it('is held back although the preview came first', async () => {
    const late = 'late.leaver@example.org'
    await run(await bakery(csvOf('Email', late)))
    const made = await shop(csvOf('Email', late, 'stays@example.org'))
    expect(made.counts).toMatchObject({ create: 2 })
    await become(late, 'cancelled')
    const receipt = await run(made)
    expect(receipt.outcomes).toMatchObject({ written: 1, 'held-back': 1 })
    const [reject] = (await engine.client.runs.rejects({ run: receipt.id, afterRow: 0, limit: 5 })).rows
    expect(reject).toMatchObject({
      email: late,
      reason: expect.stringMatching(/Kit · Bakery .* since the preview/) as string,
    })
  })

  it('stays on the list when they are forgotten, of which it holds no address', async () => {
    const before = await engine.client.left.find({ email: left })
    expect(before.length).toBeGreaterThan(0)
    await engine.client.settings.forgetPerson({ email: left })
    expect(await engine.client.left.find({ email: left })).toEqual(before)
    const db = new DatabaseSync(join(engine.folder, 'listferry.sqlite'), { readOnly: true })
    const text = JSON.stringify(db.prepare('SELECT * FROM left_person').all())
    db.close()
    expect(text).not.toContain('@')
    expect(readFileSync(join(engine.folder, 'listferry.sqlite'), 'latin1')).not.toContain(left)
    expect((await shop(csvOf('Email', left))).counts).toMatchObject({ 'held-back': 1 })
  })
})

describe('a file', () => {
  it('that says who left puts them on the list when it is sent, and not before', async () => {
    const gone = 'said.no@example.org'
    const made = await bakery(csvOf('Email,Unsubscribed', `${gone},yes`, 'said.yes@example.org,no'))
    expect(made.counts).toMatchObject({ 'held-back': 1, create: 1 })
    expect(await engine.client.left.find({ email: gone })).toEqual([])
    await run(made)
    expect(await engine.client.left.find({ email: gone })).toMatchObject([{ name: 'bakery.csv' }])
    const next = await shop(csvOf('Email', gone))
    expect((await rowsOf(next))[0]?.reason).toMatch(/left, as bakery.csv said/)
  })
})

describe('in the middle of a run', () => {
  const many = (prefix: string, n: number) =>
    csvOf('Email', ...Array.from({ length: n }, (_, i) => `${prefix}${i}@example.org`))
  const consent = {
    channels: ['email'] as const,
    audience: null,
    since: { date: '2026-01-31T00:00:00Z' },
    source: 'Booth',
  }

  it('whoever comes onto the list is sent nothing more by a Kit run', async () => {
    const last = 'mid.kit29@example.org'
    const made = await bakery(many('mid.kit', 30))
    const off = engine.practice.kit.onCommit(async () => {
      off()
      await engine.client.left.add({ email: last })
    })
    const receipt = await run(made)
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true })
    expect(receipt.outcomes).toMatchObject({ written: 29, 'held-back': 1 })
    expect(kitPerson(last)).toBeUndefined()
    const [reject] = (await engine.client.runs.rejects({ run: receipt.id, afterRow: 0, limit: 5 })).rows
    expect(reject).toMatchObject({
      email: last,
      reason: expect.stringMatching(/since the preview/) as string,
    })
  })

  it('whom another account shows to have left is not subscribed by a Klaviyo run any more', async () => {
    const gone = 'mid.shop2@example.org'
    await run(await bakery(csvOf('Email', gone), {}))
    const made = await shop(many('mid.shop', 4), { consent })
    const off = engine.practice.klaviyo.onCommit(async () => {
      off()
      // They leave the Kit account, and its people are read meanwhile.
      await become(gone, 'cancelled')
    })
    const receipt = await run(made)
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true })
    expect(receipt.outcomes).toMatchObject({ written: 3, 'partly-written': 1 })
    const consentOf = (email: string) =>
      engine.practice.klaviyo.state.profiles.byEmail(email)?.consent.email.consent
    expect(consentOf(gone)).not.toBe('SUBSCRIBED')
    expect(consentOf('mid.shop1@example.org')).toBe('SUBSCRIBED')
  })
})

describe('somebody', () => {
  it('can be put on it and taken off it by hand', async () => {
    const email = 'by.hand@example.org'
    await engine.client.left.add({ email })
    expect((await shop(csvOf('Email', email))).counts).toMatchObject({ 'held-back': 1 })
    expect(await engine.client.left.remove({ email })).toEqual({ entries: 2 })
    expect((await shop(csvOf('Email', email))).counts).toMatchObject({ create: 1 })
    expect((await engine.client.left.counts({})).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Kit · Bakery', 'bakery.csv']),
    )
  })

  it('goes on the user’s word, alone, with the note kept in the run', async () => {
    const [one, other] = ['agreed.one@example.org', 'agreed.two@example.org']
    for (const email of [one, other]) await engine.client.left.add({ email })
    const made = await shop(csvOf('Email', one, other))
    expect(made.counts).toMatchObject({ 'held-back': 2 })
    const note = 'Signed the form at the booth on Friday'
    const agreed = await engine.client.plans.override({ plan: made.id, row: 1, note })
    expect(agreed.counts).toMatchObject({ 'held-back': 1, create: 1 })
    expect(agreed.requests).toBeGreaterThan(made.requests)
    expect((await rowsOf(agreed))[0]).toMatchObject({ kind: 'create', agreed: { note } })
    const again = await engine.client.plans.override({ plan: made.id, row: 1, note: null })
    expect(again).toMatchObject({ counts: made.counts, changes: made.changes, requests: made.requests })
    await engine.client.plans.override({ plan: made.id, row: 1, note })
    const receipt = await run(await engine.client.plans.get({ plan: made.id }))
    expect(receipt.outcomes).toMatchObject({ written: 1, 'held-back': 1 })
    expect((await engine.client.runs.row({ run: receipt.id, row: 1 })).reason).toContain(note)
    await engine.client.settings.forgetPerson({ email: one })
    expect((await engine.client.runs.row({ run: receipt.id, row: 1 })).reason).not.toContain('booth')
    await expect(engine.client.plans.override({ plan: made.id, row: 2, note })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('who left the account itself goes too, but nobody who leaves after that', async () => {
    const made = await bakery(csvOf('Email', namedPeople.bounced.emailAddress))
    expect(made.counts).toMatchObject({ 'held-back': 1 })
    const agreed = await engine.client.plans.override({
      plan: made.id,
      row: 1,
      note: 'Wrote to us that they are back',
    })
    expect(agreed.changes.joins).toBe(1)
    expect((await run(agreed)).outcomes).toMatchObject({ written: 1 })
    const active = 'leaves.later@example.org'
    await run(await bakery(csvOf('Email', active), {}))
    await engine.client.left.add({ email: active })
    const listed = await bakery(csvOf('Email', active))
    expect(listed.counts).toMatchObject({ 'held-back': 1 })
    const letGo = await engine.client.plans.override({
      plan: listed.id,
      row: 1,
      note: 'Said so on the phone',
    })
    const person = kitPerson(active)
    if (person) engine.practice.kit.state.subscribers.save({ ...person, state: 'cancelled' })
    expect((await run(letGo)).outcomes).toMatchObject({ written: 0, 'held-back': 1 })
  })
})
