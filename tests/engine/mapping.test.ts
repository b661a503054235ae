import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allValues } from '../../shared/lists/allValues.ts'
import type { FieldId, FieldRule } from '../../shared/model.ts'
import { planSource, startTestEngine, suggestedMapping, type TestEngine } from '../support/testEngine.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.close())

async function staged(csv: string) {
  const { client } = engine
  return client.sources.stage({ file: engine.file('mapped.csv', csv), overrides: {} })
}

describe('the values of a column', () => {
  it('are counted over the whole file, after the steps before, with tables that they usually become', async () => {
    const rows = Array.from(
      { length: 2500 },
      (_, n) => `p${n}@example.org,${n % 3 === 0 ? ' Germany ' : n % 3 === 1 ? 'France' : ''}`,
    )
    const { id } = await staged(['Email,Land', ...rows].join('\n'))
    const found = await engine.client.sources.distinctValues({
      source: id,
      from: { column: 1 },
      transforms: ['trim'],
    })
    expect(found).toMatchObject({
      values: [
        { value: 'Germany', count: 834 },
        { value: 'France', count: 833 },
      ],
      distinct: 2,
      blankRows: 833,
    })
    expect(found.suggestions[0]?.pairs).toContainEqual({ from: 'Germany', to: 'DE' })
  })

  it('of lists in cells are counted one by one', async () => {
    const { id } = await staged(
      'Email,Tags\na@example.org,"vip; news"\nb@example.org,"VIP,news"\nc@example.org,',
    )
    const found = await engine.client.sources.distinctValues({
      source: id,
      from: { column: 1 },
      transforms: [],
      separators: ',;',
    })
    expect(found.values).toEqual([
      { value: 'news', count: 2 },
      { value: 'VIP', count: 1 },
      { value: 'vip', count: 1 },
    ])
  })
})

it('finds all values of a column of lists, however many there are', async () => {
  const rows = Array.from({ length: 1200 }, (_, n) => `p${n}@example.org,Tag ${n}`)
  const { id } = await staged(['Email,Tags', ...rows].join('\n'))
  const of = { source: id, column: 1, separators: ',;' }
  const found = await allValues(engine.client.sources, of, new AbortController().signal)
  expect(new Set(found.map(({ value }) => value)).size).toBe(1200)
})

describe('several files of an export', () => {
  it('bring those who left as people who left, and nobody else', async () => {
    const { client } = engine
    const files = [
      engine.file('subscribed.csv', 'Email Address,LEID,EUID\nnew-one@example.org,1,a\n'),
      engine.file('unsubscribed.csv', 'Email Address,UNSUB_TIME,LEID,EUID\nold@example.org,2024-01-02,2,b\n'),
      engine.file('cleaned.csv', 'Email Address,CLEAN_TIME,LEID,EUID\nhard@example.org,2024-03-04,3,c\n'),
    ]
    const { file } = await client.sources.together({ files })
    const { id } = await client.sources.stage({ file, overrides: {} })
    const plan = await planSource(engine, id)
    const rows = await client.plans.rows({ plan: plan.id, kind: null, offset: 0, limit: 10 })
    expect(rows.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['create', null],
      ['held-back', 'column “UNSUB_TIME” says “2024-01-02”'],
      ['held-back', 'column “CLEAN_TIME” says “2024-03-04”'],
    ])
  })

  it('are warned about where one of them says that its people never subscribed', async () => {
    const { client } = engine
    const people = 'Email Address,LEID,EUID\n'
    const files = ['subscribed_members.csv', 'nonsubscribed_members.csv'].map((name, n) =>
      engine.file(name, `${people}p${n}@example.org,1,a\n`),
    )
    const { file } = await client.sources.together({ files })
    const { id } = await client.sources.stage({ file, overrides: {} })
    const [kit] = await client.connections.list({})
    const found = await client.sources.suggestMapping({ source: id, connection: kit?.id ?? '', on: true })
    expect(found.known?.warning).toContain('people in it never subscribed')
  })
})

describe('steps between cell and value', () => {
  it('reach the account as the preview showed them, and a value that is refused leaves the rest of the row', async () => {
    const { client } = engine
    const source = await staged(
      'Email,Name,Land\nstep1@example.org,Ada Lovelace,Germany\nstep2@example.org,Cher,Atlantis',
    )
    const { fields } = await client.connections.describe({ connection: 'Bakery' })
    const city = fields.find(({ label }) => label === 'City')?.id ?? ('' as FieldId)
    const suggestion = await client.sources.suggestMapping({ source: source.id, connection: 'Bakery' })
    const mapping = suggestedMapping(suggestion)
    const rule: FieldRule = {
      field: city,
      type: 'text',
      from: { column: 2 },
      transforms: ['trim', { step: 'values', values: [{ from: 'germany', to: 'DE' }], others: 'refuse' }],
      write: 'always',
      blank: 'leave',
    }
    const changed = {
      ...mapping,
      fields: [
        ...mapping.fields.map((one) =>
          one.field === 'first_name'
            ? {
                ...one,
                transforms: [
                  'trim' as const,
                  { step: 'part' as const, take: 'first' as const, separator: null },
                ],
              }
            : one,
        ),
        rule,
      ],
    }
    const tried = await client.sources.tryMapping({ source: source.id, mapping: changed, from: 1, limit: 2 })
    expect(tried.map(({ values }) => [values['first_name' as FieldId], values[city]])).toEqual([
      ['Ada', 'DE'],
      ['Cher', undefined],
    ])
    const plan = await planSource(engine, source.id, { mapping: changed })
    expect(plan).toMatchObject({ counts: { create: 2 }, warningRows: 1 })
    expect(JSON.stringify(plan.firstWarning)).toContain('is not in the table of values')
  })
})

describe('columns of lists', () => {
  it('put each person into the tag of each value, and say which values have none', async () => {
    const { client, practice } = engine
    const made = await client.connections.createAudience({
      connection: 'Bakery',
      kind: 'tag',
      name: 'List news',
    })
    const vip = await client.connections.createAudience({
      connection: 'Bakery',
      kind: 'tag',
      name: 'List vip',
    })
    const source = await staged(
      'Email,Tags\nlist1@example.org,"List VIP; list news"\nlist2@example.org,"list news, Unknown"\nlist3@example.org,',
    )
    const list = {
      column: 1,
      kind: 'tag' as const,
      separators: ',;',
      values: [
        { value: 'list news', audience: { kind: 'tag' as const, id: made.id } },
        { value: 'List VIP', audience: { kind: 'tag' as const, id: vip.id } },
      ],
    }
    const plan = await planSource(engine, source.id, { lists: [list] })
    expect(plan).toMatchObject({ counts: { create: 3 }, changes: { joins: 3 }, warningRows: 1 })
    expect(JSON.stringify(plan.firstWarning)).toContain('No tag was chosen for')
    await client.runs.start({ plan: plan.id })
    const { tags, memberships, subscribers } = practice.kit.state
    const tagsOf = (email: string) =>
      [...tags.values()]
        .filter(({ id }) => memberships.tag.get(id, subscribers.byEmail(email)?.id ?? 0))
        .map(({ name }) => name)
    expect([tagsOf('list1@example.org'), tagsOf('list2@example.org'), tagsOf('list3@example.org')]).toEqual([
      ['List news', 'List vip'],
      ['List news'],
      [],
    ])
    // A second time there is nothing to do, also where a plan looks at more lists than SQLite joins tables.
    const many = []
    for (let n = 0; n < 70; n += 1) {
      const { id } = await client.connections.createAudience({
        connection: 'Bakery',
        kind: 'tag',
        name: `Many ${n}`,
      })
      many.push({ value: `many ${n}`, audience: { kind: 'tag' as const, id } })
    }
    const again = await planSource(engine, source.id, {
      lists: [{ ...list, values: [...list.values, ...many] }],
    })
    expect(again).toMatchObject({ counts: { unchanged: 3 }, changes: { joins: 0 } })
  })
})

describe('what files of one shape were mapped to', () => {
  const csv = 'Email,Pets,Town\nshape@example.org,Rex,Oslo'
  const suggestionFor = (source: string) =>
    engine.client.sources.suggestMapping({ source, connection: 'Bakery' })

  it('Q23: an unmapped column stays unmapped, and the mapping is kept for the next file of these columns', async () => {
    const { client } = engine
    const first = await staged(csv)
    const before = await suggestionFor(first.id)
    expect(before).toMatchObject({ remembered: null })
    expect(before.columns[2]?.target).toHaveProperty('field')
    const { fields, left, values } = suggestedMapping(before)
    const transforms = [
      { step: 'values' as const, values: [{ from: 'shape@example.org', to: 'x' }], others: 'leave' as const },
    ]
    const kept = {
      fields: fields.filter(({ from }) => !('column' in from) || from.column !== 2),
      left,
      values,
    }
    const mapping = { ...kept, fields: kept.fields.map((one) => ({ ...one, transforms })) }
    await client.sources.rememberMapping({ source: first.id, connection: 'Bakery', mapping, refused: [2] })

    // Another order of the same columns.
    const next = await staged('Town,Email,Pets\nBergen,shape2@example.org,Rex')
    const again = await suggestionFor(next.id)
    expect(again.columns[0]).toMatchObject({ target: { ignore: true } })
    expect(again.remembered?.mapping.fields.map(({ field, from }) => [field, from])).toEqual([
      ['email', { column: 1 }],
    ])
    expect(await client.settings.rememberedShapes({})).toBe(1)
  })

  it('is nothing of a person who is forgotten, and all of it can be forgotten', async () => {
    const { client } = engine
    const next = await staged(csv)
    await client.settings.forgetPerson({ email: 'shape@example.org' })
    const { remembered } = await suggestionFor(next.id)
    expect(JSON.stringify(remembered)).toContain('[forgotten]')
    await client.settings.forgetShapes({})
    expect(await suggestionFor(next.id)).toMatchObject({ remembered: null })
    expect((await suggestionFor(next.id)).columns[2]?.target).toHaveProperty('field')
  })

  it('an export that is refused stays refused for its columns', async () => {
    const { client } = engine
    const source = await staged(
      'email,active_subscription,expiry,email_disabled\nsub@example.org,false,,true',
    )
    expect(await suggestionFor(source.id)).toMatchObject({
      known: { title: 'Substack' },
      refusedProgram: null,
    })
    await client.sources.takeForExport({ source: source.id, on: false })
    const later = await staged(
      'email,active_subscription,expiry,email_disabled\nsub2@example.org,false,,true',
    )
    expect(await suggestionFor(later.id)).toMatchObject({ known: null, refusedProgram: 'Substack' })
    await client.sources.takeForExport({ source: later.id, on: true })
    expect(await suggestionFor(later.id)).toMatchObject({ known: { title: 'Substack' } })
  })
})
