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
const listed = async ({ id }: Receipt) =>
  (await engine.client.runs.list({})).find((run) => run.id === id)?.aboutPeople

describe('a run about people of the account, row by row', () => {
  const emails = 'Email\nann@example.org\nben@example.org'
  const tag = { set: { tag: 'Newsletter' } }

  it('that gave a tag is taken back', async () => {
    const given = await runObjects(engine, emails, { type: 'tagSubscriptions', op: 'insert' }, tag)
    expect(given).toMatchObject({ aboutPeople: true, outcomes: { written: 2 } })
    expect(await listed(given)).toBe(true)
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

describe('a run about anything but people', () => {
  const things = [
    ['tags', 'Tag\nFair\nMarket\nParade'],
    ['customFields', 'Label\nShoe size\nHat size\nRing size'],
    ['webhooks', 'Target url,Event\nhttps://example.org/hook,subscriber.subscriber_activate'],
    ['broadcasts', 'Subject,Content\nHello,<p>Hello</p>'],
  ] as const

  it.each(things)('is not to be taken back, and what it made stays: %s', async (type, csv) => {
    const made = await runObjects(engine, csv, { type, op: 'insert' })
    const rows = csv.split('\n').length - 1
    expect(made).toMatchObject({ aboutPeople: false, outcomes: { written: rows } })
    expect(await listed(made)).toBe(false)
    const plan = await undo(made)
    expect(plan).toMatchObject({ requests: 0, counts: { 'left-out': rows } })
    expect(new Set(await reasonsOf(plan))).toEqual(
      new Set(['Only what was done to people can be taken back.']),
    )
    expect(plan.undo?.stays).toEqual([
      rows === 1
        ? '1 row that is not about a person is left as it is.'
        : '3 rows that are not about people are left as they are.',
    ])
  })

  it('leaves what it made in the account when its undo is carried out', async () => {
    const made = await runObjects(engine, 'Tag\nBazaar', { type: 'tags', op: 'insert' })
    const before = practice.kit.requests.entries.filter(({ method }) => method !== 'GET').length
    expect((await runPlanned(engine, await undo(made))).outcomes).toMatchObject({ 'left-out': 1 })
    expect(practice.kit.requests.entries.filter(({ method }) => method !== 'GET')).toHaveLength(before)
    expect(tagNames()).toContain('Bazaar')
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
