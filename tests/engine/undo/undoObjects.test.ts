import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrangeSubscriber } from '../../../electron/practice/kit/arrange.ts'
import { startPractice, type RunningPractice } from '../../../electron/practice/startPractice.ts'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { signedIn } from '../../support/signedIn.ts'
import { markSignedIn } from '../../support/signedInKit.ts'
import { startTestEngine, type TestEngine, testSpeed } from '../../support/testEngine.ts'
import { rowsOf, runObjects, runPlanned } from '../objects/objectHarness.ts'

let practice: RunningPractice
let engine: TestEngine
beforeAll(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  const vault = createMemoryVault()
  engine = await startTestEngine({ practice, ports: { vault } })
  // Nobody reaches purchases with a key.
  markSignedIn(engine.folder)
  const [account] = await engine.client.connections.list({})
  if (account) await vault.set(account.id, signedIn(practice.kit, Date.now()))
  for (const name of ['ann', 'ben', 'cem', 'dag'])
    arrangeSubscriber(state(), { emailAddress: `${name}@example.org`, firstName: name })
})
afterAll(async () => {
  await engine.close()
  await practice.close()
})

const state = () => practice.kit.state
const person = (name: string) => state().subscribers.byEmail(`${name}@example.org`)
const tagsOf = (name: string) =>
  state()
    .memberships.tag.ofPerson(person(name)?.id ?? 0)
    .map(({ audienceId }) => state().tags.get(audienceId)?.name)
const tagNames = () => [...state().tags.values()].map(({ name }) => name)
const undo = ({ id }: Receipt): Promise<PlanSummary> => engine.client.plans.undo({ run: id })
const reasonsOf = async (plan: PlanSummary) => (await rowsOf(engine, plan)).map(({ reason }) => reason)

const listed = async ({ id }: Receipt) => (await engine.client.runs.list({})).find((run) => run.id === id)
const fields = () => [...state().customFields.values()]
const labels = () => fields().map(({ label }) => label)
const kindsOf = async (plan: PlanSummary) => (await rowsOf(engine, plan)).map(({ kind }) => kind)

describe('a run about people of the account, row by row', () => {
  const emails = 'Email\nann@example.org\nben@example.org'
  const tag = { set: { tag: 'Newsletter' } }

  it('that gave a tag is taken back', async () => {
    const given = await runObjects(engine, emails, { type: 'tagSubscriptions', op: 'insert' }, tag)
    expect(given).toMatchObject({ aboutPeople: true, outcomes: { written: 2 } })
    expect(await listed(given)).toMatchObject({ aboutPeople: true, undoable: true })
    const plan = await undo(given)
    expect(plan.undo?.stays).toEqual([expect.stringMatching(/^Mail that Kit sent .* may start once more\.$/)])
    const back = await runPlanned(engine, plan)
    expect(back).toMatchObject({ aboutPeople: true, undoes: given.id, outcomes: { written: 2 } })
    expect([tagsOf('ann'), tagsOf('ben')]).toEqual([[], []])
  })

  it('that took a tag away is taken back', async () => {
    await runObjects(engine, emails, { type: 'tagSubscriptions', op: 'insert' }, tag)
    const taken = await runObjects(engine, emails, { type: 'tagSubscriptions', op: 'delete' }, tag)
    expect(taken.aboutPeople).toBe(true)
    expect([tagsOf('ann'), tagsOf('ben')]).toEqual([[], []])
    const again = await undo(taken)
    expect(again.undo?.stays).toEqual([expect.stringMatching(/an automation there may start once more/)])
    expect((await runPlanned(engine, again)).outcomes.written).toBe(2)
    expect([tagsOf('ann'), tagsOf('ben')]).toEqual([['Newsletter'], ['Newsletter']])
  })

  it('that changed values and an address is taken back', async () => {
    const csv = 'Email,New email,First name\ncem@example.org,cemal@example.org,Cemal'
    const changed = await runObjects(engine, csv, { type: 'subscribers', op: 'update' })
    expect(changed).toMatchObject({ aboutPeople: true, outcomes: { written: 1 } })
    expect([person('cem'), person('cemal')?.firstName]).toEqual([undefined, 'Cemal'])
    expect((await runPlanned(engine, await undo(changed))).outcomes.written).toBe(1)
    expect([person('cemal'), person('cem')?.firstName]).toEqual([undefined, 'cem'])
  })

  it('that unsubscribed somebody says that they stay so', async () => {
    const gone = await runObjects(engine, 'Email\ndag@example.org', {
      type: 'subscribers',
      op: 'unsubscribe',
    })
    expect(gone.aboutPeople).toBe(true)
    const plan = await undo(gone)
    expect(plan).toMatchObject({ requests: 0, counts: { 'left-out': 1 } })
    expect(plan.undo?.stays).toEqual(['1 person stays unsubscribed: only they themselves can come back.'])
  })
})

describe('a run that made things', () => {
  const made = [
    ['customFields', 'Label\nShoe size\nHat size', () => fields().length],
    [
      'webhooks',
      'Target url,Event\nhttps://example.org/hook,subscriber.subscriber_activate',
      () => state().webhooks.size,
    ],
    ['broadcasts', 'Subject,Content\nHello,<p>Hello</p>', () => state().broadcasts.size],
  ] as const

  it.each(made)('is taken back by deleting them, with their number: %s', async (type, csv, countThem) => {
    const before = countThem()
    const run = await runObjects(engine, csv, { type, op: 'insert' })
    const rows = csv.split('\n').length - 1
    expect(countThem()).toBe(before + rows)
    expect(await listed(run)).toMatchObject({ aboutPeople: false, undoable: true })
    const plan = await undo(run)
    expect(plan).toMatchObject({
      counts: { delete: rows },
      changes: { deletes: rows },
      object: { type, op: 'delete' },
      undo: { run: run.id, editedSince: 0, stays: [] },
      guard: { count: rows },
    })
    await expect(engine.client.runs.start({ plan: plan.id })).rejects.toThrow(String(rows))
    expect(await runPlanned(engine, plan)).toMatchObject({ undoes: run.id, outcomes: { written: rows } })
    expect(countThem()).toBe(before)
    // What is deleted does not come back.
    expect((await undo(run)).counts).toMatchObject({ 'left-out': rows })
  })

  it('leaves what somebody changed since, and says it', async () => {
    const run = await runObjects(engine, 'Label\nRing size\nBelt size', {
      type: 'customFields',
      op: 'insert',
    })
    const ring = fields().find(({ label }) => label === 'Ring size')
    if (ring) state().customFields.set(ring.id, { ...ring, label: 'Ring' })
    const plan = await undo(run)
    expect(await kindsOf(plan)).toEqual(['left-out', 'delete'])
    expect((await reasonsOf(plan))[0]).toBe(
      'The account has no such custom field any more as the run made it.',
    )
    await runPlanned(engine, plan)
    expect(labels()).toContain('Ring')
    expect(labels()).not.toContain('Belt size')
  })

  it('is taken back whole, not by a field', async () => {
    const run = await runObjects(engine, 'Label\nSock size', { type: 'customFields', op: 'insert' })
    await expect(engine.client.plans.undo({ run: run.id, field: 'Label' })).rejects.toThrow(
      /deleted as a whole/,
    )
  })
})

describe('a run that changed things', () => {
  it('is taken back: names as they were, and what somebody changed since stays and is listed', async () => {
    await runObjects(engine, 'Tag\nSpring\nSummer', { type: 'tags', op: 'insert' })
    const csv = 'Current name,Name\nSpring,Lent\nSummer,Hot'
    const renamed = await runObjects(engine, csv, { type: 'tags', op: 'update' })
    expect(await listed(renamed)).toMatchObject({ undoable: true })
    const hot = [...state().tags.values()].find(({ name }) => name === 'Hot')
    if (hot) state().tags.set(hot.id, { ...hot, name: 'Heat' })
    const plan = await undo(renamed)
    expect(plan).toMatchObject({
      counts: { update: 1, 'left-out': 1 },
      object: { type: 'tags', op: 'update' },
      undo: { editedSince: 1 },
      guard: null,
    })
    expect((await reasonsOf(plan))[1]).toBe('Name was changed to “Heat” since, so it stays.')
    // Made again from what it was made from, it says the same.
    const again = await engine.client.plans.make(await engine.client.plans.spec({ plan: plan.id }))
    expect(again).toMatchObject({ counts: plan.counts, object: plan.object, undo: plan.undo })
    const back = await runPlanned(engine, plan)
    expect(tagNames()).toEqual(expect.arrayContaining(['Spring', 'Heat']))
    expect(tagNames()).not.toContain('Lent')
    // An undo of a change is undone in the same way.
    await runPlanned(engine, await undo(back))
    expect(tagNames()).toContain('Lent')
  })

  it('is taken back for one field', async () => {
    await runObjects(engine, 'Subject,Content,Preview text\nOne,<p>1</p>,first', {
      type: 'broadcasts',
      op: 'insert',
    })
    const id = [...state().broadcasts.values()].find(({ subject }) => subject === 'One')?.id ?? 0
    const csv = `Broadcast id,Subject,Preview text\n${id},Two,second`
    const run = await runObjects(engine, csv, { type: 'broadcasts', op: 'update' })
    await runPlanned(engine, await engine.client.plans.undo({ run: run.id, field: 'Subject' }))
    expect(state().broadcasts.get(id)).toMatchObject({ subject: 'One', previewText: 'second' })
  })
})

describe('a run that nothing takes back', () => {
  const things = [
    ['tags', 'insert', 'Tag\nFair\nMarket\nParade'],
    ['customFields', 'delete', 'Label\nSock size'],
  ] as const

  it.each(things)('leaves everything as it is, and says so: %s, %s', async (type, op, csv) => {
    const run = await runObjects(engine, csv, { type, op })
    const rows = csv.split('\n').length - 1
    expect(run).toMatchObject({ aboutPeople: false, undoable: false, outcomes: { written: rows } })
    const before = practice.kit.requests.entries.filter(({ method }) => method !== 'GET').length
    const plan = await undo(run)
    expect(plan).toMatchObject({ requests: 0, counts: { 'left-out': rows } })
    expect(new Set(await reasonsOf(plan))).toEqual(
      new Set(['What this did can’t be taken back by a program.']),
    )
    expect(plan.undo?.stays).toEqual([
      rows === 1
        ? '1 row that is not about a person is left as it is.'
        : '3 rows that are not about people are left as they are.',
    ])
    await runPlanned(engine, plan)
    expect(practice.kit.requests.entries.filter(({ method }) => method !== 'GET')).toHaveLength(before)
  })

  it('says so in the history of whoever bought something', async () => {
    const csv =
      'Order id,Email,Product,SKU,Quantity,Unit price,Currency,Total\nA-1,ann@example.org,Bread,b1,1,3,USD,3'
    const sold = await runObjects(engine, csv, { type: 'purchases', op: 'insert' })
    expect(sold).toMatchObject({ aboutPeople: false, outcomes: { written: 1 } })
    const remoteId = String(person('ann')?.id)
    const { history } = await engine.client.people.get({ connection: 'Bakery', remoteId })
    expect(history.map(({ run, aboutPeople }) => [run, aboutPeople])).toEqual(
      expect.arrayContaining([[sold.id, false]]),
    )
    expect(history.filter(({ aboutPeople }) => aboutPeople).length).toBeGreaterThan(0)
  })
})
