import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usualCsv } from '../../../shared/exportFormat.ts'
import type { QueryCell } from '../../../shared/contract/queries.ts'
import { planOf, startTestEngine, type TestEngine } from '../../support/testEngine.ts'

const people = `Email,First name,Company
ann@acme.example,Ann,Acme
ben@acme.example,Ben,Acme
carla@bolt.example,Carla,Bolt
not an address,Dora,Bolt
`

let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
  const plan = await planOf(engine, people, {}, 'Trade fair 2026.csv')
  await engine.client.runs.start({ plan: plan.id })
  await engine.client.people.refresh({ connection: 'Bakery' })
})
afterAll(() => engine.close())

async function query(sql: string, timeLimitMs?: number): Promise<(readonly QueryCell[])[]> {
  const { client } = engine
  const { result, rows } = await client.queries.run({
    sql,
    ...(timeLimitMs !== undefined && { timeLimitMs }),
  })
  const all: (readonly QueryCell[])[] = []
  while (all.length < rows)
    all.push(...(await client.queries.page({ result, offset: all.length, limit: 500 })))
  await client.queries.close({ result })
  return all
}

describe('what a query can look at', () => {
  it('every table can be read by the columns that are told about it', async () => {
    const tables = await engine.client.queries.tables({})
    expect(tables.map(({ name }) => name)).toEqual([
      'people',
      'memberships',
      'audiences',
      'fields',
      'accounts',
      'runs',
      'run_rows',
      'run_requests',
      'people_of_bakery',
      'broadcasts_of_bakery',
      'segments_of_bakery',
      'email_templates_of_bakery',
      'webhooks_of_bakery',
      'webhook_endpoints_of_bakery',
      'trade_fair_2026',
    ])
    const types = tables.flatMap(({ reads }) => reads?.type ?? [])
    await engine.client.objects.refresh({ connection: 'Bakery', types })
    for (const { name, columns } of tables) {
      const sql = `SELECT ${columns.map((column) => `"${column.name}"`).join(', ')} FROM ${name}`
      const found = await engine.client.queries.run({ sql })
      expect(found.columns.map((column) => column.name)).toEqual(columns.map((column) => column.name))
      const [counted] = await query(`SELECT count(*) FROM ${name}`)
      expect(counted).toEqual([found.rows])
    }
  })

  it('joins an imported file with the people of an account, in any letters', async () => {
    const rows = await query(`SELECT upper(f.email) AS u, p.first_name FROM trade_fair_2026 f
      JOIN people_of_bakery p ON p.email = upper(f.email) WHERE f.company = 'Acme' ORDER BY 1`)
    expect(rows).toEqual([
      ['ANN@ACME.EXAMPLE', 'Ann'],
      ['BEN@ACME.EXAMPLE', 'Ben'],
    ])
  })

  it('tells of each row of a run what the receipt counts', async () => {
    const [run] = await engine.client.runs.list({})
    const { outcomes } = await engine.client.runs.receipt({ run: run?.id ?? (1 as never) })
    const rows = await query('SELECT outcome, count(*) FROM run_rows GROUP BY 1 ORDER BY 1')
    const counted = Object.entries(outcomes).filter(([, n]) => n > 0)
    expect(rows).toEqual(counted.sort(([a], [b]) => a.localeCompare(b)))
  })

  it('says what each column holds, keeps large numbers exact, and shows that a result is cut', async () => {
    const { client } = engine
    const { columns, rows, cut, result } = await client.queries.run({
      sql: `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100001)
        SELECT i, 9007199254740993 AS big, date('2026-11-27') AS day, 'a' || i AS word FROM n`,
    })
    expect(columns.map(({ type }) => type)).toEqual(['number', 'text', 'date', 'text'])
    expect({ rows, cut }).toEqual({ rows: 100_000, cut: true })
    expect(await client.queries.page({ result, offset: 99_999, limit: 10 })).toEqual([
      [100_000, '9007199254740993', '2026-11-27', 'a100000'],
    ])
  })
})

describe('a query that is up to something', () => {
  it('is refused in words, and the app goes on', async () => {
    await expect(query('DELETE FROM people')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(query('SELECT * FROM nowhere')).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('people_of_bakery') as string,
    })
    expect(await query('SELECT count(*) > 0 FROM people')).toEqual([[1]])
  })

  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

  it('never ends: is stopped when its time is over, and everything else is answered meanwhile', async () => {
    const asked = query(endless, 1000).catch((error: unknown) => error)
    const { client } = engine
    const startedAt = performance.now()
    await client.connections.list({})
    expect(performance.now() - startedAt).toBeLessThan(500)
    expect(await asked).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('longer than 1 seconds') as string,
    })
  })

  it('never ends: is stopped when the user says so', async () => {
    const stop = new AbortController()
    const asked = engine.client.queries.run({ sql: endless }, stop.signal)
    setTimeout(() => stop.abort(), 300)
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
    expect(await query('SELECT 1')).toEqual([[1]])
  })
})

describe('what becomes of a result', () => {
  it('is all of it in an export, and can be imported as a file', async () => {
    const { client } = engine
    const sql = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
      SELECT i, 'p' || i || '@x.example' AS email, '=1+1' AS formula FROM n`
    const csv = engine.exported(await client.exports.query({ sql, name: 'numbers', format: usualCsv }))
    expect(csv.trim().split('\r\n')).toHaveLength(1201)
    const lines = engine.exported(
      await client.exports.query({ sql, name: 'numbers', format: { is: 'jsonl' } }),
    )
    expect(JSON.parse(lines.trim().split('\n')[1199] ?? '')).toEqual({
      i: 1200,
      email: 'p1200@x.example',
      formula: '=1+1',
    })
    const { file, name } = await client.queries.asFile({ sql, name: 'New people' })
    const source = await client.sources.stage({ file, overrides: {} })
    expect({ name, rows: source.rows }).toEqual({ name: 'New people.csv', rows: 1200 })
    expect(await query(`SELECT formula FROM new_people WHERE i = '7'`)).toEqual([['=1+1']])
  })

  it('never ends: an export of it is stopped too, and leaves nothing behind', async () => {
    const asked = engine.client.exports.query({
      sql: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
      name: 'endless',
      timeLimitMs: 1000,
    })
    await expect(asked).rejects.toMatchObject({
      message: expect.stringContaining('was stopped') as string,
    })
    expect(readdirSync(engine.path('exports'), { recursive: true })).not.toContainEqual(
      expect.stringContaining('endless'),
    )
  })

  it('is gone once it is closed', async () => {
    const { result } = await engine.client.queries.run({ sql: 'SELECT 1' })
    await engine.client.queries.close({ result })
    await expect(engine.client.queries.page({ result, offset: 0, limit: 1 })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('saved queries keep their names apart, and forgetting a person takes them out of everything', async () => {
    const { client } = engine
    const sql = `SELECT * FROM people WHERE email = 'carla@bolt.example'`
    const saved = await client.queries.save({ id: null, name: 'Carla', sql })
    await expect(client.queries.save({ id: null, name: 'CARLA', sql })).rejects.toMatchObject({
      code: 'conflict',
    })
    await client.queries.save({ id: saved.id, name: 'Somebody', sql })
    expect(await client.queries.draft({})).toBeNull()
    await client.queries.keepDraft({ sql: `${sql} AND state = 'active'`, saved: saved.id })
    const open = await client.queries.run({ sql })
    await client.queries.asFile({ sql, name: 'carla' })
    await client.settings.forgetPerson({ email: 'carla@bolt.example' })
    await expect(client.queries.page({ result: open.result, offset: 0, limit: 1 })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect((await client.queries.saved({})).map(({ name, sql: text }) => [name, text])).toEqual([
      ['Somebody', `SELECT * FROM people WHERE email = '[forgotten]'`],
    ])
    expect(await client.queries.draft({})).toEqual({
      sql: `SELECT * FROM people WHERE email = '[forgotten]' AND state = 'active'`,
      saved: saved.id,
    })
    expect(filesWith(engine.folder, 'carla@bolt.example')).toEqual([])
    await client.queries.remove({ id: saved.id })
    expect(await client.queries.saved({})).toEqual([])
  })
})

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && existsSync(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== engine.path('Trade fair 2026.csv') && readFileSync(path).includes(text))
}
