import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/engine/clock.ts'
import { listLagMs } from '../../electron/engine/store/mirror.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { signedIn } from '../support/signedIn.ts'
import { markSignedIn } from '../support/signedInKit.ts'
import {
  planOf,
  startTestEngine,
  type SyncChoices,
  type TestEngine,
  testSpeed,
} from '../support/testEngine.ts'

let practice: RunningPractice
let engine: TestEngine
let passedMs: number
beforeEach(async () => {
  passedMs = 0
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  const vault = createMemoryVault()
  const clock = { ...systemClock, now: () => systemClock.now() + passedMs }
  engine = await startTestEngine({ practice, clock, ports: { vault } })
  markSignedIn(engine.folder)
  const [account] = await engine.client.connections.list({})
  if (account) await vault.set(account.id, signedIn(practice.kit, Date.now()))
  practice.kit.requests.clear()
})
afterEach(async () => {
  await engine.close()
  await practice.close()
})

const state = () => practice.kit.state
const person = (email: string) => state().subscribers.byEmail(email)
const tally = (email: string) => practice.kit.tally.of(person(email)?.id ?? 0)
const writes = () =>
  practice.kit.requests.entries
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/filter'))
    .map(({ path }) => path)
const form: SyncChoices = { audiences: [{ kind: 'form', name: 'Weekly letter' }], confirmation: true }
const formAndTag: SyncChoices = {
  ...form,
  audiences: [...(form.audiences ?? []), { kind: 'tag', name: 'VIP' }],
}
const csv = 'Email,First name,City\nann@example.org,Ann,Oslo\nben@example.org,Ben,'
const run = async (text: string, choices: SyncChoices) => {
  const { id } = await planOf(engine, text, choices)
  return engine.client.runs.start({ plan: id })
}
const rowsOf = (id: Parameters<TestEngine['client']['runs']['rows']>[0]['run']) =>
  engine.client.runs.rows({ run: id, outcome: null, afterRow: 0, limit: 500 })

describe('people who must confirm, sent in bulk with a sign-in', () => {
  it('are created as unconfirmed with their values, put into the form once, and wait', async () => {
    const receipt = await run(csv, formAndTag)
    expect(writes()).toEqual([
      '/v4/bulk/subscribers',
      '/v4/bulk/custom_fields/subscribers',
      '/v4/bulk/tags/subscribers',
      '/v4/bulk/forms/subscribers',
    ])
    expect(receipt).toMatchObject({
      outcomes: { accepted: 2, written: 0 },
      confirmation: { waiting: 2, confirmed: 0, left: 0 },
      addsUp: true,
    })
    for (const email of ['ann@example.org', 'ben@example.org']) {
      expect(person(email)?.state).toBe('inactive')
      expect(tally(email)).toMatchObject({ created: 1, formAdds: 1 })
    }
    for (const { reason } of await rowsOf(receipt.id)) expect(reason).toMatch(/Waits for their confirmation/)
  })

  it('more than a hundred go in hundreds, and every one of them waits', async () => {
    const people = Array.from({ length: 130 }, (_, n) => `p${n}@example.org,P${n}`)
    const receipt = await run(['Email,First name', ...people].join('\n'), form)
    expect(writes()).toEqual([
      '/v4/bulk/subscribers',
      '/v4/bulk/forms/subscribers',
      '/v4/bulk/subscribers',
      '/v4/bulk/forms/subscribers',
    ])
    expect(receipt.confirmation).toMatchObject({ waiting: 130 })
    expect(tally('p129@example.org')).toMatchObject({ created: 1, formAdds: 1 })
  })

  it('are followed up by later reads: who confirmed, and who left instead', async () => {
    const first = await run(csv, form)
    expect((await planOf(engine, csv, form)).counts).toMatchObject({ unchanged: 2, create: 0 })
    const [ann, ben] = [person('ann@example.org'), person('ben@example.org')]
    if (ann) state().subscribers.save({ ...ann, state: 'active' })
    if (ben) state().subscribers.save({ ...ben, state: 'cancelled' })
    // For five minutes a list never overwrites what our own write answered.
    passedMs = listLagMs + 1000
    const { counts } = await planOf(engine, csv, form)
    expect(counts).toMatchObject({ unchanged: 1, 'held-back': 1 })
    const receipt = await engine.client.runs.receipt({ run: first.id })
    expect(receipt).toMatchObject({
      outcomes: { accepted: 1, written: 1 },
      confirmation: { waiting: 0, confirmed: 1, left: 1 },
    })
    expect((await rowsOf(first.id)).map(({ reason }) => reason)).toEqual([
      'Has confirmed by now.',
      'Left without confirming.',
    ])
  })

  it('keep their state where they were there, and who left since the plan is put nowhere', async () => {
    await run('Email\nann@example.org\nben@example.org', {})
    const { id } = await planOf(engine, `${csv}\ncy@example.org,Cy,Rome`, form)
    const ben = person('ben@example.org')
    if (ben) state().subscribers.save({ ...ben, state: 'cancelled' })
    const receipt = await engine.client.runs.start({ plan: id })
    expect((await rowsOf(receipt.id)).map(({ outcome }) => outcome)).toEqual([
      'written',
      expect.stringMatching(/held-back|partly-written/),
      'accepted',
    ])
    expect(['ann', 'ben', 'cy'].map((name) => person(`${name}@example.org`)?.state)).toEqual([
      'active',
      'cancelled',
      'inactive',
    ])
    expect(tally('ben@example.org').formAdds).toBe(0)
    expect(receipt.confirmation).toMatchObject({ waiting: 1 })
  })

  it('still wait where one of their values could not be written', async () => {
    const { id } = await planOf(engine, csv, form)
    const city = [...state().customFields.values()].find(({ label }) => label === 'City')
    state().customFields.delete(city?.id ?? 0)
    const { id: of } = await engine.client.runs.start({ plan: id }).catch(async () => {
      const [newest] = await engine.client.runs.list({})
      if (!newest) throw new Error('nothing ran')
      return newest
    })
    const receipt = await engine.client.runs.receipt({ run: of })
    expect(['ann', 'ben'].map((name) => person(`${name}@example.org`)?.state)).toEqual([
      'inactive',
      'inactive',
    ])
    expect(receipt.outcomes.written).toBe(0)
    expect(receipt.confirmation).toMatchObject({ waiting: 2, confirmed: 0 })
    expect((await rowsOf(of))[0]?.reason).toMatch(/City/)
  })
})
