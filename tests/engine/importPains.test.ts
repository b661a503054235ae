import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchOptions } from '../../renderer/components/searchOptions.ts'
import type { FieldId } from '../../shared/model.ts'
import { planSource, startTestEngine, suggestedMapping, type TestEngine } from '../support/testEngine.ts'

// What people suffer from in other importers, by its number in the list of pains; Q23 is in mapping.test.ts.

let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.close())

/** Registers, previews and stages a file, and reads its rows by what is suggested. */
async function importFile(name: string, content: string | Uint8Array) {
  const { client } = engine
  const file = engine.file(name, content)
  const preview = await client.sources.preview({ file, overrides: {} })
  const source = await client.sources.stage({ file, overrides: {} })
  const mapping = suggestedMapping(
    await client.sources.suggestMapping({ source: source.id, connection: 'Bakery' }),
  )
  const rows = await client.sources.tryMapping({ source: source.id, mapping, from: 1, limit: 100 })
  return { preview, source, mapping, rows }
}

const first = 'first_name' as FieldId

describe('what other importers get wrong', () => {
  it('Q17: a file with semicolons is a table, and the delimiter can be chosen', async () => {
    const { source, rows } = await importFile('q17.csv', 'Email;Vorname\nq17@example.org;Jörg, der Große\n')
    expect(source.columns.map(({ name }) => name)).toEqual(['Email', 'Vorname'])
    expect(rows[0]?.values[first]).toBe('Jörg, der Große')
    const file = engine.file('q17b.csv', 'Email;Vorname\nq17@example.org;Jörg\n')
    const chosen = await engine.client.sources.preview({ file, overrides: { delimiter: ',' } })
    expect(chosen.columns).toHaveLength(1)
  })

  it('Q18: the run reads a file as its preview did', async () => {
    const { preview, source } = await importFile('q18.csv', 'Email\tName\r\nq18@example.org\t"a\tb"\r\n')
    const rows = await engine.client.sources.rows({ source: source.id, from: 1, limit: 10 })
    expect(rows.map(({ cells }) => cells)).toEqual(preview.rows)
    expect(source.format).toEqual(preview.format)
  })

  it('Q19: umlauts of Windows-1252 are umlauts, in the preview and in the account', async () => {
    const bytes = Buffer.from(
      'Email;Vorname\nq19@example.org;J\xfcrgen M\xfcller-L\xfcdenscheidt\n',
      'latin1',
    )
    const { preview, rows, source, mapping } = await importFile('q19.csv', bytes)
    expect(preview.rows[0]?.[1]).toBe('Jürgen Müller-Lüdenscheidt')
    expect(rows[0]?.values[first]).toBe('Jürgen Müller-Lüdenscheidt')
    const plan = await planSource(engine, source.id, { mapping })
    await engine.client.runs.start({ plan: plan.id })
    const person = engine.practice.kit.state.subscribers.byEmail('q19@example.org')
    expect(person?.firstName).toBe('Jürgen Müller-Lüdenscheidt')
  })

  it('Q20: the mark at the start of a file is no part of its first header', async () => {
    const { rows } = await importFile('q20.csv', '\ufeffemail,first_name\nq20@example.org,Bo\n')
    expect(rows[0]).toMatchObject({ values: { email: 'q20@example.org', first_name: 'Bo' }, problems: [] })
  })

  it('Q21: leading zeros are kept, with quotes and without', async () => {
    const { source } = await importFile('q21.csv', 'Email,Code\na@example.org,"00123"\nb@example.org,0044\n')
    const rows = await engine.client.sources.rows({ source: source.id, from: 1, limit: 10 })
    expect(rows.map(({ cells }) => cells[1])).toEqual(['00123', '0044'])
    const { fields } = await engine.client.connections.describe({ connection: 'Bakery' })
    const city = fields.find(({ label }) => label === 'City')?.id ?? first
    const rule = { type: 'text', transforms: [], write: 'always', blank: 'leave' } as const
    const mapping = {
      fields: [
        { ...rule, field: 'email' as FieldId, type: 'email' as const, from: { column: 0 } },
        { ...rule, field: city, from: { column: 1 } },
      ],
      left: [],
      values: { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' } as const,
    }
    const read = await engine.client.sources.tryMapping({ source: source.id, mapping, from: 1, limit: 2 })
    expect(read.map(({ values }) => values[city])).toEqual(['00123', '0044'])
  })

  it('Q22: headers need no renaming, and a field that is missing is made on the spot', async () => {
    const { mapping } = await importFile(
      'q22.csv',
      'Your e-mail *,Wie heißt du?,Shoe size\nq22@example.org,Åsa,38\n',
    )
    expect(mapping.fields.map(({ field }) => field)).toContain('email')
    const made = await engine.client.connections.createField({
      connection: 'Bakery',
      label: 'Shoe size',
      type: 'text',
    })
    const { fields } = await engine.client.connections.describe({ connection: 'Bakery' })
    expect(fields).toContainEqual(made)
  })

  it('Q25: of thousands of options only as many are drawn as fit, and a search finds any of them', () => {
    const options = Array.from({ length: 20_000 }, (_, n) => ({
      value: String(n),
      label: `Field ${n}`,
      group: 'Fields',
    }))
    const found = searchOptions(options, 'field 19999')
    expect(found.groups[0]?.options.map(({ label }) => label)).toEqual(['Field 19999'])
    expect(searchOptions(options, '').groups[0]?.options).toHaveLength(60)
  })
})
