import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { arrangeSubscriber } from '../../../electron/practice/kit/arrange.ts'
import { startTestEngine, type TestEngine } from '../../support/testEngine.ts'
import { kindsOf, outcomesOf, planObjects, rowsOf, runObjects, runPlanned } from './objectHarness.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
  for (const name of ['ann', 'ben', 'cem', 'dag'])
    arrangeSubscriber(state(), { emailAddress: `${name}@example.org`, firstName: name })
})
afterEach(() => engine.close())

const kit = () => engine.practice.kit
const state = () => kit().state
const person = (name: string) => {
  const found = state().subscribers.byEmail(`${name}@example.org`)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}
const leaves = (name: string) => state().subscribers.save({ ...person(name), state: 'cancelled' })
const tagId = (name: string) => [...state().tags.values()].find((one) => one.name === name)?.id ?? 0
const tagsOf = (name: string) =>
  state()
    .memberships.tag.ofPerson(person(name).id)
    .map(({ audienceId }) => state().tags.get(audienceId)?.name)
    .sort()

describe('tags of people, row by row', () => {
  const insert = { type: 'tagSubscriptions', op: 'insert' } as const

  it('are given by name or by id, to people by address or by id, each once', async () => {
    const csv = [
      'Email,Subscriber id,Tag',
      'ann@example.org,,newsletter',
      `,${person('ben').id},${tagId('Newsletter')}`,
      'ann@example.org,,Webinar 2026',
      `,${person('ann').id},Newsletter`,
      'nobody@example.org,,Newsletter',
      'ann@example.org,,No such tag',
      'dag@example.org,,',
    ].join('\n')
    const plan = await planObjects(engine, csv, insert)
    expect(await kindsOf(engine, plan)).toEqual([
      'duplicate',
      'create',
      'create',
      'create',
      'invalid',
      'invalid',
      'invalid',
    ])
    const reasons = (await rowsOf(engine, plan)).map(({ reason }) => reason)
    expect(reasons[4]).toMatch(/nobody is created here/)
    expect(reasons[5]).toMatch(/no tag “No such tag”/)
    const receipt = await runPlanned(engine, plan)
    expect(receipt).toMatchObject({ outcomes: { written: 3, invalid: 3, duplicate: 1 }, addsUp: true })
    expect(tagsOf('ann')).toEqual(['Newsletter', 'Webinar 2026'])
    expect(tagsOf('ben')).toEqual(['Newsletter'])
    expect((await planObjects(engine, csv, insert)).counts).toMatchObject({ unchanged: 3, create: 0 })
  })

  it('hold back who left, also between the plan and the run', async () => {
    leaves('ann')
    const csv =
      'Email,Tag\nann@example.org,Newsletter\nben@example.org,Newsletter\ncem@example.org,Newsletter'
    const plan = await planObjects(engine, csv, insert)
    expect(await kindsOf(engine, plan)).toEqual(['held-back', 'create', 'create'])
    leaves('ben')
    const receipt = await runPlanned(engine, plan)
    expect(receipt.outcomes).toMatchObject({ written: 1, 'held-back': 2 })
    expect((await outcomesOf(engine, receipt))[1]?.reason).toMatch(/since the preview/)
    expect([tagsOf('ann'), tagsOf('ben')]).toEqual([[], []])
  })

  it('are taken away from whoever has them, also from who left, once that is confirmed', async () => {
    await runObjects(engine, 'Email\nann@example.org\nben@example.org', insert, {
      set: { tag: 'Newsletter' },
    })
    const csv =
      'Email,Tag\nann@example.org,Newsletter\nben@example.org,Newsletter\ncem@example.org,Newsletter'
    const plan = await planObjects(engine, csv, { type: 'tagSubscriptions', op: 'delete' })
    expect(await kindsOf(engine, plan)).toEqual(['delete', 'delete', 'unchanged'])
    expect(plan.guard).toMatchObject({ count: 2, words: [expect.stringMatching(/2 people are taken out/)] })
    leaves('ann')
    await expect(engine.client.runs.start({ plan: plan.id })).rejects.toMatchObject({ code: 'conflict' })
    const receipt = await runPlanned(engine, plan)
    expect(receipt.outcomes).toMatchObject({ written: 2, unchanged: 1, 'held-back': 0 })
    expect([tagsOf('ann'), tagsOf('ben')]).toEqual([[], []])
  })
})

describe('forms and sequences of people, row by row', () => {
  it('are added to, one request for each row', async () => {
    const form = await runObjects(
      engine,
      'Email,Form\nann@example.org,Free guide\nben@example.org,Weekly letter',
      { type: 'formSubscriptions', op: 'insert' },
    )
    expect(form).toMatchObject({ outcomes: { written: 2 }, requests: 2 })
    expect(kit().tally.of(person('ann').id)).toMatchObject({ formAdds: 1, formRepeats: 0 })
    const sequence = [...state().sequences.values()].find(({ active }) => active)?.name ?? ''
    const added = await runObjects(
      engine,
      'Email\nann@example.org',
      { type: 'sequenceSubscriptions', op: 'insert' },
      {
        set: { sequence },
      },
    )
    expect(added.outcomes.written).toBe(1)
    expect(kit().tally.of(person('ann').id)).toMatchObject({ sequenceAdds: 1 })
  })
})

describe('people who are in the account', () => {
  const update = { type: 'subscribers', op: 'update' } as const

  it('get new values by id or address; nobody is created', async () => {
    const before = [...state().subscribers.all()].length
    const csv = [
      'Subscriber id,Email,First name,City',
      `${person('ann').id},,Anna,Oslo`,
      ',ben@example.org,Benno,',
      ',stranger@example.org,Sam,Rome',
      ',cem@example.org,cem,',
    ].join('\n')
    const plan = await planObjects(engine, csv, update)
    expect(await kindsOf(engine, plan)).toEqual(['update', 'update', 'invalid', 'unchanged'])
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 2, unchanged: 1, invalid: 1 })
    expect([person('ann').firstName, person('ben').firstName]).toEqual(['Anna', 'Benno'])
    expect([...state().subscribers.all()].length).toBe(before)
  })

  it('get a new address, by id or by the old one, and keep their id; an address of somebody else is refused', async () => {
    const ann = person('ann').id
    const csv = [
      'Subscriber id,Email,New email',
      `${ann},anna@example.org,`,
      ',ben@example.org,benno@example.org',
      ',cem@example.org,dag@example.org',
    ].join('\n')
    const plan = await planObjects(engine, csv, update)
    const rows = await rowsOf(engine, plan)
    expect(rows.map(({ kind }) => kind)).toEqual(['update', 'update', 'invalid'])
    expect(rows[0]?.changes).toMatchObject([
      { before: { email: 'ann@example.org' }, after: { email: 'anna@example.org' } },
    ])
    expect(rows[2]?.reason).toMatch(/belongs to somebody else/)
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 2, invalid: 1 })
    expect(person('anna').id).toBe(ann)
    expect(person('benno').state).toBe('active')
    expect(state().subscribers.byEmail('ben@example.org')).toBeUndefined()
  })

  it('keep their values when they left, unless the user chose to send fields', async () => {
    leaves('ann')
    const csv = 'Email,First name\nann@example.org,Anna'
    expect(await kindsOf(engine, await planObjects(engine, csv, update))).toEqual(['held-back'])
    const plan = await planObjects(engine, csv, update, { heldBack: 'fields-only' })
    expect((await runPlanned(engine, plan)).outcomes['held-back']).toBe(1)
    expect(person('ann')).toMatchObject({ firstName: 'Anna', state: 'cancelled' })
  })
})

describe('unsubscribing from a file', () => {
  it('is for good, is confirmed with its number, and shows in the mirror at once', async () => {
    leaves('cem')
    const csv =
      'Email\nann@example.org\nben@example.org\ncem@example.org\nnobody@example.org\nann@example.org'
    const plan = await planObjects(engine, csv, { type: 'subscribers', op: 'unsubscribe' })
    expect(await kindsOf(engine, plan)).toEqual(['duplicate', 'update', 'unchanged', 'invalid', 'update'])
    expect(plan.guard).toMatchObject({
      count: 2,
      words: [expect.stringMatching(/2 people are unsubscribed for good/)],
    })
    const receipt = await runPlanned(engine, plan)
    expect(receipt.outcomes).toMatchObject({ written: 2, unchanged: 1, invalid: 1, duplicate: 1 })
    expect(person('ann').state).toBe('cancelled')
    const { people } = await engine.client.people.search({
      text: 'ann@example.org',
      connection: 'Bakery',
      left: true,
      audience: null,
      offset: 0,
      limit: 5,
    })
    expect(people).toMatchObject([{ email: 'ann@example.org', state: 'cancelled' }])
    const detail = await engine.client.people.get({
      connection: 'Bakery',
      remoteId: people[0]?.remoteId ?? '',
    })
    expect(detail.history.map(({ run, outcome }) => [run, outcome])).toContainEqual([receipt.id, 'written'])
  })
})
