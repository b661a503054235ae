import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { startTestEngine, type TestEngine } from '../../support/testEngine.ts'
import { rowsOf, type ObjectChoices, planObjects, runPlanned } from './objectHarness.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const recipes = () => engine.client.recipes
const kit = () => engine.practice.kit.state
const tagNames = () => [...kit().tags.values()].map(({ name }) => name)

async function save(
  csv: string,
  target: ObjectTarget,
  name = 'Saved',
  choices: ObjectChoices = {},
): Promise<RecipeView> {
  const { id } = await planObjects(engine, csv, target, choices)
  return recipes().save({ name, spec: await engine.client.plans.spec({ plan: id }) })
}

async function planSaved(recipe: RecipeView, csv: string | null) {
  const file = csv === null ? null : engine.file('next.csv', csv)
  const { spec } = await recipes().prepare({ recipe: recipe.id, file })
  return engine.client.plans.make(spec)
}

describe('a saved sync about objects', () => {
  it('says what its rows are about, and is run again on a newer file wherever its columns stand', async () => {
    const saved = await save('Tag\nSpring fair\n', { type: 'tags', op: 'insert' }, 'Our tags')
    expect(saved).toMatchObject({
      name: 'Our tags',
      columns: ['Tag'],
      object: { type: 'tags', op: 'insert', title: 'Tags', one: 'tag', many: 'tags' },
      lastFile: 'objects.csv',
    })
    const plan = await planSaved(saved, 'Note,TAG\nx,Spring fair\ny,Autumn fair\n')
    expect(plan).toMatchObject({ object: { type: 'tags', op: 'insert' }, counts: { create: 2 } })
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 2 })
    expect(tagNames()).toEqual(expect.arrayContaining(['Spring fair', 'Autumn fair']))
    expect((await recipes().list({}))[0]).toMatchObject({
      lastFile: 'next.csv',
      lastRun: { status: 'finished' },
    })
    expect((await planSaved(saved, null)).counts).toMatchObject({ unchanged: 2, create: 0 })
  })

  it('keeps its guard: what it takes away is said and confirmed with each file', async () => {
    const saved = await save('Label\nCity\n', { type: 'customFields', op: 'delete' })
    const plan = await planSaved(saved, 'Label\nCity\nPlan\n')
    expect(plan.guard?.words).toEqual(expect.arrayContaining([expect.stringMatching(/“City” wipes/)]))
    await expect(engine.client.runs.start({ plan: plan.id })).rejects.toMatchObject({ code: 'conflict' })
    expect([...kit().customFields.values()].map(({ label }) => label)).toContain('City')
  })

  it("maps an account's own fields by name at another account, and its own by id", async () => {
    const csv = 'Email,City\nnobody@example.org,Oslo\n'
    const saved = await save(csv, { type: 'subscribers', op: 'update' })
    const city = [...kit().customFields.values()].find(({ label }) => label === 'City')
    if (!city) throw new Error('no City')
    Object.assign(city, { label: 'Town', key: 'town' })
    const [person] = [...kit().subscribers.all()].filter(({ state }) => state === 'active')
    const plan = await planSaved(saved, `Email,City\n${person?.emailAddress},Nowhere\n`)
    expect((await rowsOf(engine, plan))[0]?.changes).toMatchObject([
      { object: 'contact', after: { [`custom:${city.id}`]: 'Nowhere' } },
    ])
  })

  it('keeps who gets which tag, its mode and what every row has in common', async () => {
    const saved = await save('Email\nann@example.org\n', { type: 'tagSubscriptions', op: 'insert' }, 'VIPs', {
      set: { tag: 'VIP' },
      mode: 'full-refresh',
    })
    const [person] = [...kit().subscribers.all()].filter(({ state }) => state === 'active')
    const plan = await planSaved(saved, `Email\n${person?.emailAddress}\n`)
    expect(plan).toMatchObject({ mode: 'full-refresh', changes: { joins: 1 } })
  })

  it('is renamed, duplicated, exported and imported like one about people, and never read as one', async () => {
    const saved = await save('Tag\nSpring fair\n', { type: 'tags', op: 'insert' }, 'Tags')
    await recipes().rename({ recipe: saved.id, name: 'Fairs' })
    const copy = await recipes().duplicate({ recipe: saved.id })
    expect(copy).toMatchObject({ name: 'Fairs copy', object: { type: 'tags', op: 'insert' } })
    const exported = engine.exported(await engine.client.exports.recipe({ recipe: saved.id }))
    expect(JSON.parse(exported)).toMatchObject({ version: 3, object: { type: 'tags', op: 'insert' } })
    const imported = await recipes().import({ file: engine.file('Fairs.json', exported) })
    expect(imported).toMatchObject({ name: 'Fairs 2', object: { type: 'tags' } })
    expect((await planSaved(imported, 'Tag\nX\n')).object).toMatchObject({ type: 'tags', op: 'insert' })
    const other = exported.replace('"tags"', '"metrics"')
    await expect(recipes().import({ file: engine.file('Other.json', other) })).rejects.toThrow(
      /no such thing in Kit/,
    )
  })
})
