import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunEnded } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { planOf, startTestEngine, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }
const manyRows = (n: number) =>
  ['Email,City', ...Array.from({ length: n }, (_, i) => `p${i}@example.org,Oslo`)].join('\n')

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const runs = () => engine.client.runs
const writes = () =>
  engine.practice.kit.requests.entries.filter(
    ({ method, path }) => method !== 'GET' && path.startsWith('/v4/'),
  ).length
const ends = (of = engine) =>
  of.pushes.flatMap(({ name, payload }): RunEnded[] => (name === 'run.ended' ? [payload] : []))
const ended = (run: RunId, times = 1) =>
  vi.waitFor(
    () => {
      const found = ends().filter((end) => end.run === run)[times - 1]
      if (!found) throw new Error('still under way')
      return found
    },
    { timeout: 20_000, interval: 5 },
  )
const someWritten = (n = 20) =>
  vi.waitFor(() => expect(writes()).toBeGreaterThan(n), { timeout: 20_000, interval: 2 })
const begin = async (rows: number, choices = tag) =>
  runs().begin({ plan: (await planOf(engine, manyRows(rows), choices)).id })
const outcomes = async (run: RunId) => (await runs().receipt({ run })).outcomes

describe('a run in the background', () => {
  it('is answered at once, goes on by itself, and says when it has ended', async () => {
    const run = await begin(60)
    expect(run).toMatchObject({ status: 'running', interrupted: false, endedAt: null })
    expect(await ended(run.id)).toMatchObject({ status: 'finished', stoppedBecause: null })
    expect((await outcomes(run.id)).written).toBe(60)
    const what = engine.pushes.flatMap(({ name, payload }) => (name === 'changed' ? [payload.what] : []))
    expect(what).toEqual(expect.arrayContaining(['runs', 'people']))
  })

  it('goes on when whoever began it is gone', async () => {
    const { id: plan } = await planOf(engine, manyRows(60), tag)
    const caller = new AbortController()
    const run = await runs().begin({ plan }, caller.signal)
    caller.abort()
    expect(await ended(run.id)).toMatchObject({ status: 'finished' })
  })

  it('is refused for a plan that was carried out, and for a file that was edited since', async () => {
    const { id: plan } = await planOf(engine, manyRows(3), tag)
    const run = await runs().begin({ plan })
    await ended(run.id)
    await expect(runs().begin({ plan })).rejects.toMatchObject({ code: 'conflict' })
    const edited = await planOf(engine, manyRows(4), tag)
    engine.file('people.csv', manyRows(5))
    await expect(runs().begin({ plan: edited.id })).rejects.toThrow(/was edited after this plan/)
    expect(await runs().list({})).toHaveLength(1)
  })

  it('says of a copy that Listferry keeps that the copy is damaged, not that somebody edited it', async () => {
    mkdirSync(join(engine.folder, 'uploads'))
    const { id: plan } = await planOf(engine, manyRows(3), tag, 'uploads/people.csv')
    engine.file('uploads/people.csv', '')
    await expect(runs().begin({ plan })).rejects.toThrow(
      /^Listferry's copy of “people\.csv” can't be read.*Import the file again/,
    )
    expect(await runs().list({})).toEqual([])
  })

  it('is paused after the requests under way, and goes on exactly there', async () => {
    const run = await begin(200)
    await someWritten()
    const paused = await runs().pause({ run: run.id })
    expect(paused).toMatchObject({
      status: 'stopped',
      stoppedCode: 'cancelled',
      stoppedBecause: 'Paused by you.',
      interrupted: false,
    })
    const before = await outcomes(run.id)
    expect(before['in-doubt']).toBe(0)
    expect(before['not-sent']).toBeGreaterThan(0)
    expect(await runs().progress({ run: run.id })).toBeNull()
    const sent = writes()
    expect((await runs().goOn({ run: run.id })).status).toBe('running')
    expect(await ended(run.id, 2)).toMatchObject({ status: 'finished' })
    expect((await outcomes(run.id)).written).toBe(200)
    expect(writes() - sent).toBeLessThan(400)
  })

  it('is cancelled for good: the rest is not sent, and going on is refused in words', async () => {
    const run = await begin(200)
    await someWritten()
    expect(await runs().cancel({ run: run.id })).toMatchObject({
      status: 'cancelled',
      stoppedBecause: 'Cancelled by you.',
    })
    const { 'not-sent': left, written, 'in-doubt': doubt, 'partly-written': partly } = await outcomes(run.id)
    expect(left).toBeGreaterThan(0)
    expect([left + written + partly, doubt]).toEqual([200, 0])
    for (const call of [runs().goOn, runs().resume, runs().pause, runs().cancel])
      await expect(call({ run: run.id })).rejects.toThrow(/was cancelled/)
    await expect(runs().resume({})).rejects.toThrow(/no run to go on with/)
  })

  it('that was paused can be cancelled too', async () => {
    const run = await begin(200)
    await someWritten()
    await runs().pause({ run: run.id })
    expect(await runs().cancel({ run: run.id })).toMatchObject({ status: 'cancelled' })
    expect(ends().map(({ status }) => status)).toEqual(['stopped', 'cancelled'])
  })

  it('that waits for its turn can be paused and cancelled, and sends nothing before', async () => {
    const second = await planOf(engine, 'Email\nwaits1@example.org\nwaits2@example.org', tag, 'second.csv')
    const first = await begin(200)
    await someWritten()
    const waiting = await runs().begin({ plan: second.id })
    expect(await runs().progress({ run: waiting.id })).toMatchObject({ done: 0, total: 2, waiting: null })
    expect(await runs().pause({ run: waiting.id })).toMatchObject({ stoppedBecause: 'Paused by you.' })
    expect(await runs().cancel({ run: waiting.id })).toMatchObject({ status: 'cancelled' })
    expect(await ended(first.id)).toMatchObject({ status: 'finished' })
    expect((await outcomes(waiting.id))['not-sent']).toBe(2)
  })

  it('finished, is neither paused nor cancelled', async () => {
    const run = await begin(2)
    await ended(run.id)
    await expect(runs().pause({ run: run.id })).rejects.toThrow(/is finished/)
    await expect(runs().cancel({ run: run.id })).rejects.toThrow(/is finished/)
  })
})

describe('closing the engine', () => {
  it('stops a background run so that it can be gone on with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'listferry-background-'))
    try {
      const first = await startTestEngine({ practice: engine.practice, folder })
      const { id: plan } = await planOf(first, manyRows(200), tag)
      const run = await first.client.runs.begin({ plan })
      await someWritten()
      await first.close()
      expect(ends(first)).toMatchObject([
        { status: 'stopped', stoppedBecause: 'Listferry was closed while it ran.' },
      ])
      const second = await startTestEngine({ practice: engine.practice, folder })
      expect((await second.client.runs.resume({ run: run.id })).outcomes.written).toBe(200)
      await second.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
