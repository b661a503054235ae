import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { FieldId } from '../../../shared/model.ts'
import { usualVolume } from '../../../shared/volume.ts'
import { csvOf, startBoth } from '../../support/bothServices.ts'
import { planOf, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

/** What is unusual stops in Review and asks for its number, in every mode. */
let engine: TestEngine
beforeAll(async () => {
  engine = await startBoth()
  await engine.client.connections.createAudience({ connection: 'Bakery', kind: 'tag', name: 'Kept' })
  await engine.client.connections.createAudience({ connection: 'Shop', kind: 'list', name: 'Kept' })
})
afterAll(() => engine.close())

const run = ({ id, guard }: PlanSummary, confirm = guard?.count) =>
  engine.client.runs.start({ plan: id, ...(confirm !== undefined && { confirm }) })
const volume = { ...usualVolume, fromPeople: 5 }

describe.each([
  { name: 'Bakery', kind: 'tag' },
  { name: 'Shop', kind: 'list' },
] as const)('in $name', ({ name, kind }) => {
  const csv = (n: number, city = 'Oslo') =>
    csvOf(
      'Email,First name,City',
      ...Array.from({ length: n }, (_, i) => `v${i}.${kind}@example.org,V,${city}`),
    )
  const kept: SyncChoices = { audiences: [{ kind, name: 'Kept' }], volume }
  const plan = (text: string, choices: SyncChoices = kept) =>
    planOf(engine, text, choices, 'weekly.csv', name)

  it('a file that shrank by 80 % stops mode mirror, and nothing is sent without the number', async () => {
    await run(await plan(csv(30)))
    const made = await plan(csv(6), { ...kept, mode: 'mirror' })
    expect(made).toMatchObject({ leavers: 24, guard: { count: 24 } })
    const unusual = made.guard?.unusual?.join(' ') ?? ''
    expect(unusual).toMatch(/24 of the 30 people .* would leave: 80 %/)
    expect(unusual).toMatch(/The file shrank: weekly.csv had 30 rows .* 6, 80 % fewer/)
    const writes = () => engine.client.runs.list({})
    const before = (await writes()).length
    await expect(run(made, 6)).rejects.toThrow(/number, 24/)
    await expect(engine.client.runs.start({ plan: made.id })).rejects.toMatchObject({ code: 'conflict' })
    expect(await writes()).toHaveLength(before)
    // In other modes too, though nobody leaves there.
    const changed = await plan(csvOf('Email,First name,City', `new.${kind}@example.org,N,Rome`))
    expect(changed.guard?.unusual?.[0]).toMatch(/shrank/)
    expect(changed.guard).toMatchObject({ count: 1, words: [] })
  })

  it('replacing the values of most people stops, filling empty ones does not', async () => {
    const made = await plan(csv(30, 'Rome'))
    expect(made.changes).toMatchObject({ updates: 30, overwrites: 30 })
    expect(made.guard).toMatchObject({ count: 30, words: [] })
    expect(made.guard?.unusual?.[0]).toMatch(/30 of the 30 people .* values replaced: 100 %/)
    const page = await engine.client.plans.rows({ plan: made.id, kind: 'update', offset: 0, limit: 100 })
    let ticked = made
    for (const { row } of page.slice(0, 26))
      ticked = await engine.client.plans.tick({ plan: made.id, on: false, row })
    expect(ticked).toMatchObject({ changes: { overwrites: 4 }, guard: null })
    const off = await plan(csv(30, 'Rome'), { ...kept, volume: { ...volume, changePercent: null } })
    expect(off.guard).toBeNull()
    const usual = await planOf(
      engine,
      csv(30, 'Rome'),
      { audiences: kept.audiences ?? [] },
      'weekly.csv',
      name,
    )
    expect(usual.guard).toBeNull()
    const fields = [...(await engine.client.plans.spec({ plan: made.id })).mapping.fields]
    const lastName = (await engine.client.connections.describe({ connection: name })).fields.find(
      ({ label }) => /last name/i.test(label),
    )
    const filling = fields.map((rule) =>
      rule.field === fields[2]?.field ? { ...rule, field: lastName?.id ?? ('' as FieldId) } : rule,
    )
    const filled = await plan(csv(30, 'Rome'), {
      ...kept,
      mapping: { ...(await engine.client.plans.spec({ plan: made.id })).mapping, fields: filling },
    })
    expect(filled).toMatchObject({ changes: { updates: 30, overwrites: 0 }, guard: null })
  })
})

describe('the plan of the account', () => {
  it('is asked about when new people would pass it: Kit tells, for Klaviyo the user says', async () => {
    const csv = (n: number, at: string) =>
      csvOf('Email', ...Array.from({ length: n }, (_, i) => `limit${i}@${at}`))
    Object.assign(engine.practice.kit.state.account, { subscriberLimit: 300 })
    const { account, id } = await engine.client.connections.test({ connection: 'Bakery' })
    const limit = account.contactLimit ?? 0
    const over = await planOf(engine, csv(limit, 'limit.example.org'))
    expect(over.guard).toMatchObject({ count: limit, words: [] })
    expect(over.guard?.unusual?.join(' ')).toMatch(/more than the 300 of its plan/)
    Object.assign(engine.practice.kit.state.account, { subscriberLimit: 25_000 })
    await engine.client.connections.test({ connection: 'Bakery' })
    expect((await planOf(engine, csv(3, 'limit.example.org'))).guard).toBeNull()
    expect((await planOf(engine, csv(300, 'limit.example.org'), {}, 'a.csv', 'Shop')).guard).toBeNull()
    const edited = await engine.client.connections.edit({ connection: 'Shop', ownLimit: 20 })
    expect(edited.ownLimit).toBe(20)
    const shop = await planOf(engine, csv(300, 'limit.example.org'), {}, 'a.csv', 'Shop')
    expect(shop.guard?.unusual?.join(' ')).toMatch(/more than the 20 of its plan: 300 are new/)
    expect(id).not.toBe(edited.id)
  })
})
