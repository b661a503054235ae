import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrangeSubscriber } from '../../../electron/practice/kit/arrange.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { csvOf, startBoth } from '../../support/bothServices.ts'
import { planOf, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

/** File against file, and addresses that changed. */
let engine: TestEngine
beforeAll(async () => {
  engine = await startBoth()
})
afterAll(() => engine.close())

const run = ({ id, guard }: PlanSummary) =>
  engine.client.runs.start({ plan: id, ...(guard && { confirm: guard.count }) })

describe.each([
  { name: 'Bakery', at: 'kit' },
  { name: 'Shop', at: 'klaviyo' },
] as const)('in $name', ({ name, at }) => {
  const mail = (who: string) => `${who}.${at}@example.org`
  const csv = (...rows: readonly string[]) => csvOf('Email,First name,Customer no', ...rows)
  const byNumber: SyncChoices = { stableId: { column: 2 } }
  const plan = (text: string, choices = byNumber) => planOf(engine, text, choices, 'customers.csv', name)

  it('says who came and who went, and a new address is written to the same person', async () => {
    const first = await plan(csv(`${mail('a')},A,1`, `${mail('b')},B,2`, `${mail('c')},C,3`))
    expect(first.since).toBeUndefined()
    await run(first)
    const made = await plan(csv(`${mail('a')},A,1`, `${mail('b.new')},B,2`, `${mail('d')},D,4`))
    expect(made.since).toMatchObject({ file: 'customers.csv', added: 1, gone: 1, changedAddress: 1 })
    expect(made.counts).toMatchObject({ unchanged: 1, update: 1, create: 1 })
    const [row] = await engine.client.plans.rows({ plan: made.id, kind: 'update', offset: 0, limit: 5 })
    expect(row?.changes[0]).toMatchObject({
      op: 'update',
      before: { email: mail('b') },
      after: { email: mail('b.new') },
    })
    const receipt = await run(made)
    expect(receipt.outcomes).toMatchObject({ written: 2, unchanged: 1 })
    const emails = [mail('b'), mail('b.new')].map((email) =>
      at === 'kit'
        ? engine.practice.kit.state.subscribers.byEmail(email) !== undefined
        : engine.practice.klaviyo.state.profiles.byEmail(email) !== undefined,
    )
    expect(emails).toEqual([false, true])
    const again = await plan(csv(`${mail('a')},A,1`, `${mail('b.new')},B,2`, `${mail('d')},D,4`))
    expect(again.since).toMatchObject({ added: 0, gone: 0, changedAddress: 0 })
    expect(again.counts).toMatchObject({ unchanged: 3 })
  })

  it('holds back whoever left under the address before', async () => {
    await run(await plan(csv(`${mail('left')},L,9`)))
    await engine.client.left.add({ email: mail('left') })
    const made = await plan(csv(`${mail('left.new')},L,9`))
    expect(made.counts).toMatchObject({ 'held-back': 1, create: 0 })
  })

  it('without such a column a new address is somebody new, as before', async () => {
    await run(await plan(csv(`${mail('x')},X,11`), {}))
    const made = await plan(csv(`${mail('y')},X,11`), {})
    expect(made.since).toMatchObject({ added: 1, gone: 1, changedAddress: 0 })
    // Klaviyo has the number as their external id, which then leads to two people.
    expect(made.counts).toMatchObject(at === 'kit' ? { create: 1 } : { invalid: 1 })
  })
})

describe('a field of the Kit account that holds the stable ids', () => {
  it('makes a new address an update of the same person, without a file before', async () => {
    const { subscribers, customFields } = engine.practice.kit.state
    const field = [...customFields.values()].find(({ label }) => label === 'Company')?.id ?? 0
    const put = (emailAddress: string, id: string) =>
      arrangeSubscriber(engine.practice.kit.state, {
        emailAddress,
        firstName: 'Old',
        fields: { Company: id },
        state: 'active',
      })
    const moved = put('old.address@example.org', 'customer-7')
    put('twin.one@example.org', 'customer-8')
    // As many as are looked at in several pieces.
    for (let n = 0; n < 5100; n += 1) put(`other${n}@example.org`, `customer-9-${n}`)
    put('twin.two@example.org', 'customer-8')
    const text = csvOf('Email,Company', 'new.address@example.org,customer-7', 'third@example.org,customer-8')
    const made = await planOf(engine, text, { stableId: { column: 1 } }, 'crm.csv')
    expect(made.since).toBeUndefined()
    expect(made.counts).toMatchObject({ update: 1, create: 1 })
    const receipt = await run(made)
    expect(receipt.outcomes).toMatchObject({ written: 2 })
    expect(subscribers.byEmail('new.address@example.org')?.id).toBe(moved.id)
    expect(subscribers.byEmail('new.address@example.org')?.values.get(field)).toBe('customer-7')
    expect(subscribers.byEmail('old.address@example.org')).toBeUndefined()
  })
})
