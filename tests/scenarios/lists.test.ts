import { readFileSync, statSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listFile, writeListFile } from '../support/listFile.ts'
import { planOf, planSource, startTestEngine, type TestEngine } from '../support/testEngine.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.close())

test('S1: a file with semicolons, in Windows-1252, under two title rows, is the right table without a click', async () => {
  const list = listFile({
    seed: 1,
    rows: 300,
    encoding: 'windows-1252',
    dialect: { delimiter: ';', quote: '"', lineEnd: '\r\n' },
    titles: ['Teilnehmer der Messe Köln', 'Exportiert am 20.11.2026'],
  })
  const { client } = engine
  const file = engine.file('messe.csv', list.bytes)
  const preview = await client.sources.preview({ file, overrides: {}, rows: 300 })
  expect(preview.columns.map(({ name }) => name)).toEqual(list.header)
  expect(preview.rows).toEqual(list.rows)
  const source = await client.sources.stage({ file, overrides: {} })
  expect(source).toMatchObject({
    rows: 300,
    problemRows: 0,
    format: { encoding: 'windows-1252', delimiter: ';' },
  })
  const staged = await client.sources.rows({ source: source.id, from: 1, limit: 500 })
  expect(staged.map(({ cells }) => cells)).toEqual(list.rows)
})

test('S2: of 1,000 rows whose third has no address 999 are sent, and that one is a reject with its reason', async () => {
  const list = listFile({ seed: 2, rows: 1000, noEmail: [3] })
  const { client, practice } = engine
  const plan = await planOf(engine, list.bytes, {}, 'booth.csv')
  expect(plan.counts).toMatchObject({ create: 999, invalid: 1 })
  const receipt = await client.runs.start({ plan: plan.id })
  expect(receipt).toMatchObject({ addsUp: true, rows: 1000 })
  expect(receipt.outcomes).toMatchObject({ written: 999, invalid: 1 })
  const rejects = await client.runs.rejects({ run: receipt.id, afterRow: 0, limit: 10 })
  expect(
    rejects.rows.map(({ row, reason, cells }) => [row, reason !== null && reason !== '', cells]),
  ).toEqual([[3, true, list.rows[2]]])
  // The account itself, not our word for it.
  const written = new Set([...practice.kit.state.subscribers.all()].map(({ emailAddress }) => emailAddress))
  const wanted = list.people.flatMap(({ email }) => (email === null ? [] : [email]))
  expect(wanted.filter((email) => !written.has(email))).toEqual([])
})

test('S11: 200,000 rows of 20 columns are read and planned while the engine answers, in memory that does not grow with them', async () => {
  const { client } = engine
  const choices = { seed: 11, rows: 200_000, columns: 20 }
  writeListFile(engine.path('long.csv'), choices)
  const long = engine.file('long.csv', readFileSync(engine.path('long.csv')))
  const fileBytes = statSync(engine.path('long.csv')).size
  const file = engine.file('short.csv', listFile({ ...choices, rows: 2000 }).bytes)
  await client.sources.stage({ file, overrides: {} })

  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const source = await client.sources.stage({ file: long, overrides: {} })
  delay.disable()
  clearInterval(watch)
  expect(source).toMatchObject({ rows: 200_000, problemRows: 0 })
  expect(source.columns).toHaveLength(20)
  // A machine that is busy with other things takes the thread away for a while; the parser itself never would.
  expect(delay.percentile(99) / 1e6).toBeLessThan(50)
  expect(most - before).toBeLessThan(Math.max(400_000_000, fileBytes * 3))
  const last = await client.sources.rows({ source: source.id, from: 200_000, limit: 1 })
  expect(last[0]?.cells[0]).toMatch(/\.200000@example\.org$/)
  const { counts } = await planSource(engine, source.id)
  // By chance some are people of the scenario before.
  expect(counts.create + counts.update + counts.unchanged).toBe(200_000)
})
