import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestEngine, type TestEngine } from '../../support/testEngine.ts'
import { kindsOf, outcomesOf, planObjects, rowsOf, runObjects, runPlanned } from './objectHarness.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const kit = () => engine.practice.kit
const writes = () =>
  kit().requests.entries.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/filter'))
const fieldCalled = (label: string) =>
  [...kit().state.customFields.values()].find((one) => one.label === label)
const tagNames = () => [...kit().state.tags.values()].map(({ name }) => name)

describe('tags from a file', () => {
  const target = { type: 'tags', op: 'insert' } as const

  it('are made once each; one that is there in other letters is unchanged', async () => {
    const plan = await planObjects(
      engine,
      'Tag,Note\nWorkshop,1\nnewsletter,2\nworkshop,3\n,4\nVIP guests,5',
      target,
    )
    expect(await kindsOf(engine, plan)).toEqual(['duplicate', 'unchanged', 'create', 'invalid', 'create'])
    expect(plan).toMatchObject({ changes: { creates: 2 }, requests: 2, guard: null })
    const receipt = await runPlanned(engine, plan)
    expect(receipt.outcomes).toMatchObject({ written: 2, unchanged: 1, duplicate: 1, invalid: 1 })
    expect(receipt).toMatchObject({ addsUp: true, requests: 2 })
    expect(tagNames()).toEqual(expect.arrayContaining(['workshop', 'VIP guests']))
    expect(writes().map(({ path }) => path)).toEqual(['/v4/tags', '/v4/tags'])
    expect((await planObjects(engine, 'Tag\nWorkshop\nVIP guests', target)).counts.unchanged).toBe(2)
  })

  it('can be listed, narrowed down by name, and taken along as CSV', async () => {
    const { objects } = await engine.client.objects.list({
      connection: 'Bakery',
      type: 'tags',
      filter: { name: 'NEWS' },
    })
    expect(objects.map(({ values }) => values)).toEqual([expect.objectContaining({ name: 'Newsletter' })])
    const file = await engine.client.exports.objects({ connection: 'Bakery', type: 'tags' })
    const [header, ...lines] = engine.exported(file).trim().split(/\r?\n/)
    expect(header).toMatch(/Tag id.*Name.*Created at/)
    expect(lines).toHaveLength(kit().state.tags.size)
  })
})

describe('tags', () => {
  it('are renamed by id or by the name they have, and not to what another one is called', async () => {
    const [first, second, third] = [...kit().state.tags.values()]
    const csv = `Tag id,Current name,New name\n${first?.id},,Breakfast club\n,${second?.name},Bread club\n${third?.id},,${third?.name}`
    const plan = await planObjects(engine, csv, { type: 'tags', op: 'update' })
    const [byId, byName, same] = await rowsOf(engine, plan)
    expect(byId).toMatchObject({
      changes: [{ before: { name: first?.name }, after: { name: 'Breakfast club' } }],
    })
    expect(byName).toMatchObject({ kind: 'update', changes: [{ after: { name: 'Bread club' } }] })
    expect(same?.kind).toBe('unchanged')
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 2, unchanged: 1 })
    expect(kit().state.tags.get(first?.id ?? 0)?.name).toBe('Breakfast club')
    const taken = await runObjects(engine, `Tag id,Name\n${third?.id},bread CLUB`, {
      type: 'tags',
      op: 'update',
    })
    expect(taken.outcomes).toMatchObject({ rejected: 1 })
  })
})

describe('custom fields from a file', () => {
  it('are made, and one that is there is unchanged', async () => {
    const receipt = await runObjects(engine, 'Label\nShoe size\nCity', { type: 'customFields', op: 'insert' })
    expect(receipt.outcomes).toMatchObject({ written: 1, unchanged: 1 })
    expect(fieldCalled('Shoe size')?.key).toBe('shoe_size')
  })

  it('are renamed by id or by the label they have, with before and after, and the key is said to change', async () => {
    const city = fieldCalled('City')
    const csv = `Field id,Current label,New label\n${city?.id},,Town\n,Company,Employer\n,Nothing,Something`
    const plan = await planObjects(engine, csv, { type: 'customFields', op: 'update' })
    const [town, employer, unknown] = await rowsOf(engine, plan)
    expect(town).toMatchObject({
      kind: 'update',
      changes: [{ object: 'record', op: 'update', before: { label: 'City' }, after: { label: 'Town' } }],
      reason: expect.stringMatching(/changes the key “city”/) as string,
    })
    expect(employer).toMatchObject({ kind: 'update', changes: [{ before: { label: 'Company' } }] })
    expect(unknown).toMatchObject({
      kind: 'invalid',
      reason: expect.stringMatching(/no custom field “Nothing”/) as string,
    })
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 2, invalid: 1 })
    expect(fieldCalled('Town')).toMatchObject({ id: city?.id, key: 'town' })
  })

  it('are only deleted when the number of deletions is confirmed, and the plan says whose values go', async () => {
    const city = fieldCalled('City')
    const holders = [...kit().state.subscribers.all()].filter(
      ({ values }) => (values.get(city?.id ?? 0) ?? '') !== '',
    )
    const plan = await planObjects(engine, 'Label\nCity\nNo such field', {
      type: 'customFields',
      op: 'delete',
    })
    expect(plan).toMatchObject({ counts: { delete: 1, unchanged: 1 }, changes: { deletes: 1 } })
    expect(holders.length).toBeGreaterThan(1)
    expect(plan.guard).toEqual({
      count: 1,
      words: [
        `Deleting the field “City” wipes its values from ${holders.length.toLocaleString('en-US')} people, and nothing brings them back.`,
      ],
    })
    for (const confirm of [undefined, 2])
      await expect(
        engine.client.runs.start({ plan: plan.id, ...(confirm && { confirm }) }),
      ).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/its number, 1.*wipes its values/) as string,
      })
    expect(fieldCalled('City')).toBeDefined()
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 1, unchanged: 1 })
    expect(fieldCalled('City')).toBeUndefined()
  })

  it('keep the guard true when a deletion is unticked', async () => {
    const plan = await planObjects(engine, 'Label\nCity\nCompany', { type: 'customFields', op: 'delete' })
    const ticked = await engine.client.plans.tick({ plan: plan.id, on: false, row: 1 })
    expect(ticked).toMatchObject({ guard: { count: 1 }, counts: { delete: 1, 'left-out': 1 }, requests: 1 })
    expect(ticked.guard?.words.join()).not.toMatch(/City/)
    const none = await engine.client.plans.tick({ plan: plan.id, on: false })
    expect(none).toMatchObject({ guard: null, counts: { delete: 0, 'left-out': 2 } })
    const both = await engine.client.plans.tick({ plan: plan.id, on: true })
    expect(both.guard?.count).toBe(2)
    await engine.client.plans.tick({ plan: plan.id, on: false, row: 1 })
    await runPlanned(engine, ticked)
    expect(fieldCalled('City')).toBeDefined()
    expect(fieldCalled('Company')).toBeUndefined()
  })
})

describe('an account that changed between the plan and the run', () => {
  it('gives each row its own outcome and stops none of the others', async () => {
    const plan = await planObjects(engine, 'Current label,Label\nCity,Town\nCompany,Employer', {
      type: 'customFields',
      op: 'update',
    })
    kit().state.customFields.delete(fieldCalled('City')?.id ?? 0)
    const receipt = await runPlanned(engine, plan)
    expect(receipt.outcomes).toMatchObject({ rejected: 1, written: 1 })
    const [gone] = await outcomesOf(engine, receipt)
    expect(gone?.reason).toMatch(/no longer in the Kit account/)
  })
})

describe('what can’t be done', () => {
  it('is refused in words before anything is planned', async () => {
    const refused = (csv: string, target: Parameters<typeof planObjects>[2]) =>
      expect(planObjects(engine, csv, target)).rejects
    await refused('Tag\nx', { type: 'tags', op: 'delete' }).toThrow(
      /Tags of Kit have no delete. It can insert/,
    )
    await refused('Name\nx', { type: 'segments', op: 'insert' }).toThrow(/only be read/)
    await refused('Colour\nred', { type: 'tags', op: 'insert' }).toThrow(/mapped to “Name”/)
    await refused('Order id\n1', { type: 'purchases', op: 'insert' }).toMatchObject({ code: 'forbidden' })
  })
})
