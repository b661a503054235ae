import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { csvOf, startBoth } from '../../support/bothServices.ts'
import { type ListFile, listFile } from '../../support/listFile.ts'
import { planOf, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

/** Scenarios whose right answer is known, end to end, at both services. */
let engine: TestEngine
beforeAll(async () => {
  engine = await startBoth()
  await engine.client.connections.createAudience({ connection: 'Bakery', kind: 'tag', name: 'Scenario' })
  await engine.client.connections.createAudience({ connection: 'Shop', kind: 'list', name: 'Scenario' })
})
afterAll(() => engine.close())

const run = ({ id, guard }: PlanSummary) =>
  engine.client.runs.start({ plan: id, ...(guard && { confirm: guard.count }) })
const rowsOf = (plan: PlanSummary, kind: 'held-back' | 'update') =>
  engine.client.plans.rows({ plan: plan.id, kind, offset: 0, limit: 500 })

describe.each([
  { name: 'Bakery', kind: 'tag', seed: 11 },
  { name: 'Shop', kind: 'list', seed: 12 },
] as const)('in $name', ({ name, kind, seed }) => {
  const into: SyncChoices = { audiences: [{ kind, name: 'Scenario' }] }
  const plan = (content: string, choices = into, file = 'list.csv') =>
    planOf(engine, content, choices, file, name)
  const rows = 60
  const whole = listFile({ seed, rows })
  const some = ({ header, rows: cells }: ListFile) =>
    [header, ...cells].map((row) => [0, 1, 3, 7].map((at) => row[at] ?? ''))
  const text = (lines: readonly (readonly string[])[]) =>
    csvOf(...lines.map((cells) => cells.map((one) => `"${one}"`).join(',')))
  const bytes = text(some(whole))
  /** `cancelled` in Kit, unsubscribed in Klaviyo. */
  const leaves = (email: string): void => {
    const { subscribers } = engine.practice.kit.state
    const person = subscribers.byEmail(email)
    if (kind === 'tag' && person) subscribers.save({ ...person, state: 'cancelled' })
  }

  it('S3: half of the cities blank, and nothing is erased', async () => {
    await run(await plan(bytes))
    expect((await plan(bytes)).counts).toMatchObject({ unchanged: rows })
    const made = await plan(text(some(listFile({ seed, rows, blankCityEvery: 2 }))))
    expect(made.counts).toMatchObject({ create: 0, invalid: 0 })
    for (const { changes } of await rowsOf(made, 'update'))
      for (const change of changes)
        if (change.object === 'contact') expect(Object.values(change.after)).not.toContain(null)
    expect(made.counts.unchanged).toBeGreaterThanOrEqual(rows / 2)
  })

  it('S10: the same file next week with 18 changes is 18 writes', async () => {
    const [header = [], ...lines] = some(whole)
    for (let n = 0; n < 18; n += 1) (lines[n * 3] as string[])[3] = 'Moved on'
    const made = await plan(text([header, ...lines]))
    expect(made.counts).toMatchObject({ update: 18, unchanged: rows - 18 })
    expect(made.since).toMatchObject({ added: 0, gone: 0 })
    expect((await run(made)).outcomes).toMatchObject({ written: 18, unchanged: rows - 18 })
  })

  it('S4: 30 rows belong to people who left, and 30 are held back, named', async () => {
    const gone = whole.people.slice(0, 30).flatMap(({ email }) => email ?? [])
    for (const email of gone) leaves(email)
    if (kind === 'list') {
      const rule = { when: null, then: [{ do: 'unsubscribe' }] } as const
      await run(await plan(csvOf('Email', ...gone), { audiences: [], rules: [rule] }))
    }
    const made = await plan(bytes, { ...into, mode: 'full-refresh' })
    const held = await rowsOf(made, 'held-back')
    expect(held.map(({ email }) => email)).toEqual(gone)
    for (const { reason, changes } of held) {
      expect(reason).toContain('unsubscribed in the account')
      expect(changes).toEqual([])
    }
    const receipt = await run(made)
    expect(receipt.outcomes).toMatchObject({ 'held-back': 30, written: rows - 30 })
  })

  it('whoever was changed in the account after the preview is held back, and not overwritten', async () => {
    const [, , , , , , , , , , ...rest] = whole.people.slice(30)
    const emails = rest.flatMap(({ email }) => email ?? []).slice(0, 3)
    const [edited = '', other = ''] = emails
    const made = await plan(csvOf('Email,City', ...emails.map((email) => `${email},Atlantis`)))
    expect(made.counts.update).toBe(3)
    const direct = await plan(csvOf('Email,City', `${edited},Elsewhere`), into, 'other.csv')
    await run(direct)
    const receipt = await run(made)
    expect(receipt.outcomes).toMatchObject({ written: 2, 'held-back': 1 })
    const [reject] = (await engine.client.runs.rejects({ run: receipt.id, afterRow: 0, limit: 5 })).rows
    expect(reject).toMatchObject({
      email: edited,
      reason: expect.stringMatching(/City was changed .* since the preview/) as string,
    })
    const again = await plan(csvOf('Email,City', `${edited},Elsewhere`, `${other},Atlantis`))
    expect(again.counts).toMatchObject({ unchanged: 2 })
  })
})
