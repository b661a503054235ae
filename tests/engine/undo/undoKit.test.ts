import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrangeSubscriber } from '../../../electron/practice/kit/arrange.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { FieldId, RunId } from '../../../shared/model.ts'
import { planOf, startTestEngine, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.close())

const state = () => engine.practice.kit.state
const person = (email: string) => {
  const found = state().subscribers.byEmail(email)
  if (!found) throw new Error(`nobody has ${email}`)
  return found
}
const cityId = () => [...state().customFields.values()].find(({ label }) => label === 'City')?.id ?? 0
const cityOf = (email: string) => person(email).values.get(cityId()) ?? null
const inTag = (email: string, name: string) => {
  const tag = [...state().tags.values()].find((one) => one.name === name)
  return state().memberships.tag.get(tag?.id ?? 0, person(email).id) !== undefined
}
const csv = (prefix: string, n: number, city: (i: number) => string) =>
  [
    'Email,First name,City',
    ...Array.from({ length: n }, (_, i) => `${prefix}${i}@example.org,P${i},${city(i)}`),
  ].join('\n')
const confirmed = ({ id, guard }: PlanSummary) => ({ plan: id, ...(guard && { confirm: guard.count }) })
const run = async (text: string, choices: SyncChoices = {}) =>
  engine.client.runs.start(confirmed(await planOf(engine, text, choices)))
const undo = (of: RunId, what: { field?: string; row?: number; person?: string } = {}) =>
  engine.client.plans.undo({ run: of, ...what })
const rowsOf = ({ id }: PlanSummary) =>
  engine.client.plans.rows({ plan: id, kind: null, offset: 0, limit: 500 })
const edit = (email: string, city: string) => {
  const one = person(email)
  state().subscribers.save({ ...one, values: new Map([...one.values, [cityId(), city]]) })
}

describe('a run at Kit that put the wrong column into a field', () => {
  const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }

  it('is taken back: every value as it was, and what somebody edited since stays and is listed', async () => {
    await run(csv('a', 20, (i) => `City ${i}`))
    const wrong = await run(
      csv('a', 20, (i) => `P${i}`),
      tag,
    )
    expect(cityOf('a3@example.org')).toBe('P3')
    edit('a4@example.org', 'Bergen')
    edit('a5@example.org', '')
    const plan = await undo(wrong.id)
    expect(plan.counts).toMatchObject({ update: 20 })
    expect(plan.undo).toMatchObject({ run: wrong.id, editedSince: 2 })
    expect(plan.guard?.count).toBe(20)
    const listed = (await rowsOf(plan)).filter(({ warning }) => warning !== null)
    expect(listed.map(({ email, warning }) => [email, warning])).toEqual([
      ['a4@example.org', 'City was changed to “Bergen” since, so it stays.'],
      ['a5@example.org', 'City was emptied since, so it stays.'],
    ])
    expect(plan.requests).toBeLessThanOrEqual(wrong.requests)
    const receipt = await engine.client.runs.start(confirmed(plan))
    expect(receipt.undoes).toBe(wrong.id)
    expect(receipt.outcomes).toMatchObject({ written: 20 })
    for (let i = 0; i < 20; i += 1) {
      if (i !== 4 && i !== 5) expect(cityOf(`a${i}@example.org`)).toBe(`City ${i}`)
      expect(inTag(`a${i}@example.org`, 'Never used')).toBe(false)
    }
    expect(cityOf('a4@example.org')).toBe('Bergen')
    // A second time there is nothing left to take back.
    expect((await undo(wrong.id)).counts).toMatchObject({ unchanged: 18, 'left-out': 2 })
    // An undo can be undone.
    const redo = await engine.client.runs.start(confirmed(await undo(receipt.id)))
    expect(redo.outcomes.written).toBe(20)
    expect(cityOf('a3@example.org')).toBe('P3')
    expect(inTag('a3@example.org', 'Never used')).toBe(true)
  }, 60_000)

  it('is taken back for one field, one person or one row', async () => {
    await run(csv('b', 6, (i) => `City ${i}`))
    const wrong = await run(csv('b', 6, (i) => `Wrong ${i}`).replaceAll(',P', ',Q'), tag)
    const ofOne = await undo(wrong.id, { person: 'B2@example.org' })
    expect(ofOne.source.rows).toBe(1)
    expect((await engine.client.runs.start(confirmed(ofOne))).outcomes.written).toBe(1)
    expect([cityOf('b2@example.org'), person('b2@example.org').firstName]).toEqual(['City 2', 'P2'])
    expect(inTag('b2@example.org', 'Never used')).toBe(false)
    const ofField = await undo(wrong.id, { field: 'city' })
    expect(ofField).toMatchObject({
      guard: null,
      undo: { field: 'City' },
      counts: { update: 5, unchanged: 1 },
    })
    await engine.client.runs.start(confirmed(ofField))
    expect([cityOf('b1@example.org'), person('b1@example.org').firstName]).toEqual(['City 1', 'Q1'])
    expect(inTag('b1@example.org', 'Never used')).toBe(true)
    const ofRow = await undo(wrong.id, { row: 1 })
    await engine.client.runs.start(confirmed(ofRow))
    expect(person('b0@example.org').firstName).toBe('P0')
    await expect(undo(wrong.id, { person: 'nobody@example.org' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(undo(wrong.id, { field: 'Shoe size' })).rejects.toThrow(/no field “Shoe size”.*City/)
  }, 60_000)
})

describe('a run that gave somebody another address', () => {
  const byNumber: SyncChoices = { stableId: { column: 2 } }
  const list = (...addresses: string[]) =>
    ['Email,City,Number', ...addresses.map((email, i) => `${email},Oslo,${i + 1}`)].join('\n')

  it('is taken back for this person by either address', async () => {
    await run(list('i1@example.org', 'i2@example.org'), byNumber)
    const moved = await run(list('moved1@example.org', 'moved2@example.org'), byNumber)
    expect(moved.outcomes.written).toBe(2)
    for (const [address, row] of [
      ['moved1@example.org', 1],
      ['I2@example.org', 2],
    ] as const) {
      const plan = await undo(moved.id, { person: address })
      expect((await rowsOf(plan)).map(({ email }) => email)).toEqual([`moved${row}@example.org`])
      await engine.client.runs.start(confirmed(plan))
      expect(cityOf(`i${row}@example.org`)).toBe('Oslo')
    }
  })

  it('is in the history of this person, and so are the runs before it and the undo of it', async () => {
    const first = await run(list('k1@example.org', 'k2@example.org'), byNumber)
    const moved = await run(list('gone1@example.org', 'gone2@example.org'), byNumber)
    const historyOf = async (email: string) => {
      const remoteId = String(person(email).id)
      const { history } = await engine.client.people.get({ connection: 'Bakery', remoteId })
      return history.map((one) => [one.run, one.row])
    }
    expect(await historyOf('gone1@example.org')).toEqual([
      [moved.id, 1],
      [first.id, 1],
    ])
    const back = await engine.client.runs.start(confirmed(await undo(moved.id)))
    expect(await historyOf('k2@example.org')).toEqual([
      [back.id, 2],
      [moved.id, 2],
      [first.id, 2],
    ])
  })

  it('puts nothing back of which only a gap is left since a person was forgotten', async () => {
    await run(list('j1@example.org', 'j2@example.org'), byNumber)
    const moved = await run(list('away1@example.org', 'away2@example.org'), byNumber)
    await engine.client.settings.forgetPerson({ email: 'j1@example.org' })
    const plan = await undo(moved.id)
    expect((await rowsOf(plan)).map(({ kind, reason }) => [kind, reason])).toEqual([
      ['left-out', 'What Email was before was forgotten on this computer, so it stays.'],
      ['update', null],
    ])
  })
})

describe('what no program can take back', () => {
  it('is said before the run: people created, forms, and mail', async () => {
    const made = await run(
      csv('c', 3, () => 'Oslo'),
      { audiences: [{ kind: 'form', name: 'Free guide' }] },
    )
    const plan = await undo(made.id)
    expect(plan.undo?.stays.join(' ')).toMatch(
      /3 people whom the run created stay in Kit.*3 people stay in the form “Free guide”.*Mail that Kit sent/,
    )
    await engine.client.runs.start(confirmed(plan))
    expect([cityOf('c1@example.org') ?? '', person('c1@example.org').firstName ?? '']).toEqual(['', ''])
  })

  it('leaves someone who unsubscribed since as they are, but for what the run wrote', async () => {
    await run(csv('d', 2, () => 'Oslo'))
    const wrong = await run(csv('d', 2, () => 'Wrong'))
    state().subscribers.save({ ...person('d1@example.org'), state: 'cancelled' })
    const plan = await undo(wrong.id)
    expect(plan.counts).toMatchObject({ update: 1, 'held-back': 1 })
    await engine.client.runs.start(confirmed(plan))
    expect(cityOf('d1@example.org')).toBe('Oslo')
    expect(person('d1@example.org').state).toBe('cancelled')
  })

  it('leaves someone whom the plan thought new as they are by now: nobody knows what they had', async () => {
    const plan = await planOf(
      engine,
      csv('h', 2, () => 'Oslo'),
    )
    arrangeSubscriber(state(), { emailAddress: 'h1@example.org', fields: { City: 'Bergen' } })
    const made = await engine.client.runs.start(confirmed(plan))
    const undone = await undo(made.id)
    expect((await rowsOf(undone)).map(({ kind, reason }) => [kind, reason])).toEqual([
      ['update', null],
      ['left-out', 'Was in the account before the run after all, so what they had then is not known.'],
    ])
  })

  it('is a run that may still go on', async () => {
    await run(csv('e', 4, () => 'Oslo'))
    const plan = await planOf(
      engine,
      csv('e', 4, () => 'Wrong'),
    )
    engine.practice.kit.faults.add({ kind: 'key-revoked', method: 'PUT', path: '/v4/subscribers/*', skip: 2 })
    const stopped = await engine.client.runs.start(confirmed(plan))
    engine.practice.kit.faults.clear()
    await expect(undo(stopped.id)).rejects.toThrow(/Cancel it first/)
    await engine.client.runs.cancel({ run: stopped.id })
    const back = await undo(stopped.id)
    expect(back.counts.update).toBe(stopped.outcomes.written)
    await engine.client.runs.start(confirmed(back))
    for (let i = 0; i < 4; i += 1) expect(cityOf(`e${i}@example.org`)).toBe('Oslo')
  })
})

describe('the values of an undo', () => {
  it('go with a person who is forgotten, and then nothing is put back for them', async () => {
    await run(csv('f', 2, () => 'Oslo'))
    const wrong = await run(csv('f', 2, () => 'Wrong'))
    await undo(wrong.id)
    await engine.client.settings.forgetPerson({ email: 'f1@example.org' })
    const plan = await undo(wrong.id)
    const rows = await rowsOf(plan)
    expect(rows.map(({ kind }) => kind)).toEqual(['update', 'left-out'])
    expect(rows[1]?.reason).toMatch(/forgotten on this computer/)
  })

  it('are in its plan as before → after, and can be unticked like any other', async () => {
    await run(csv('g', 2, () => 'Oslo'))
    const wrong = await run(csv('g', 2, () => 'Wrong'))
    const plan = await undo(wrong.id)
    const [row] = await rowsOf(plan)
    const change = row?.changes[0]
    expect(
      change?.object === 'contact' && [Object.values(change.before), Object.values(change.after)],
    ).toEqual([['Wrong'], ['Oslo']])
    const field = change?.object === 'contact' ? (Object.keys(change.after)[0] as FieldId) : null
    const ticked = await engine.client.plans.tick({ plan: plan.id, on: false, row: 1, field })
    expect(ticked.counts).toMatchObject({ update: 1, 'left-out': 1 })
    expect((await engine.client.runs.start({ plan: plan.id })).requests).toBe(1)
    expect([cityOf('g0@example.org'), cityOf('g1@example.org')]).toEqual(['Wrong', 'Oslo'])
    // Made again from what it was made from, it says the same of what is left.
    const again = await engine.client.plans.make(await engine.client.plans.spec({ plan: plan.id }))
    expect(again.counts).toMatchObject({ update: 1, unchanged: 1 })
  })
})
