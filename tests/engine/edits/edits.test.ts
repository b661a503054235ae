import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseSync } from 'node:sqlite'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import type { SourceId } from '../../../shared/model.ts'
import { planSource, startTestEngine, suggestedMapping, type TestEngine } from '../../support/testEngine.ts'
import { startPractice, type RunningPractice } from '../../../electron/practice/startPractice.ts'

const csv = [
  'Email,First name,City',
  'ann@gmial.com,Ann,Oslo',
  'bob@example.org,Bob',
  'eve@example.org,Eve,Bergen',
].join('\n')

describe('edits of staged rows', () => {
  let practice: RunningPractice
  let engine: TestEngine
  let folder: string
  const vault = createMemoryVault()

  beforeAll(async () => {
    practice = await startPractice({ speed: 1000, lagMs: 0 })
    folder = mkdtempSync(join(tmpdir(), 'listferry-test-'))
    engine = await startTestEngine({ practice, folder, ports: { vault } })
  })
  afterAll(async () => {
    await engine.close()
    await practice.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function stage(): Promise<SourceId> {
    const file = engine.file('people.csv', csv)
    return (await engine.client.sources.stage({ file, overrides: {} })).id
  }
  const cellsOf = async (source: SourceId) =>
    (await engine.client.sources.rows({ source, from: 1, limit: 10 })).map(({ cells }) => cells)
  const asItCame = [
    ['ann@gmial.com', 'Ann', 'Oslo'],
    ['bob@example.org', 'Bob'],
    ['eve@example.org', 'Eve', 'Bergen'],
  ]

  it('are undone and made again one by one, and are still there after a restart', async () => {
    const source = await stage()
    const { edits } = engine.client
    await edits.cells({ source, cells: [{ row: 1, column: 0, to: 'ann@gmail.com' }] })
    await edits.cells({ source, cells: [{ row: 2, column: 2, to: 'Turku' }], words: 'Filled in a city' })
    await edits.skip({ source, rows: [3], skip: true })
    const after = await cellsOf(source)
    expect(after).toEqual([
      ['ann@gmail.com', 'Ann', 'Oslo'],
      ['bob@example.org', 'Bob', 'Turku'],
      asItCame[2],
    ])

    await engine.close()
    engine = await startTestEngine({ practice, folder, ports: { vault }, connect: false })
    const list = await engine.client.edits.list({ source })
    expect(list.map(({ number, words, undone }) => ({ number, words, undone }))).toEqual([
      { number: 1, words: 'Changed “Email” in row 1', undone: false },
      { number: 2, words: 'Filled in a city', undone: false },
      { number: 3, words: 'Skipped 1 row', undone: false },
    ])
    await engine.client.edits.goTo({ source, edit: 1 })
    expect(await cellsOf(source)).toEqual([['ann@gmail.com', 'Ann', 'Oslo'], ...asItCame.slice(1)])
    await engine.client.edits.goTo({ source, edit: 0 })
    expect(await cellsOf(source)).toEqual(asItCame)
    await engine.client.edits.goTo({ source, edit: 3 })
    expect(await cellsOf(source)).toEqual(after)

    await engine.client.edits.goTo({ source, edit: 1 })
    const others = await engine.client.edits.cells({ source, cells: [{ row: 3, column: 1, to: 'Eva' }] })
    expect(others.map(({ words }) => words)).toEqual([
      'Changed “Email” in row 1',
      'Changed “First name” in row 3',
    ])
    await expect(engine.client.edits.goTo({ source, edit: 3 })).rejects.toThrow(/no edit 3/)
  })

  it('are all made or none, and change nothing where the cells are so already', async () => {
    const source = await stage()
    const cells = [
      { row: 1, column: 1, to: 'Anna' },
      { row: 9, column: 1, to: 'Nobody' },
    ]
    await expect(engine.client.edits.cells({ source, cells })).rejects.toThrow(/no row 9/)
    expect(await cellsOf(source)).toEqual(asItCame)
    const same = [{ row: 1, column: 1, to: 'Ann' }]
    expect(await engine.client.edits.cells({ source, cells: same })).toEqual([])
  })

  it('make a plan from before stale, which is good again once they are undone', async () => {
    const source = await stage()
    const { client } = engine
    const plan = await planSource(engine, source)
    await client.edits.cells({ source, cells: [{ row: 1, column: 0, to: 'ann@gmail.com' }] })
    expect(await client.plans.get({ plan: plan.id })).toMatchObject({ edited: true })
    await expect(client.runs.start({ plan: plan.id })).rejects.toThrow(
      /were edited in Listferry after this plan/,
    )

    const next = await planSource(engine, source)
    const rows = await client.plans.rows({ plan: next.id, kind: null, offset: 0, limit: 10 })
    expect(rows.map(({ email }) => email)).toEqual(['ann@gmail.com', 'bob@example.org', 'eve@example.org'])

    await client.edits.goTo({ source, edit: 0 })
    expect(await client.plans.get({ plan: plan.id })).not.toHaveProperty('edited')
    await expect(client.runs.start({ plan: next.id })).rejects.toThrow(/Make a new plan, or undo/)
    expect((await client.runs.start({ plan: plan.id })).outcomes).toMatchObject({ written: 3 })
  })

  it('leave skipped rows out of the plan by name, whichever other row was their duplicate', async () => {
    const file = engine.file(
      'twice.csv',
      'Email,First name\nzoe@example.org,Zoe\nZOE@example.org,Other\nbroken,X\n',
    )
    const { id: source } = await engine.client.sources.stage({ file, overrides: {} })
    await engine.client.edits.skip({ source, rows: [2, 3], skip: true })
    const { id: plan } = await planSource(engine, source)
    const rows = await engine.client.plans.rows({ plan, kind: null, offset: 0, limit: 10 })
    expect(rows.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['create', null],
      ['left-out', 'you skipped this row'],
      ['left-out', 'you skipped this row'],
    ])
  })

  it('hold nothing of a person who is forgotten, neither now nor when they are undone', async () => {
    const source = await stage()
    const { client } = engine
    await client.edits.cells({ source, cells: [{ row: 3, column: 0, to: 'eva@example.org' }] })
    expect(await client.settings.traces({ email: 'eve@example.org' })).toMatchObject({ stagedRows: 4 })
    const mapping = suggestedMapping(await client.sources.suggestMapping({ source, connection: 'Bakery' }))
    await client.check.run({ source, connection: 'Bakery', mapping })
    const same = { how: 'same', column: 0, from: 'eva@example.org', to: 'Eve@Example.org' } as const
    await client.check.fix({ source, fix: same })
    await client.settings.forgetPerson({ email: 'eve@example.org' })
    await expect(client.check.view({ source })).rejects.toThrow(/not checked yet/)
    expect(existsSync(join(folder, 'checks'))).toBe(false)
    await client.edits.goTo({ source, edit: 0 })
    expect((await cellsOf(source))[2]).toEqual(['', '', ''])
    const db = new DatabaseSync(join(folder, 'sources', `${source}.sqlite`), { readOnly: true })
    expect(db.prepare('SELECT count(*) AS n FROM edited_cell').get()).toEqual({ n: 0 })
    expect(db.prepare('SELECT number, fix FROM edit').all()).toEqual([
      { number: 1, fix: null },
      { number: 2, fix: null },
    ])
    db.close()
  })
})
