import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { startEngineThread, type EngineThread } from '../../electron/engineThread.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import type { SourceId } from '../../shared/model.ts'
import { tenCells, tenColumns } from '../support/tenColumns.ts'
import { writeLines } from '../support/peopleFile.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { startPracticeThread } from './practiceThread.ts'
import { median } from './sideBySide.ts'
import { specOf } from './tenFields.ts'

/** What the grid of the check waits for, in the thread that draws it: filters, orders, searches, and all of them together. */
export const grid: Figure = {
  name: 'grid',
  about:
    'how soon a page of a checked file is there, filtered, sorted and searched, beside a bare SELECT of its rows',
  async measure(bench) {
    const rows = bench.size === 'full' ? 1_000_000 : 30_000
    const path = join(bench.folder, 'people.csv')
    writeLines(path, tenColumns.join(','), rows, lineAt)
    return measureGrid(bench, path, rows)
  },
}

const pageRows = 100

/** A row in fifty has a slip, one in ten thousand a word that no other has. */
function lineAt(row: number): string {
  const cells = tenCells(row)
  const [email = ''] = cells
  if (row % 50 === 0) cells[0] = email.replace('example.org', 'gmial.com')
  if (row % 50 === 25) cells[0] = `${email}.`
  if (row % 10_000 === 1234) cells[9] = `qxz ${row}`
  return cells.join(',')
}

async function measureGrid({ folder, say }: BenchRun, path: string, rows: number): Promise<Reading[]> {
  const practice = await startPracticeThread()
  process.env['LISTFERRY_KIT_URL'] = practice.address
  const dataFolder = join(folder, 'grid')
  const engine = await startEngineThread({
    dataFolder,
    host: 'browser',
    vault: createMemoryVault(),
    vaultWarning: null,
  })
  try {
    const { client } = engine
    const { connection } = await client.connections.add({
      service: 'kit',
      form: 'api-key',
      values: { apiKey: practice.kitKey },
    })
    say(`staging ${rows.toLocaleString('en')} rows`)
    const file = await engine.registerFile(path)
    const { id: source } = await client.sources.stage({ file, overrides: {} })
    const { mapping } = specOf(source)
    say('checking them')
    const startedAt = performance.now()
    const view = await client.check.run({ source, connection: connection.id, mapping })
    const checkedMs = performance.now() - startedAt
    if (view.problemRows !== Math.floor(rows / 25)) throw new Error(`${view.problemRows} rows have problems.`)
    while (!(await client.check.view({ source })).isIndexed) await sleep(200)
    const indexedMs = performance.now() - startedAt
    say(`asking ${queries(rows).length} times`)
    const db = new DatabaseSync(join(dataFolder, 'sources', `${source}.sqlite`), { readOnly: true })
    try {
      return await readings(engine, source, rows, { checkedMs, indexedMs, db })
    } finally {
      db.close()
    }
  } finally {
    delete process.env['LISTFERRY_KIT_URL']
    await engine.close()
    await practice.close()
  }
}

type Query = Omit<Parameters<EngineThread['client']['check']['rows']>[0], 'source' | 'limit'>

/** Fifty, of every kind, and no text twice: what was searched before is known. */
function queries(rows: number): Query[] {
  const sorts = tenColumns.map((_, column): Query => ({
    sort: { column, falling: column % 2 === 0, revision: '' },
    offset: 0,
  }))
  const deep = [0.25, 0.5, 0.9].map((part) => Math.floor(rows * part))
  const sort = { column: 0, falling: true, revision: '' }
  return [
    ...sorts,
    { show: 'problems', offset: 0 },
    { show: 'problems', kind: 'misspelt-domain', offset: 0 },
    { show: 'problems', kind: 'dot-at-end', column: 0, offset: Math.floor(rows / 100) },
    { show: 'skipped', offset: 0 },
    { show: 'edited', offset: 0 },
    ...deep.map((offset): Query => ({ sort, offset })),
    ...deep.map((offset): Query => ({ show: 'problems', sort, offset: Math.floor(offset / 30) })),
    ...searches.map((search): Query => ({ search, offset: 0 })),
    { search: 'gmial.com', show: 'problems', sort, offset: 0 },
    { search: 'nakamura', sort, offset: 0 },
    { search: 'novak ceramics', show: 'problems', offset: 0 },
    { search: 'likes rye 9', sort: { column: 3, falling: false, revision: '' }, offset: 0 },
    { search: 'qxz 1', sort, offset: 0 },
    { search: 'booth berlin', show: 'problems', kind: 'misspelt-domain', sort, offset: 0 },
    { search: 'new zealand', offset: 5000 },
    { search: 'hanna', sort: { column: 7, falling: false, revision: '' }, offset: 0 },
    { search: 'a', sort: { column: 9, falling: true, revision: '' }, offset: Math.floor(rows / 2) },
    { search: 'ka', show: 'problems', sort, offset: 0 },
  ]
}

/** Many rows have the letters of some, and hardly one or none has them beside each other. */
const searches = [
  ...['qxz', 'okafor', 'wants a call 77', 'gmial', 'berg bakery', 'rotterdam', 'ada.lind.1', '99999'],
  ...['e', 'q', '7', 'zz', 'ae', 'oe', 'eq'],
  ...['ü', 'ñandú', 'berg berg', 'nowhere to be found'],
] as const

async function readings(
  { client }: EngineThread,
  source: SourceId,
  rows: number,
  {
    checkedMs,
    indexedMs,
    db,
  }: { readonly checkedMs: number; readonly indexedMs: number; readonly db: DatabaseSync },
): Promise<Reading[]> {
  const taken: { readonly ms: number; readonly query: Query }[] = []
  for (const query of queries(rows)) {
    const askedAt = performance.now()
    await client.check.rows({ source, ...query, limit: pageRows })
    taken.push({ ms: performance.now() - askedAt, query })
  }
  const times = taken.map(({ ms }) => ms)
  const slowest = taken.reduce((worst, one) => (one.ms > worst.ms ? one : worst))
  const countedAt = performance.now()
  await client.check.count({ source, search: 'martinez' })
  const countedMs = performance.now() - countedAt
  const bareMs = bareSelects(db, rows)
  const words = `${rows.toLocaleString('en')} rows × ${tenColumns.length} columns`
  const inMs = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
  return [
    {
      what: `${words}, a page of ${pageRows}: median of ${times.length} filters, orders and searches`,
      value: round(median(times)),
      unit: 'milliseconds',
      beside: `${inMs(bareMs)} for a bare SELECT of as many rows (${Math.round(median(times) / bareMs)} times)`,
      goal: { is: 'at most', value: 150 },
    },
    {
      what: `${words}, the slowest of them: ${JSON.stringify(slowest.query)}`,
      value: round(slowest.ms),
      unit: 'milliseconds',
      beside: `${inMs(bareSelectOf(db, slowest.query))} for a bare SELECT that finds them in the table`,
      goal: null,
    },
    {
      what: `${words}, counting a search that finds one row in eight`,
      value: round(countedMs),
      unit: 'milliseconds',
      beside: 'the page, which does not wait for it',
      goal: null,
    },
    {
      what: `${words}, checked`,
      value: round(checkedMs),
      unit: 'milliseconds',
      beside: `${inMs(indexedMs)} until everything is indexed, in a thread of its own`,
      goal: null,
    },
  ]
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}

/** The rows themselves, at fifty places. */
function bareSelects(db: DatabaseSync, rows: number): number {
  const select = db.prepare('SELECT n, cells FROM row WHERE n >= ? ORDER BY n LIMIT ?')
  const times = Array.from({ length: 50 }, (_, n) => {
    const startedAt = performance.now()
    select.all(Math.floor((rows * n) / 50), pageRows)
    return performance.now() - startedAt
  })
  return median(times)
}

/** What SQLite takes for the text and the order of a query; of problems it knows nothing. */
function bareSelectOf(db: DatabaseSync, { search = '', sort = null, offset }: Query): number {
  const order = sort === null ? 'n' : `cells ->> ${sort.column} ${sort.falling ? 'DESC' : ''}`
  const select = db.prepare(`SELECT n, cells FROM row WHERE cells LIKE ? ORDER BY ${order} LIMIT ? OFFSET ?`)
  const startedAt = performance.now()
  select.all(`%${search}%`, pageRows, offset)
  return performance.now() - startedAt
}
