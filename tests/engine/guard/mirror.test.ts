import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { csvOf, startBoth } from '../../support/bothServices.ts'
import { planOf, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

/** Mode mirror: whoever is no longer in the file leaves the tag or list, and nobody is ever deleted. */
let engine: TestEngine
beforeAll(async () => {
  engine = await startBoth()
})
afterAll(() => engine.close())

const run = async ({ id, guard }: PlanSummary) =>
  engine.client.runs.start({ plan: id, ...(guard && { confirm: guard.count }) })

describe.each([
  { name: 'Bakery', kind: 'tag' },
  { name: 'Shop', kind: 'list' },
] as const)('in $name', ({ name, kind }) => {
  const mail = (n: number) => `m${n}.${kind}@example.org`
  const csv = (...people: readonly number[]) => csvOf('Email,City', ...people.map((n) => `${mail(n)},Oslo`))
  const mirror: SyncChoices = { audiences: [{ kind, name: 'Mirrored' }], mode: 'mirror' }
  const plan = (text: string, choices: SyncChoices = mirror) =>
    planOf(engine, text, choices, 'people.csv', name)

  it('takes out who is gone from the file, by name, and counts them apart from its rows', async () => {
    await engine.client.connections.createAudience({ connection: name, kind, name: 'Mirrored' })
    await run(await plan(csv(1, 2, 3, 4), { ...mirror, mode: 'changed' }))
    const made = await plan(
      csvOf('Email,City', `${mail(1)},Oslo`, `${mail(3)},Rome`, `${mail(3)},Oslo`, 'no address,Oslo'),
    )
    expect(made).toMatchObject({ leavers: 2, guard: { count: 2 }, changes: { leaves: 2, deletes: 0 } })
    expect(made.counts).toMatchObject({ leave: 2, unchanged: 2, duplicate: 1, invalid: 1, update: 0 })
    expect(made.guard?.unusual?.join()).toContain('1 row is invalid, so that nobody knows whom it means')
    const leavers = await engine.client.plans.rows({ plan: made.id, kind: 'leave', offset: 0, limit: 10 })
    expect(leavers.map(({ row }) => row)).toEqual([5, 6])
    expect(leavers.map(({ email }) => email).sort()).toEqual([mail(2), mail(4)])
    expect(leavers[0]?.reason).toContain('“Mirrored”')
    // One of them stays after all.
    const stays = leavers.find(({ email }) => email === mail(4))
    const ticked = await engine.client.plans.tick({ plan: made.id, on: false, row: stays?.row ?? 0 })
    expect(ticked).toMatchObject({ leavers: 2, guard: { count: 1 }, counts: { leave: 1, 'left-out': 1 } })
    const receipt = await run(ticked)
    expect(receipt).toMatchObject({ rows: 4, addsUp: true, status: 'finished' })
    expect(receipt.outcomes).toMatchObject({ unchanged: 2, duplicate: 1, invalid: 1, written: 0 })
    expect(receipt.leavers).toMatchObject({ written: 1, 'left-out': 1 })
    const detail = await engine.client.runs.row({
      run: receipt.id,
      row: leavers.find(({ email }) => email === mail(2))?.row ?? 0,
    })
    expect(detail).toMatchObject({ outcome: 'written', cells: [], email: mail(2) })
    // They are in the account all the same, and only the one who stayed is left to leave.
    const again = await plan(csv(1, 3))
    expect(again.counts).toMatchObject({ leave: 1, unchanged: 2 })
    expect((await plan(csv(2), { ...mirror, mode: 'changed' })).counts).toMatchObject({
      update: 1,
      create: 0,
    })
  })

  it('keeps whom a row means that does not count: left out by the filter, or held back', async () => {
    const only = {
      match: 'all',
      groups: [
        { match: 'all', conditions: [{ of: { column: 1 }, test: { op: 'is', text: ['Rome'] }, not: false }] },
      ],
    } as const
    const made = await plan(csv(1, 3, 4), { ...mirror, filter: only })
    expect(made.counts).toMatchObject({ leave: 0, 'left-out': 3 })
    expect(made.guard).toBeNull()
  })

  it('needs something that people can leave', async () => {
    await expect(plan(csv(1), { mode: 'mirror' })).rejects.toThrow(/Choose the (tag|list)/)
  })
})
