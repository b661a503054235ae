import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { personText } from '../../../electron/engine/forget/personText.ts'
import { namedPeople } from '../../../electron/practice/kit/namedPeople.ts'
import {
  connectKit,
  planOf,
  startTestEngine,
  type SyncChoices,
  type TestEngine,
} from '../../support/testEngine.ts'

const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }
const ann = 'Ann.Forget@Example.org'
const other = 'joann.forget@example.org'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const settings = () => engine.client.settings
const runs = () => engine.client.runs
const csv = [
  'Email,City,Note',
  `${ann},Oslo,likes bread`,
  'bob@example.org,Bergen,knows ann.forget@example.org well',
  `${other},Molde,x`,
  `ann.forget@example.org@,Oslo,typo of hers`,
].join('\n')
const run = async (text = csv, choices = tag, name = 'people.csv') =>
  runs().start({ plan: (await planOf(engine, text, choices, name)).id })

/** Every file that Listferry keeps; the user's own lists are not among them. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter(
      (path) => statSync(path).isFile() && !/\/[^/]*\.csv$/.test(path.replace(/\/exports\/.*/, '/export')),
    )
}
const filesWith = (text: string) =>
  filesOf(engine.folder).filter((path) =>
    readFileSync(path, 'latin1').toLowerCase().includes(text.toLowerCase()),
  )

describe('forgetting a person', () => {
  it('finds them first, without changing anything', async () => {
    await run()
    await engine.client.people.refresh({ connection: 'Bakery' })
    const traces = await settings().traces({ email: ` ${ann.toUpperCase()} ` })
    expect(traces).toEqual({ mirror: 1, objects: 0, runRows: 2, stagedRows: 3 })
    expect(await settings().traces({ email: ann })).toEqual(traces)
    expect(await settings().traces({ email: 'nobody@example.org' })).toEqual({
      mirror: 0,
      objects: 0,
      runRows: 0,
      stagedRows: 0,
    })
  })

  it('leaves their address in no file of the data folder, the log of the database included', async () => {
    const append = { mode: 'append', append: { recipe: 'booth', cursorColumn: null } } as const
    await run(csv, { ...tag, ...append })
    await engine.client.people.refresh({ connection: 'Bakery' })
    await run(csv.replaceAll('Oslo', 'Drammen'), tag, 'again.csv')
    await planOf(engine, csv, {}, 'never-sent.csv')
    const ticked = await planOf(engine, csv.replaceAll('Oslo', 'Skien'), tag, 'ticked.csv')
    await engine.client.plans.tick({ plan: ticked.id, on: false, row: 1 })
    await runs().start({ plan: ticked.id })
    mkdirSync(join(engine.folder, 'uploads', 'sha'), { recursive: true })
    writeFileSync(join(engine.folder, 'uploads', 'sha', 'people.txt'), csv)
    const all = { text: '', connection: null, left: null, audience: null }
    await engine.client.exports.people(all)
    expect(filesWith('ann.forget@example.org').length).toBeGreaterThan(4)

    const forgotten = await settings().forgetPerson({ email: ann })
    expect(forgotten).toMatchObject({ mirror: 1, stagedRows: 12 })
    expect(filesWith('ann.forget@example.org').filter((path) => !onlyAsPartOf(path))).toEqual([])
    expect(await settings().traces({ email: ann })).toEqual({
      mirror: 0,
      objects: 0,
      runRows: 0,
      stagedRows: 0,
    })
  })

  /** The other person's address ends like hers. */
  function onlyAsPartOf(path: string): boolean {
    const text = readFileSync(path, 'latin1').toLowerCase()
    return !text.replaceAll('joann.forget@example.org', '').includes('ann.forget@example.org')
  }

  it('keeps everyone else, whose address may end like theirs', async () => {
    await run()
    await settings().forgetPerson({ email: ann })
    expect((await engine.client.people.search({ ...everyone, text: other })).total).toBe(1)
    expect(await settings().traces({ email: other })).toMatchObject({ runRows: 1, stagedRows: 1 })
  })

  it('keeps what became of each row, and counts that add up', async () => {
    const before = await run()
    const { source } = await engine.client.plans.get({ plan: before.plan })
    await settings().forgetPerson({ email: ann })
    const after = await runs().receipt({ run: before.id })
    expect([after.outcomes, after.addsUp]).toEqual([before.outcomes, true])
    const row = await runs().row({ run: before.id, row: 1 })
    expect(row).toMatchObject({ outcome: 'written', email: null, cells: ['', '', ''] })
    expect(JSON.stringify(row.changes)).not.toMatch(/Oslo|bread|forget/i)
    expect(source.rows).toBe(4)
  })

  it('discards plans that were not sent, and a run that goes on sends nothing more for them', async () => {
    const unsent = await planOf(engine, csv, {}, 'later.csv')
    const people = Array.from({ length: 200 }, (_, i) => `p${i}@example.org,Oslo`)
    const plan = await planOf(engine, ['Email,City', ...people, `${ann},Oslo`].join('\n'), tag, 'long.csv')
    const { id } = await runs().begin({ plan: plan.id })
    const writes = () => engine.practice.kit.requests.entries.filter(({ method }) => method === 'POST').length
    await vi.waitFor(() => expect(writes()).toBeGreaterThan(10), { timeout: 20_000, interval: 2 })
    await expect(settings().forgetPerson({ email: ann })).rejects.toThrow(/Run 1 is under way/)
    await runs().pause({ run: id })
    await settings().forgetPerson({ email: ann })
    await expect(engine.client.plans.get({ plan: unsent.id })).rejects.toMatchObject({ code: 'not-found' })
    const receipt = await runs().resume({ run: id })
    expect(receipt.outcomes).toMatchObject({ written: 200, 'held-back': 1, 'in-doubt': 0 })
    expect(engine.practice.kit.state.subscribers.byEmail(ann.toLowerCase())).toBeUndefined()
  })

  it('also takes whoever left and has an address of other letters', async () => {
    const { emailAddress } = namedPeople.leftEarly
    await engine.client.people.refresh({ connection: 'Bakery' })
    expect((await settings().forgetPerson({ email: emailAddress })).mirror).toBe(1)
    await run(
      'Email,City\nkäthe@müller.de,Ulm\nuli@xn--mller-kva.de,Ulm\nanna@example.org,Ulm',
      {},
      'umlaut.csv',
    )
    for (const email of ['KÄTHE@xn--mller-kva.de', 'uli@müller.de'])
      expect(await settings().forgetPerson({ email })).toMatchObject({ runRows: 1, stagedRows: 1 })
    expect(await settings().traces({ email: 'käthe@müller.de' })).toMatchObject({ runRows: 0, stagedRows: 0 })
  })
})

const everyone = { connection: null, left: null, audience: null, offset: 0, limit: 10 }

describe('an address in a text', () => {
  const { isIn, without } = personText('ann@example.org')

  it.each([
    'ANN@Example.org',
    '<ann@example.org>',
    'to ann@example.org.',
    "'ann@example.org'",
    '"ann@example.org"@',
  ])('is in %s', (text) => {
    expect(isIn(text)).toBe(true)
    expect(without(text).toLowerCase()).not.toContain('ann@')
  })

  it.each([
    'joann@example.org',
    'ann@example.org.uk',
    'ann@example.organic',
    'x.ann@example.org',
    "o'ann@example.org",
  ])('is not in %s, which is someone else', (text) => {
    expect(isIn(text)).toBe(false)
    expect(without(text)).toBe(text)
  })
})

describe('forgetting everything', () => {
  it('stops runs, removes secrets, and leaves nothing but the settings', async () => {
    await settings().set({ theme: 'dark' })
    const [connection] = await engine.client.connections.list({})
    const people = Array.from({ length: 200 }, (_, i) => `p${i}@example.org,Oslo`)
    const plan = await planOf(engine, ['Email,City', ...people].join('\n'), tag)
    const edited = { row: 1, column: 1, to: 'Tromsø, which nobody imported' }
    await engine.client.edits.cells({ source: plan.source.id, cells: [edited] })
    await engine.client.edits.goTo({ source: plan.source.id, edit: 0 })
    await runs().begin({ plan: plan.id })
    await settings().forgetEverything({ confirm: 'forget everything' })
    const { client } = engine
    expect(await client.connections.list({})).toEqual([])
    expect(await client.runs.list({})).toEqual([])
    expect(await client.recipes.list({})).toEqual([])
    expect(await client.people.search({ ...everyone, text: '' })).toEqual({ total: 0, people: [] })
    expect(readdirSync(engine.path('sources'))).toEqual([])
    expect(filesWith('p7@example.org')).toEqual([])
    expect(filesWith('which nobody imported')).toEqual([])
    await expect(client.edits.list({ source: plan.source.id })).rejects.toMatchObject({ code: 'not-found' })
    expect(filesWith('Bakery')).toEqual([])
    expect(await settings().get({})).toMatchObject({ theme: 'dark' })
    expect(connection?.secretKept).toBe(true)
    expect(engine.pushes).toContainEqual({ name: 'changed', payload: { what: 'connections' } })
    // Numbers that were shown to somebody don't come back.
    rmSync(engine.path('people.csv'))
    await connectKit(client, engine.practice)
    expect((await client.connections.list({}))[0]?.id).not.toBe(connection?.id)
    expect((await planOf(engine, csv)).id).toBeGreaterThan(plan.id)
  })

  it('needs to be said in full', async () => {
    const confirm = 'yes' as 'forget everything'
    await expect(settings().forgetEverything({ confirm })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await engine.client.connections.list({})).toHaveLength(1)
  })

  it('the database keeps its shape', async () => {
    await settings().forgetEverything({ confirm: 'forget everything' })
    const db = new DatabaseSync(engine.path('listferry.sqlite'), { readOnly: true })
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    db.close()
  })
})
