import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { csvText } from '../../electron/engine/export/csvText.ts'
import { textColumns } from '../../electron/engine/export/table.ts'
import { namedPeople } from '../../electron/practice/kit/namedPeople.ts'
import type { Receipt } from '../../shared/contract/runs.ts'
import '../support/propertySeed.ts'
import {
  planOf,
  startTestEngine,
  suggestedMapping,
  type SyncChoices,
  type TestEngine,
} from '../support/testEngine.ts'

const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }
const ada = namedPeople.wellKnown.emailAddress
const gone = namedPeople.leftEarly.emailAddress

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const write = () => engine.client.exports
const run = async (csv: string, choices = tag, name = 'people.csv'): Promise<Receipt> =>
  engine.client.runs.start({ plan: (await planOf(engine, csv, choices, name)).id })
const messy = `Email,City,Note\n${ada},Abuja,=1+1\nnobody,"Oslo, ""N""",@x\nnew@example.org,Oslo,-5\n${gone},X,+47`
const readBack = async (text: string) => {
  const source = await engine.client.sources.stage({ file: engine.file('back.csv', text), overrides: {} })
  const preview = await engine.client.sources.preview({
    file: engine.file('back.csv', text),
    overrides: {},
    rows: 500,
  })
  return { source, columns: preview.columns.map(({ header }) => header), rows: preview.rows }
}

describe('an exported file', () => {
  it('has a name, can only be read by the user, and is gone after the next start', async () => {
    const home = mkdtempSync(join(tmpdir(), 'listferry-exports-'))
    const first = await startTestEngine({ folder: home, practice: engine.practice })
    const plan = await planOf(first, messy)
    const { id } = await first.client.runs.start({ plan: plan.id })
    const file = await first.client.exports.rejects({ run: id })
    expect(file.name).toBe(`rejects of run ${id}.csv`)
    const [folder = ''] = readdirSync(join(home, 'exports'))
    const path = join(home, 'exports', folder, file.name)
    expect(statSync(path)).toMatchObject({ size: file.sizeBytes })
    expect([path, join(path, '..')].map((one) => statSync(one).mode & 0o777)).toEqual([0o600, 0o700])
    await first.close()
    const second = await startTestEngine({ folder: home, practice: engine.practice, connect: false })
    expect(existsSync(path)).toBe(false)
    expect(existsSync(join(home, 'listferry.sqlite'))).toBe(true)
    await second.close()
    rmSync(home, { recursive: true, force: true })
  })
})

describe('rows as CSV', () => {
  it('rejects: what did not get through, with its cells, for a spreadsheet', async () => {
    const { id } = await run(messy)
    const text = engine.exported(await write().rejects({ run: id }))
    expect(text.startsWith('\uFEFFrow,outcome,reason,Email,City,Note\r\n')).toBe(true)
    const { rows } = await readBack(text)
    expect(rows.map(([row, outcome, , ...cells]) => [row, outcome, ...cells])).toEqual([
      ['2', 'invalid', 'nobody', 'Oslo, "N"', '@x'],
      ['4', 'held-back', gone, 'X', '+47'],
    ])
  })

  it('rows: all of them or those of one outcome', async () => {
    const { id } = await run(messy)
    const all = await readBack(engine.exported(await write().rows({ run: id, outcome: null })))
    expect(all.columns).toEqual(['row', 'outcome', 'email', 'reason'])
    expect(all.rows.map(([, outcome]) => outcome)).toEqual(['written', 'invalid', 'written', 'held-back'])
    const held = await write().rows({ run: id, outcome: 'held-back' })
    expect(held.name).toBe(`held-back rows of run ${id}.csv`)
    expect((await readBack(engine.exported(held))).rows).toHaveLength(1)
  })

  it('requests: every one, without any value', async () => {
    const { id, requests } = await run(messy)
    const text = engine.exported(await write().requests({ run: id }))
    const { columns, rows } = await readBack(text)
    expect(rows).toHaveLength(requests)
    const of = (name: string) => rows.map((cells) => cells[columns.indexOf(name)])
    const [host] = new Set(of('host'))
    expect(host).toBe(new URL(engine.practice.address).host)
    // The address of somebody new leaves too; names are those of the account, not its ids.
    expect(of('fields')).toContain('Email, City')
    expect(new Set(of('rows'))).toEqual(new Set(['1']))
    expect(text).not.toMatch(/example|Abuja/)
  })

  it('people: those that a search finds, with their fields and audiences', async () => {
    await engine.client.people.refresh({ connection: 'Bakery' })
    const all = { text: '', connection: null, left: null, audience: null }
    const { total } = await engine.client.people.search({ ...all, offset: 0, limit: 1 })
    const everyone = await readBack(engine.exported(await write().people(all)))
    expect(everyone.rows).toHaveLength(total)
    const found = await readBack(engine.exported(await write().people({ ...all, text: 'ADA OKAFOR' })))
    expect(found.rows).toHaveLength(1)
    const cells = Object.fromEntries(found.columns.map((name, n) => [name, found.rows[0]?.[n]]))
    expect(cells).toMatchObject({
      Account: 'Bakery',
      Email: ada,
      State: 'active',
      City: 'Lagos',
      'Phone number': '+2348031234567',
    })
    expect(cells['Audiences']).toContain('tag: VIP')
  })
})

describe('cells that a spreadsheet would run', () => {
  it('never begin a field of the file', async () => {
    const { id } = await run(messy)
    const texts = [
      engine.exported(await write().rejects({ run: id })),
      engine.exported(await write().rows({ run: id, outcome: null })),
    ]
    for (const text of texts) expect(text).not.toMatch(/(^|,|")[=+\-@]/m)
  })

  it('come back unchanged through our own import, whatever is in them', async () => {
    const nasty = fc
      .array(
        fc.constantFrom('=', '+', '-', '@', '\t', '\u2060', '＝', '"', ',', ';', '\n', 'a', '1', ' ', "'"),
        {
          maxLength: 6,
        },
      )
      .map((parts) => parts.join(''))
    const table = fc.array(fc.tuple(nasty, nasty), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(table, async (cells) => {
        // A record without a single character is no row, and a header says what the columns are.
        const rows = cells.map(([a, b]) => ['x', a, b])
        let text = ''
        const table = { columns: textColumns(['Email', 'Name', 'City']), pages: [rows] }
        for await (const piece of csvText(table)) text += piece
        const { rows: back } = await engine.client.sources.preview({
          file: engine.file('nasty.csv', text),
          overrides: { delimiter: ',', quote: '"', headerRecord: 1, lineEnd: '\r\n', encoding: 'utf-8' },
          rows: 100,
        })
        expect(back).toEqual(rows)
      }),
      { numRuns: 150 },
    )
  })
})

describe('the receipt as a page', () => {
  const receiptOf = async (csv: string, name: string) => {
    const { id } = await run(csv, tag, name)
    const file = await write().receipt({ run: id })
    return { id, file, text: engine.exported(file) }
  }

  it('says what was asked, what changed, counts that add up, who did not get through, and how to take it back', async () => {
    const { id, file, text } = await receiptOf(messy, 'people.csv')
    expect(file.name).toBe(`receipt of run ${id}.html`)
    for (const words of [
      'people.csv',
      /[0-9a-f]{64}/,
      'Kit · <bdi>Bakery</bdi> (practice account)',
      'tag “Never used”',
      '<bdi>City</bdi> → <bdi>City</bdi>',
      '1 new person',
      '1 person with new values',
      '2 additions to audiences',
      'rows in the file; it adds up',
      'Held back: 1',
      'Invalid: 1',
      gone,
      'unsubscribed in the account',
      'can&#39;t be called back',
    ])
      expect(text).toMatch(words)
  })

  it('has no script and nothing from outside, and escapes everything', async () => {
    const evil = `<script>alert(1)</script><img src=x onerror=alert(1)>'`
    const csv = `Email,${evil},City\n"<b>${evil}</b>",x,y\nok@example.org,a,b`
    const { text } = await receiptOf(csv, '<img src=x>&.csv')
    expect(text).not.toMatch(/<script|<img|<b>|<iframe|<link|https?:|url\(|@import/i)
    expect(text).toContain('&lt;b&gt;&lt;script&gt;alert(1)')
    expect(text).toContain('&lt;img src=x&gt;&amp;.csv')
    expect(text).toContain("default-src 'none'")
  })

  it('names a hundred of each and says how many more there are', async () => {
    const good = Array.from({ length: 300 }, (_, i) => `p${i}@example.org,x`)
    const bad = Array.from({ length: 130 }, (_, i) => `nobody${i},x`)
    const { text } = await receiptOf(['Email,City', ...good, ...bad].join('\n'), 'many.csv')
    expect(text.match(/nobody\d+” is not an email/g)).toHaveLength(100)
    expect(text).toContain('And 30 more.')
  })
})

describe('a saved sync as a file', () => {
  it('is what the import takes', async () => {
    const { client } = engine
    const source = await client.sources.stage({ file: engine.file('a.csv', messy), overrides: {} })
    const suggestion = await client.sources.suggestMapping({ source: source.id, connection: 'Bakery' })
    const [connection] = await client.connections.list({})
    if (!connection) throw new Error('nothing is connected')
    const spec = {
      connection: connection.id,
      source: source.id,
      mapping: suggestedMapping(suggestion),
      audiences: [],
      importTag: null,
      consent: null,
      mode: 'changed',
      duplicates: 'last',
      heldBack: 'skip',
      append: null,
    } as const
    const saved = await client.recipes.save({ name: 'A/B: "test"', spec })
    const file = await write().recipe({ recipe: saved.id })
    expect(file.name).toBe('A-B- -test-.listferry.json')
    const imported = await client.recipes.import({ file: engine.file('in.json', engine.exported(file)) })
    expect(imported).toMatchObject({ name: 'A/B: "test" 2', columns: saved.columns })
    expect(readFileSync(engine.path('in.json'), 'utf8')).not.toContain(engine.folder)
  })
})
