import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
