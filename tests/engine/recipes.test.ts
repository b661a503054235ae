import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecipeView } from '../../shared/contract/recipes.ts'
import type { PlanSpec } from '../../shared/contract/plans.ts'
import { recipeVersion } from '../../electron/engine/recipe/recipeDocument.ts'
import { startPractice } from '../../electron/practice/startPractice.ts'
import { startTestEngine, suggestedMapping, type TestEngine } from '../support/testEngine.ts'
import { zipFile } from '../support/zipFile.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const recipes = () => engine.client.recipes
const kit = () => engine.practice.kit.state
const csv =
  'Email,First name,City,Unsubscribed\nann@example.org,Ann,Oslo,no\nbob@example.org,Bob,Bergen,yes\n'

const document = (id: string): object => {
  const db = new DatabaseSync(join(engine.folder, 'listferry.sqlite'), { readOnly: true })
  const row = db.prepare('SELECT document FROM recipe WHERE id = ?').get(id)
  db.close()
  return JSON.parse(row?.document as string) as object
}

/** What a user decides for a file: everything suggested, to the tag "VIP". */
async function specOf(
  text: string | Uint8Array = csv,
  name = 'booth.csv',
  overrides = {},
): Promise<PlanSpec> {
  const { client } = engine
  const [connection] = await client.connections.list({})
  if (!connection) throw new Error('nothing is connected')
  const source = await client.sources.stage({ file: engine.file(name, text), overrides })
  const suggestion = await client.sources.suggestMapping({ source: source.id, connection: connection.id })
  const { audiences } = await client.connections.describe({ connection: connection.id })
  const tag = audiences.find((one) => one.name === 'VIP')
  return {
    connection: connection.id,
    source: source.id,
    mapping: suggestedMapping(suggestion),
    audiences: tag ? [{ kind: tag.kind, id: tag.id }] : [],
    importTag: null,
    consent: null,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
  }
}

const save = async (name = 'Booth', spec?: PlanSpec) =>
  recipes().save({ name, spec: spec ?? (await specOf()) })
const prepare = (recipe: RecipeView, name: string | null, text: string | Uint8Array = csv) =>
  recipes().prepare({ recipe: recipe.id, file: name === null ? null : engine.file(name, text) })
/** As it is kept; `exports.recipe` writes the same. */
const exported = (recipe: RecipeView) => JSON.stringify(document(recipe.id))

describe('a saved sync', () => {
  it('says what it is: its account, the columns it needs, where people go, the last file and run', async () => {
    const spec = await specOf()
    const saved = await save('Booth', spec)
    expect(saved).toMatchObject({
      name: 'Booth',
      service: 'kit',
      connection: { name: 'Bakery' },
      columns: ['Email', 'First name', 'City', 'Unsubscribed'],
      audiences: [{ kind: 'tag', name: 'VIP' }],
      mode: 'changed',
      lastFile: 'booth.csv',
      lastRun: null,
    })
    const plan = await engine.client.plans.make(spec)
    const { id } = await engine.client.runs.start({ plan: plan.id })
    expect((await recipes().list({}))[0]?.lastRun).toMatchObject({ run: id, status: 'finished' })
    expect(engine.pushes).toContainEqual({ name: 'changed', payload: { what: 'recipes' } })
  })

  it('holds no secret and no path', async () => {
    const text = exported(await save())
    expect(text).not.toContain(engine.folder)
    expect(text).not.toContain('booth.csv')
    for (const key of engine.practice.kit.keys) expect(text).not.toContain(key)
  })

  it('is saved in the place of another one, renamed, duplicated and removed', async () => {
    const first = await save('Booth')
    const again = await recipes().save({ name: 'Fair', spec: await specOf(), recipe: first.id })
    expect(again.id).toBe(first.id)
    expect((await recipes().rename({ recipe: first.id, name: 'Trade fair' })).name).toBe('Trade fair')
    expect((await recipes().duplicate({ recipe: first.id })).name).toBe('Trade fair copy')
    expect((await recipes().duplicate({ recipe: first.id })).name).toBe('Trade fair copy 2')
    expect(await recipes().remove({ recipe: first.id })).toEqual({ name: 'Trade fair' })
    expect((await recipes().list({})).map(({ name }) => name)).toEqual([
      'Trade fair copy',
      'Trade fair copy 2',
    ])
  })

  it('has a name of its own', async () => {
    const first = await save('Booth')
    await expect(save('BOOTH')).rejects.toThrow(/already/)
    const second = await save('Fair')
    await expect(recipes().rename({ recipe: second.id, name: 'booth' })).rejects.toThrow(/already/)
    expect((await recipes().rename({ recipe: first.id, name: 'booth' })).name).toBe('booth')
  })
})

describe('running a saved sync again', () => {
  it('finds the columns by name wherever they stand, however they are written', async () => {
    const saved = await save()
    const moved =
      'Note,CITY,first_name,E-mail,email,Unsubscribed\nx,Oslo,Cy,old@example.org,cy@example.org,no\n'
    const { spec, source } = await prepare(saved, 'next.csv', moved)
    expect(source.name).toBe('next.csv')
    expect(spec.mapping.fields.map(({ from }) => from)).toEqual([{ column: 4 }, { column: 2 }, { column: 1 }])
    expect(spec.mapping.left).toEqual([{ column: 5, leftWhen: 'yes' }])
    const plan = await engine.client.plans.make(spec)
    expect(plan).toMatchObject({ counts: { create: 1 }, audiences: [{ name: 'VIP' }] })
  })

  it('refuses a file that lacks a column, naming it and those that are there', async () => {
    const saved = await save()
    await expect(prepare(saved, 'other.csv', 'Email,Plan\nann@example.org,x\n')).rejects.toThrow(
      'The file has no column “First name”. It has: Email, Plan.',
    )
  })

  it('takes from the next archive of an export those who left too, where it goes by their column, and nobody else', async () => {
    const archive = (month: string) =>
      zipFile([
        {
          name: `subscribed_${month}.csv`,
          content: `Email Address,LEID,EUID\nnew.${month}@example.org,1,a\n`,
        },
        { name: `nonsubscribed_${month}.csv`, content: 'Email Address,LEID,EUID\nnever@example.org,4,d\n' },
        {
          name: `unsubscribed_${month}.csv`,
          content: 'Email Address,UNSUB_TIME,LEID,EUID\nold@example.org,2024-01-02,2,b\n',
        },
      ])
    const parts = ['subscribed_june.csv', 'unsubscribed_june.csv']
    const saved = await save('Mailchimp', await specOf(archive('june'), 'june.zip', { parts }))
    const { source, spec } = await prepare(saved, 'july.zip', archive('july'))
    expect(source.parts?.map(({ name }) => name)).toEqual([
      'july.zip › subscribed_july.csv',
      'july.zip › unsubscribed_july.csv',
    ])
    const { id } = await engine.client.plans.make(spec)
    const rows = await engine.client.plans.rows({ plan: id, kind: null, offset: 0, limit: 10 })
    expect(rows.map(({ email, kind }) => [email, kind])).toEqual([
      ['new.july@example.org', 'create'],
      ['old@example.org', 'held-back'],
    ])
    const without = zipFile([
      { name: 'subscribed.csv', content: 'Email Address,LEID,EUID\na@example.org,1,a\n' },
    ])
    await expect(prepare(saved, 'without.zip', without)).rejects.toThrow('has no column “UNSUB_TIME”')
  })

  it('takes the last file as it is now, and says when that is gone', async () => {
    const saved = await save()
    engine.file('booth.csv', csv + 'cy@example.org,Cy,Oslo,no\n')
    expect((await prepare(saved, null)).source.rows).toBe(3)
    await prepare(saved, 'newer.csv')
    rmSync(engine.path('newer.csv'))
    await expect(prepare(saved, null)).rejects.toThrow(/“newer.csv” is no longer where it was/)
    expect((await recipes().list({}))[0]?.lastFile).toBeNull()
  })

  it('reads it in the format that the user chose, and detects what they did not', async () => {
    const titled = `Exported by the booth app\n\n${csv}`
    const spec = await specOf(titled, 'titled.csv', { headerRecord: null })
    const saved = await save('Titled', { ...spec, mapping: { ...spec.mapping, left: [] } })
    expect(document(saved.id)).toMatchObject({ format: { headerRecord: null } })
    expect(document((await save('Plain')).id)).toMatchObject({ format: {} })
  })

  it('finds a tag that was renamed by its id, and one that was made anew by its name', async () => {
    const saved = await save()
    const vip = [...kit().tags.values()].find(({ name }) => name === 'VIP')
    if (!vip) throw new Error('no VIP')
    Object.assign(vip, { name: 'Very important' })
    const renamed = await prepare(saved, 'a.csv')
    expect(renamed.spec.audiences).toEqual([{ kind: 'tag', id: String(vip.id) }])
    kit().tags.delete(vip.id)
    kit().tags.set(999_999, { ...vip, id: 999_999, name: 'VIP' })
    const anew = await prepare(saved, 'b.csv')
    expect(anew.spec.audiences).toEqual([{ kind: 'tag', id: '999999' }])
    kit().tags.delete(999_999)
    await expect(prepare(saved, 'c.csv')).rejects.toThrow(/Kit · Bakery has no tag “VIP” any more/)
  })

  it('finds a field that was renamed by its id, and refuses one that is gone', async () => {
    const saved = await save()
    const city = [...kit().customFields.values()].find(({ label }) => label === 'City')
    if (!city) throw new Error('no City')
    Object.assign(city, { label: 'Town', key: 'town' })
    const { spec } = await prepare(saved, 'a.csv')
    expect(spec.mapping.fields[2]?.field).toBe(`custom:${city.id}`)
    kit().customFields.delete(city.id)
    await expect(prepare(saved, 'b.csv')).rejects.toThrow(/no field “City” any more/)
  })
})

describe('what was cleaned in a file', () => {
  const messy =
    'Email,First name,City,Unsubscribed\nann@gmial.com,Ann,oslo,no\nbob@example.org,Bob,Bergen,no\nnobody,No,oslo,no\n'
  const next =
    'City,Email,First name,Unsubscribed\noslo,cy@gmial.com,Cy,no\nOslo,di@example.org,Di,no\n,eve,Eve,no\noslo,bob@example.org,Bo,no\n'
  const misspelt = { how: 'suggested', kind: 'misspelt-domain', column: 0 } as const
  const skipped = { how: 'skip', kind: 'bad-email', column: 0 } as const
  const oslo = { how: 'same', column: 2, from: 'oslo', to: 'Oslo' } as const

  /** The fixes, and what is about single rows and people between them. */
  async function cleaned(): Promise<PlanSpec> {
    const { client } = engine
    const spec = await specOf(messy, 'messy.csv')
    const { source, connection, mapping } = spec
    await client.check.run({ source, connection, mapping })
    await client.check.fix({ source, fix: oslo })
    await client.check.fix({ source, fix: misspelt })
    await client.edits.cells({ source, cells: [{ row: 2, column: 1, to: 'Bobby' }] })
    await client.edits.skip({ source, rows: [1], skip: true })
    const bob = { how: 'same', column: 0, from: 'bob@example.org', to: 'bobby@example.org' } as const
    await client.check.fix({ source, fix: bob })
    await client.check.fix({ source, fix: skipped })
    await client.check.fix({ source, fix: { how: 'clear', kind: 'bad-email', column: 0 } })
    await client.edits.goTo({ source, edit: 6 })
    return spec
  }

  it('is kept by what was done to all alike, in its order, and not by row, by person or what was undone', async () => {
    const saved = await save('Clean', await cleaned())
    expect(saved.cleaning).toBe(3)
    expect(document(saved.id)).toMatchObject({
      version: 3,
      cleaning: [
        { ...oslo, column: 'City' },
        { ...misspelt, column: 'Email' },
        { ...skipped, column: 'Email' },
      ],
    })
    expect(exported(saved)).not.toMatch(/bob|Bobby/)
  })

  it('is done to the next file before it is planned, and said; each can be taken back', async () => {
    const saved = await save('Clean', await cleaned())
    const { spec, source, cleaned: edits } = await prepare(saved, 'next.csv', next)
    expect(edits.map(({ words, cells, rows }) => [words, cells, rows])).toEqual([
      ['Changed 2 cells of “City” that said the same', 2, 0],
      ['Fixed 1 cell of “Email”: misspelt domain', 1, 0],
      ['Skipped 1 row: not an email address of “Email”', 0, 1],
    ])
    const rows = await engine.client.sources.rows({ source: source.id, from: 1, limit: 10 })
    expect(rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['Oslo', 'cy@gmail.com'],
      ['Oslo', 'di@example.org'],
      ['', 'eve'],
      ['Oslo', 'bob@example.org'],
    ])
    expect((await engine.client.plans.make(spec)).counts).toMatchObject({ create: 3, 'left-out': 1 })
    await engine.client.edits.goTo({ source: source.id, edit: 1 })
    expect((await engine.client.plans.make(spec)).counts).toMatchObject({ create: 3, invalid: 1 })
  })

  it('says so where it finds nothing, and is not lost when the sync is saved from such a file', async () => {
    const saved = await save('Clean', await cleaned())
    const { spec, source, cleaned: edits } = await prepare(saved, 'next.csv', csv)
    expect(edits.map(({ words }) => words)).toEqual([
      'Changed 0 cells of “City” that said the same',
      'Fixed 0 cells of “Email”: misspelt domain',
      'Skipped 0 rows: not an email address of “Email”',
    ])
    expect(await engine.client.check.view({ source: source.id })).toMatchObject({ editedRows: 0 })
    expect((await save('Clean again', spec)).cleaning).toBe(3)
  })

  it('goes to a colleague with the file of the sync, and stays when it is saved from the next file', async () => {
    const saved = await save('Clean', await cleaned())
    const imported = await recipes().import({ file: engine.file('Clean.json', exported(saved)) })
    const { spec } = await prepare(imported, 'next.csv', next)
    const again = await recipes().save({ name: 'Clean 2', spec, recipe: imported.id })
    expect(again.cleaning).toBe(3)
  })

  it('is nothing of a column that the sync does not use', async () => {
    const spec = await cleaned()
    const fields = spec.mapping.fields.filter(({ from }) => !('column' in from) || from.column !== 2)
    expect((await save('Short', { ...spec, mapping: { ...spec.mapping, fields } })).cleaning).toBe(2)
  })
})

describe('importing a saved sync', () => {
  const read = (text: string, name = 'Booth.json') => recipes().import({ file: engine.file(name, text) })

  it('finds its account here, and a name that is free', async () => {
    const saved = await save()
    const imported = await read(exported(saved))
    expect(imported).toMatchObject({
      name: 'Booth 2',
      connection: { name: 'Bakery' },
      columns: saved.columns,
      lastFile: null,
      lastRun: null,
    })
    expect((await prepare(imported, 'a.csv')).spec).toMatchObject({ mode: 'changed' })
  })

  it('asks for an account where its own is not connected, and finds fields and tags there by name', async () => {
    const text = exported(await save())
    const practice = await startPractice({ speed: 1000, lagMs: 0 })
    Object.assign(practice.kit.state.account, { id: 4711 })
    const other = await startTestEngine({ practice })
    const before = engine
    try {
      engine = other
      const imported = await read(text)
      expect(imported.connection).toBeNull()
      const file = engine.file('a.csv', csv)
      await expect(recipes().prepare({ recipe: imported.id, file })).rejects.toThrow(/is not connected here/)
      const { spec } = await recipes().prepare({ recipe: imported.id, file, connection: 'Bakery' })
      expect(spec.audiences).toHaveLength(1)
      expect((await engine.client.plans.make(spec)).counts.create).toBe(1)
    } finally {
      engine = before
      await other.close()
      await practice.close()
    }
  })

  it.each([
    ['a newer one', (text: string) => text.replace('"version":1', '"version":4'), /newer Listferry/],
    ['a damaged one', (text: string) => text.replace('"changed"', '"sideways"'), /is damaged \(at mode/],
    ['half of one', (text: string) => text.slice(0, 200), /is not a saved sync/],
    ['a list of people', () => csv, /is not a saved sync/],
    ['a file that is far too large', () => `[${'1,'.repeat(600_000)}1]`, /is not a saved sync/],
  ])('refuses %s in words, and keeps nothing', async (_, spoil, words) => {
    const text = exported(await save())
    await expect(read(spoil(text))).rejects.toThrow(words)
    expect(await recipes().list({})).toHaveLength(1)
  })

  it('is of version 3', () => expect(recipeVersion).toBe(3))
})
