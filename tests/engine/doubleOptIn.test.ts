import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/engine/clock.ts'
import { listLagMs } from '../../electron/engine/store/mirror.ts'
import { startTestEngine, planOf, type SyncChoices, type TestEngine } from '../support/testEngine.ts'

let engine: TestEngine
let passedMs: number
beforeEach(async () => {
  passedMs = 0
  engine = await startTestEngine({ clock: { ...systemClock, now: () => systemClock.now() + passedMs } })
})
afterEach(() => engine.close())

const kit = () => engine.practice.kit
const person = (email: string) => kit().state.subscribers.byEmail(email)
const form: SyncChoices = { audiences: [{ kind: 'form', name: 'Weekly letter' }], confirmation: true }
const csv = 'Email,First name\nann@example.org,Ann\nben@example.org,Ben'
const run = async (text: string, choices: SyncChoices) => {
  const plan = await planOf(engine, text, choices)
  return engine.client.runs.start({ plan: plan.id })
}

describe('people who must confirm', () => {
  it('are created as unconfirmed, put into the form, and wait', async () => {
    const receipt = await run(csv, form)
    expect(receipt).toMatchObject({
      outcomes: { accepted: 2, written: 0 },
      confirmation: { waiting: 2, confirmed: 0, left: 0 },
      addsUp: true,
    })
    for (const email of ['ann@example.org', 'ben@example.org']) {
      expect(person(email)?.state).toBe('inactive')
      expect(kit().tally.of(person(email)?.id ?? 0)).toMatchObject({ created: 1, formAdds: 1 })
    }
    const [row] = await engine.client.runs.rows({
      run: receipt.id,
      outcome: 'accepted',
      afterRow: 0,
      limit: 5,
    })
    expect(row?.reason).toMatch(/Waits for their confirmation/)
  })

  it('are neither created again nor taken for people who left, and the receipt says when they have confirmed', async () => {
    const first = await run(csv, form)
    const again = await planOf(engine, csv, form)
    expect(again.counts).toMatchObject({ unchanged: 2, create: 0, 'held-back': 0 })
    const ann = person('ann@example.org')
    if (ann) kit().state.subscribers.save({ ...ann, state: 'active' })
    // For five minutes a list never overwrites what our own write answered.
    passedMs = listLagMs + 1000
    await planOf(engine, csv, form)
    const receipt = await engine.client.runs.receipt({ run: first.id })
    expect(receipt).toMatchObject({
      outcomes: { accepted: 1, written: 1 },
      confirmation: { waiting: 1, confirmed: 1, left: 0 },
    })
    const [row] = await engine.client.runs.rows({ run: first.id, outcome: 'written', afterRow: 0, limit: 5 })
    expect(row).toMatchObject({ email: 'ann@example.org', reason: 'Has confirmed by now.' })
  })

  it('are said to have left where they did so in place of confirming', async () => {
    const first = await run(csv, form)
    const ann = person('ann@example.org')
    if (ann) kit().state.subscribers.save({ ...ann, state: 'cancelled' })
    passedMs = listLagMs + 1000
    await planOf(engine, csv, form)
    const receipt = await engine.client.runs.receipt({ run: first.id })
    expect(receipt).toMatchObject({
      outcomes: { accepted: 2, written: 0 },
      confirmation: { waiting: 1, confirmed: 0, left: 1 },
      addsUp: true,
    })
    const { id } = first
    const rows = await engine.client.runs.rows({ run: id, outcome: 'accepted', afterRow: 0, limit: 5 })
    expect(rows.map(({ reason }) => reason)).toEqual([
      'Left without confirming.',
      expect.stringMatching(/Waits for their confirmation/),
    ])
  })

  it('who were there already keep their state, and who left is held back all the same', async () => {
    await run('Email\nann@example.org\nben@example.org', {})
    const ben = person('ben@example.org')
    if (ben) kit().state.subscribers.save({ ...ben, state: 'cancelled' })
    const receipt = await run(csv, form)
    expect(receipt.outcomes).toMatchObject({ written: 1, 'held-back': 1, accepted: 0 })
    expect([person('ann@example.org')?.state, person('ben@example.org')?.state]).toEqual([
      'active',
      'cancelled',
    ])
  })

  it('need a form that asks them', async () => {
    await expect(planOf(engine, csv, { confirmation: true })).rejects.toThrow(/confirm by a form: choose one/)
    const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Newsletter' }], confirmation: true }
    await expect(planOf(engine, csv, tag)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('creating only people who are put somewhere', () => {
  it('leaves out whoever is new where nothing is chosen, and changes who is there', async () => {
    await run('Email\nann@example.org', {})
    const plan = await planOf(engine, csv, { onlyPlaced: true })
    expect(plan.counts).toMatchObject({ update: 1, 'left-out': 1, create: 0 })
    const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Newsletter' }], onlyPlaced: true }
    expect((await planOf(engine, csv, tag)).counts).toMatchObject({ update: 1, create: 1 })
    expect((await planOf(engine, csv, { onlyPlaced: true, importTag: 'A new one' })).counts.create).toBe(1)
  })
})

describe('suggestions', () => {
  it('can be switched off, and leave every column for the user to choose', async () => {
    const source = await engine.client.sources.stage({ file: engine.file('x.csv', csv), overrides: {} })
    const asked = { source: source.id, connection: 'Bakery' }
    const on = await engine.client.sources.suggestMapping(asked)
    expect(on.columns.map(({ target }) => 'field' in target)).toEqual([true, true])
    const off = await engine.client.sources.suggestMapping({ ...asked, on: false })
    expect(off.columns.map(({ target }) => target)).toEqual([{ ignore: true }, { ignore: true }])
    expect(off.values).toEqual(on.values)
  })
})
