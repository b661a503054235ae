import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCustomField } from '../../../electron/practice/kit/customFields.ts'
import { arrangeSubscriber } from '../../../electron/practice/kit/arrange.ts'
import { startPractice, type RunningPractice } from '../../../electron/practice/startPractice.ts'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { signedIn } from '../../support/signedIn.ts'
import { markSignedIn } from '../../support/signedInKit.ts'
import { startTestEngine, type TestEngine, testSpeed } from '../../support/testEngine.ts'
import { planObjects, rowsOf, runObjects, runPlanned } from '../objects/objectHarness.ts'

let practice: RunningPractice
let engine: TestEngine
beforeAll(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  const vault = createMemoryVault()
  const env = { LISTFERRY_KIT_URL: practice.address, LISTFERRY_KLAVIYO_URL: practice.address }
  engine = await startTestEngine({ practice, ports: { vault, env } })
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
const broadcast = (wanted: string) => {
  const found = [...state().broadcasts.values()].find(({ subject }) => subject === wanted)
  if (!found) throw new Error(`no broadcast ${wanted}`)
  return found
}
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
    expect((await reasonsOf(plan))[0]).toBe('Label was changed to “Ring” since, so it stays.')
    await runPlanned(engine, plan)
    expect(labels()).toContain('Ring')
    expect(labels()).not.toContain('Belt size')
  })

  it('leaves what somebody else made between the plan and the run', async () => {
    const planned = await planObjects(engine, 'Label\nNickname', { type: 'customFields', op: 'insert' })
    addCustomField(state(), 'Nickname')
    const plan = await undo(await runPlanned(engine, planned))
    expect(await reasonsOf(plan)).toEqual([
      'The account had this custom field by the time the run came to make it, so it stays.',
    ])
    await runPlanned(engine, plan)
    expect(labels()).toContain('Nickname')
  })

  it('leaves what somebody made again after it was taken back', async () => {
    const run = await runObjects(engine, 'Label\nGlove size', { type: 'customFields', op: 'insert' })
    await runPlanned(engine, await undo(run))
    addCustomField(state(), 'Glove size')
    const plan = await undo(run)
    expect(await reasonsOf(plan)).toEqual(['The account has no such custom field any more.'])
    await runPlanned(engine, plan)
    expect(labels()).toContain('Glove size')
  })

  it('deletes its own of two that are the same', async () => {
    const csv = 'Subject,Content\nTwin,<p>x</p>'
    await runObjects(engine, csv, { type: 'broadcasts', op: 'insert' }, { mode: 'changed' })
    const first = broadcast('Twin')
    const other = { ...first, id: state().newId('broadcast') }
    state().broadcasts.set(other.id, other)
    const [run] = await engine.client.runs.list({})
    if (run) await runPlanned(engine, await engine.client.plans.undo({ run: run.id }))
    expect([state().broadcasts.has(first.id), state().broadcasts.has(other.id)]).toEqual([false, true])
  })

  it('deletes a broadcast whose content Kit keeps in its own form, and says that this tells no edit', async () => {
    const csv = 'Subject,Content,Recipient tag ids\nFormed,<p>x</p>,"1,2"'
    const run = await runObjects(engine, csv, { type: 'broadcasts', op: 'insert' })
    const made = broadcast('Formed')
    state().broadcasts.set(made.id, { ...made, content: '<div><p>x</p></div>' })
    const plan = await undo(run)
    expect((await rowsOf(engine, plan))[0]).toMatchObject({
      kind: 'delete',
      warning: 'Kit keeps Content in a form of its own, and nothing tells whether somebody changed it since.',
    })
    await runPlanned(engine, plan)
    expect(state().broadcasts.has(made.id)).toBe(false)
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

  it('leaves the content, the recipients and the time of a broadcast, and says why', async () => {
    await runObjects(engine, 'Subject,Content\nFair,<p>1</p>', { type: 'broadcasts', op: 'insert' })
    const { id } = broadcast('Fair')
    const csv = `Broadcast id,Subject,Content,Recipient tag ids,Send at\n${id},Fete,<p>2</p>,1,2031-05-01`
    const run = await runObjects(engine, csv, { type: 'broadcasts', op: 'update' })
    const wrote = broadcast('Fete')
    const plan = await undo(run)
    expect(plan.undo?.editedSince).toBe(0)
    const [row] = await rowsOf(engine, plan)
    for (const words of [
      'Kit keeps Content in a form of its own, and nothing tells whether somebody changed it since, so it stays.',
      'Recipient tag ids stays: of whom the broadcast was for before only a part is known. Change it in Kit.',
      'Send at stays: an undo neither plans a mailing nor calls one off. Change it in Kit.',
    ])
      expect(row?.warning).toContain(words)
    await runPlanned(engine, plan)
    expect(state().broadcasts.get(id)).toEqual({ ...wrote, subject: 'Fair' })
  })

  it('leaves a text of which an address was forgotten since', async () => {
    await runObjects(engine, 'Subject,Preview text\nAsk,Write to eve@example.org', {
      type: 'broadcasts',
      op: 'insert',
    })
    const { id } = broadcast('Ask')
    const csv = `Broadcast id,Preview text\n${id},Write to us`
    const run = await runObjects(engine, csv, { type: 'broadcasts', op: 'update' })
    await engine.client.settings.forgetPerson({ email: 'eve@example.org' })
    const plan = await undo(run)
    expect(await reasonsOf(plan)).toEqual([
      'What Preview text was before was forgotten on this computer, so it stays.',
    ])
    await runPlanned(engine, plan)
    expect(broadcast('Ask').previewText).toBe('Write to us')
  })

  it('is taken back by what the run says, whatever whoever plans it says, and only where it wrote', async () => {
    const run = await runObjects(engine, 'Label\nScarf size', { type: 'customFields', op: 'insert' })
    const spec = await engine.client.plans.spec({ plan: (await undo(run)).id })
    const plan = await engine.client.plans.make({ ...spec, object: { type: 'customFields', op: 'update' } })
    expect(plan).toMatchObject({ object: { type: 'customFields', op: 'delete' }, counts: { delete: 1 } })
    const values = { privateKey: practice.klaviyo.keys.all }
    const { connection: other } = await engine.client.connections.add({
      service: 'klaviyo',
      form: 'private-key',
      values,
      name: 'Shop',
    })
    await expect(engine.client.plans.make({ ...spec, connection: other.id })).rejects.toThrow(
      `Run ${run.id} wrote to Bakery, so it is only taken back there.`,
    )
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
