import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { AudienceKind, AudienceRef, FieldId } from '../../../shared/model.ts'
import type { Condition, Filter, Rule } from '../../../shared/rules/rules.ts'
import { csvOf, startBoth } from '../../support/bothServices.ts'
import { planOf, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

/** IF and THEN, at both services. */
let engine: TestEngine
beforeAll(async () => {
  engine = await startBoth()
})
afterAll(() => engine.close())

const accounts = [
  { name: 'Bakery', kind: 'tag' },
  { name: 'Shop', kind: 'list' },
] as const

const if_ = (...conditions: readonly Condition[]): Filter => ({
  match: 'all',
  groups: [{ match: 'all', conditions }],
})
const column = (at: number, text: string): Condition => ({
  of: { column: at },
  test: { op: 'is', text: [text] },
  not: false,
})
const plan = (account: string, text: string, choices: SyncChoices = {}) =>
  planOf(engine, text, choices, 'people.csv', account)
const run = async ({ id, guard }: PlanSummary) =>
  engine.client.runs.start({ plan: id, ...(guard && { confirm: guard.count }) })
const rows = ({ id }: PlanSummary) =>
  engine.client.plans.rows({ plan: id, kind: null, offset: 0, limit: 100 })
async function audience(account: string, kind: AudienceKind, name: string): Promise<AudienceRef> {
  const { id } = await engine.client.connections.createAudience({
    connection: account,
    kind: kind as 'tag',
    name,
  })
  return { kind, id }
}

describe.each(accounts)('in $name', ({ name, kind }) => {
  const mail = (who: string) => `${who}.${kind}@example.org`

  it('only rows count that the filter lets through, and every other one is said to be left out', async () => {
    const text = csvOf('Email,City', `${mail('a')},Oslo`, `${mail('b')},Rome`, `${mail('c')},OSLO `)
    const made = await plan(name, text, { filter: if_(column(1, 'oslo')) })
    expect(made.counts).toMatchObject({ create: 2, 'left-out': 1 })
    expect((await rows(made))[1]?.reason).toContain('filter')
  })

  it('rules put people into one thing and set values, each only where it is true', async () => {
    const [vip, plain] = [
      await audience(name, kind, `VIP ${kind}`),
      await audience(name, kind, `Plain ${kind}`),
    ]
    const schema = await engine.client.connections.describe({ connection: name })
    const firstName = schema.fields.find(({ label }) => /first name/i.test(label))?.id as FieldId
    const rules: Rule[] = [
      { when: if_(column(1, 'gold')), then: [{ do: 'join', audience: vip }, set(firstName, 'Golden')] },
      { when: if_({ ...column(1, 'gold'), not: true }), then: [{ do: 'join', audience: plain }] },
    ]
    const text = csvOf('Email,Level', `${mail('g')},Gold`, `${mail('s')},silver`)
    const made = await plan(name, text, { rules, mapping: emailOnly })
    const joined = (await rows(made)).map(({ changes }) =>
      changes.flatMap((change) => (change.object === 'membership' ? [change.audience.id] : [])),
    )
    expect(joined).toEqual([[vip.id], [plain.id]])
    expect((await run(made)).outcomes.written).toBe(2)
    // What the account has by now is compared, also for what only a rule says.
    const again = await plan(name, text, { rules, mapping: emailOnly })
    expect(again.counts).toMatchObject({ unchanged: 2 })
    const names = await plan(name, text, {
      mapping: emailOnly,
      filter: if_({ of: { field: firstName }, test: { op: 'starts', text: ['gold'] }, not: false }),
    })
    expect(names.counts).toMatchObject({ unchanged: 1, 'left-out': 1 })
    const members = await plan(name, text, {
      mapping: emailOnly,
      filter: if_({ of: { audience: plain }, test: { op: 'yes' }, not: true }),
    })
    expect(members.counts).toMatchObject({ unchanged: 1, 'left-out': 1 })
  })

  it('rules take people out, and unsubscribe, after the number was confirmed', async () => {
    const list = await audience(name, kind, `Old ${kind}`)
    const text = csvOf('Email,Wants', `${mail('x')},yes`, `${mail('y')},no`, `${mail('nobody')},no`)
    const choices = { mapping: emailOnly }
    await run(
      await plan(name, csvOf('Email', mail('x'), mail('y')), {
        ...choices,
        rules: [{ when: null, then: [{ do: 'join', audience: list }] }],
      }),
    )
    const rules: Rule[] = [
      { when: if_(column(1, 'no')), then: [{ do: 'leave', audience: list }, { do: 'unsubscribe' }] },
    ]
    const made = await plan(name, text, { ...choices, rules })
    expect(made.counts).toMatchObject({ update: 1, 'left-out': 1, unchanged: 1 })
    expect(made.guard).toMatchObject({ count: 2 })
    await expect(engine.client.runs.start({ plan: made.id })).rejects.toThrow(/its number, 2/)
    const before = made.requests
    const receipt = await run(made)
    expect(receipt.outcomes).toMatchObject({ written: 1, 'left-out': 1, unchanged: 1 })
    expect(receipt.requests).toBeLessThanOrEqual(before)
    const again = await plan(name, text, { ...choices, rules })
    expect(again.guard).toBeNull()
    const joins: SyncChoices = {
      mapping: emailOnly,
      rules: [{ when: null, then: [{ do: 'join', audience: list }] }],
    }
    expect((await plan(name, text, joins)).counts).toMatchObject({ 'held-back': 1, create: 1, unchanged: 1 })
  })

  it('refuses rules that name what is not there', async () => {
    const text = csvOf('Email', mail('z'))
    const gone: Rule = { when: null, then: [{ do: 'join', audience: { kind, id: '999999' } }] }
    await expect(plan(name, text, { rules: [gone] })).rejects.toMatchObject({ code: 'not-found' })
    await expect(plan(name, text, { filter: if_(column(7, 'x')) })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})

const emailOnly: NonNullable<SyncChoices['mapping']> = {
  fields: [
    {
      field: 'email' as FieldId,
      type: 'email',
      from: { column: 0 },
      transforms: ['trim'],
      write: 'always',
      blank: 'leave',
    },
  ],
  left: [],
  values: { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' },
}

function set(field: FieldId, constant: string): Rule['then'][number] {
  return {
    do: 'set',
    rule: { field, type: 'text', from: { constant }, transforms: [], write: 'always', blank: 'leave' },
  }
}

describe('Kit', () => {
  it('says that nobody can be taken out of a form', async () => {
    const schema = await engine.client.connections.describe({ connection: 'Bakery' })
    const form = schema.audiences.find(({ kind }) => kind === 'form')
    const rules: Rule[] = [
      { when: null, then: [{ do: 'leave', audience: { kind: 'form', id: form?.id ?? '' } }] },
    ]
    await expect(plan('Bakery', csvOf('Email', 'a@example.org'), { rules })).rejects.toThrow(
      /no way to take people out of a form/,
    )
  })

  it('can be asked by state, by when they came, and by id', async () => {
    const text = csvOf(
      'Email',
      'ada.okafor@example.com',
      'not.confirmed@example.org',
      'quite.new@example.org',
    )
    const counts = async (...conditions: readonly Condition[]) =>
      (await plan('Bakery', text, { mapping: emailOnly, filter: if_(...conditions) })).counts['left-out']
    expect(
      await counts({ of: { person: 'state' }, test: { op: 'is', text: ['Inactive'] }, not: false }),
    ).toBe(2)
    expect(await counts({ of: { person: 'known' }, test: { op: 'yes' }, not: true })).toBe(2)
    expect(
      await counts({ of: { person: 'created' }, test: { op: 'before', date: '2100-01-01' }, not: false }),
    ).toBe(1)
    expect(
      await counts({ of: { person: 'created' }, test: { op: 'after', date: '2100-01-01' }, not: false }),
    ).toBe(3)
    expect(await counts({ of: { person: 'id' }, test: { op: 'blank' }, not: true })).toBe(1)
  })
})
