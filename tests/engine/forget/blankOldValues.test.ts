import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../electron/engine/clock.ts'
import { withoutQuotes } from '../../../electron/engine/store/oldValues.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import {
  planOf,
  startTestEngine,
  suggestedMapping,
  type SyncChoices,
  type TestEngine,
  testSpeed,
} from '../../support/testEngine.ts'

const dayMs = 24 * 60 * 60_000
const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }
const csv = 'Email,City\nann@example.org,Oslo\nbob@,Bergen\ncy@example.org,Molde'

let practice: RunningPractice
let folder: string
let engine: TestEngine
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-values-'))
  engine = await startTestEngine({ practice, folder })
})
afterEach(async () => {
  await engine.close()
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The same data folder, so many days later. */
async function later(days: number, keepValuesDays: number | null): Promise<void> {
  await engine.client.settings.set({ keepValuesDays })
  await engine.close()
  const clock = { ...systemClock, now: () => Date.now() + days * dayMs }
  engine = await startTestEngine({ folder, practice, connect: false, clock })
}
const staged = (id: string) => readFileSync(engine.path(`sources/${id}.sqlite`), 'latin1')
const database = () =>
  ['', '-wal'].map((end) => readFileSync(engine.path(`listferry.sqlite${end}`), 'latin1')).join('')

describe('values that are older than the user wants them kept', () => {
  it('are blanked at the start, and outcomes, counts and reasons stay', async () => {
    const before = await engine.client.runs.start({ plan: (await planOf(engine, csv, tag)).id })
    const { source } = await engine.client.plans.get({ plan: before.plan })
    await later(31, 30)
    const rows = () => engine.client.runs.rows({ run: before.id, outcome: null, afterRow: 0, limit: 10 })
    await vi.waitFor(async () => expect((await rows())[0]?.email).toBeNull(), { timeout: 10_000 })
    expect((await engine.client.runs.receipt({ run: before.id })).outcomes).toEqual(before.outcomes)
    const [, invalid] = await rows()
    expect(invalid).toMatchObject({ outcome: 'invalid', email: null })
    expect(invalid?.reason).toMatch(/is not an email address/)
    expect(invalid?.reason).not.toContain('bob@')
    await vi.waitFor(() => expect(staged(source.id)).not.toMatch(/ann@example|Bergen/), { timeout: 10_000 })
    expect(await engine.client.runs.row({ run: before.id, row: 1 })).toMatchObject({ cells: [] })
  })

  it('are gone with what was edited, before and after, and can’t be put back', async () => {
    const { client } = engine
    const run = await client.runs.start({ plan: (await planOf(engine, csv, tag)).id })
    const { id: source } = (await client.plans.get({ plan: run.plan })).source
    const mapping = suggestedMapping(await client.sources.suggestMapping({ source, connection: 'Bakery' }))
    await client.edits.cells({ source, cells: [{ row: 1, column: 1, to: 'Tromsø' }] })
    await client.check.run({ source, connection: 'Bakery', mapping })
    await client.check.fix({ source, fix: { how: 'same', column: 1, from: 'Molde', to: 'Moldegaard' } })
    await client.edits.skip({ source, rows: [2], skip: true })
    await later(31, 30)
    await vi.waitFor(async () => expect(await engine.client.edits.list({ source })).toEqual([]), {
      timeout: 10_000,
    })
    await vi.waitFor(() => expect(staged(source)).not.toMatch(/Oslo|Troms|Molde/), { timeout: 10_000 })
    await expect(engine.client.edits.goTo({ source, edit: 1 })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are gone with how files were mapped, whose tables may hold some', async () => {
    const { client } = engine
    const source = await client.sources.stage({ file: engine.file('mapped.csv', csv), overrides: {} })
    const found = await client.sources.suggestMapping({ source: source.id, connection: 'Bakery' })
    const mapping = suggestedMapping(found)
    await client.sources.rememberMapping({ source: source.id, connection: 'Bakery', mapping, refused: [] })
    expect(await client.settings.rememberedShapes({})).toBe(1)
    await later(31, 30)
    await vi.waitFor(async () => expect(await engine.client.settings.rememberedShapes({})).toBe(0), {
      timeout: 10_000,
    })
  })

  it('are kept that long, and for ever where nothing was chosen', async () => {
    const { id } = await engine.client.runs.start({ plan: (await planOf(engine, csv, tag)).id })
    for (const [days, keep] of [
      [29, 30],
      [4000, null],
    ] as const) {
      await later(days, keep)
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect((await engine.client.runs.row({ run: id, row: 1 })).email).toBe('ann@example.org')
    }
    expect(database()).toContain('ann@example.org')
  })

  it('of a run that was left stopped are gone too, and it says why it does not go on', async () => {
    engine.practice.kit.faults.add({ kind: 'key-revoked', path: '/v4/subscribers', method: 'POST' })
    const { id, status } = await engine.client.runs.start({ plan: (await planOf(engine, csv, tag)).id })
    expect(status).toBe('stopped')
    await later(31, 30)
    await vi.waitFor(
      async () =>
        expect(await engine.client.runs.get({ run: id })).toMatchObject({
          status: 'cancelled',
          stoppedBecause: expect.stringContaining('kept for 30 days') as string,
        }),
      { timeout: 10_000 },
    )
    await expect(engine.client.runs.resume({ run: id })).rejects.toThrow(/was cancelled/)
  })
})

describe('a reason without values', () => {
  it('keeps its words', () => {
    expect(withoutQuotes('Column “Email”: “bob@” is not an address; see "x".')).toBe(
      'Column “…”: “…” is not an address; see “…”.',
    )
  })
})
