import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startPractice, type RunningPractice } from '../../../electron/practice/startPractice.ts'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import { audienceIdByName } from '../../../electron/practice/kit/arrange.ts'
import type { RunId } from '../../../shared/model.ts'
import { startBoth } from '../../support/bothServices.ts'
import { createHurriedClock } from '../../support/hurriedClock.ts'
import { planOf, startTestEngine, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

/** Engine and service live two hundred times as fast as the computer, and Kit's lists are half a minute behind. */
let practice: RunningPractice
let engine: TestEngine
beforeAll(async () => {
  const clock = createHurriedClock({ startedAt: Date.now(), factor: 200 })
  practice = await startPractice({ clock, lagMs: 30_000 })
  engine = await startTestEngine({ clock, practice })
})
afterEach(() => practice.kit.faults.clear())
afterAll(async () => {
  await engine.close()
  await practice.close()
})

const state = () => practice.kit.state
const person = (email: string) => {
  const found = state().subscribers.byEmail(email)
  if (!found) throw new Error(`nobody has ${email}`)
  return found
}
const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }
const csv = (prefix: string, n: number, city = 'Oslo') =>
  [
    'Email,First name,City',
    ...Array.from({ length: n }, (_, i) => `${prefix}${i}@example.org,P${i},${city}`),
  ].join('\n')
const planFor = async (text: string, choices: SyncChoices = {}) => (await planOf(engine, text, choices)).id
const setName = (email: string, firstName: string) =>
  state().subscribers.save({ ...person(email), firstName })
const ended = (run: RunId) =>
  vi.waitFor(
    async () => {
      const view = await engine.client.runs.receipt({ run })
      if (view.status === 'running' || view.readBack.verify === 'asked') throw new Error('not yet')
      return view
    },
    { timeout: 40_000, interval: 20 },
  )

describe('what a run wrote, read back', () => {
  it('is confirmed once the lists have caught up, in few requests; what differs is read by id and shown', async () => {
    const run = await engine.client.runs.begin({ plan: await planFor(csv('a', 40), tag), verify: true })
    await vi.waitFor(
      async () => expect((await engine.client.runs.get({ run: run.id })).status).toBe('finished'),
      {
        timeout: 40_000,
      },
    )
    setName('a7@example.org', 'Somebody else')
    const before = practice.kit.requests.count
    const receipt = await ended(run.id)
    expect(receipt.readBack).toMatchObject({
      verify: 'done',
      canary: null,
      counts: { confirmed: 39, differs: 1, 'not-visible': 0, unread: 0 },
    })
    expect(practice.kit.requests.count - before).toBeLessThanOrEqual(5)
    const rows = await engine.client.runs.readBack({ run: run.id, kind: 'differs', afterRow: 0, limit: 9 })
    expect(rows).toMatchObject([
      {
        row: 8,
        email: 'a7@example.org',
        fields: [{ label: 'First name', wrote: 'P7', shows: 'Somebody else' }],
      },
    ])
  }, 60_000)

  it('can be read back at any time', async () => {
    const receipt = await engine.client.runs.start({ plan: await planFor(csv('b', 5)) })
    expect(receipt.readBack.counts).toMatchObject({ unread: 5 })
    setName('b1@example.org', 'Somebody else')
    const seen = await engine.client.runs.verify({ run: receipt.id })
    expect(seen.readBack.counts).toEqual({ confirmed: 4, differs: 1, 'not-visible': 0, unread: 0 })
  }, 60_000)
})

describe('who was put where', () => {
  it('is read back from the lists of forms and sequences, in few requests', async () => {
    const [form, sequence] = ['Weekly letter', 'Baking course']
    const both: SyncChoices = {
      audiences: [
        { kind: 'form', name: form },
        { kind: 'sequence', name: sequence },
      ],
    }
    const { id } = await engine.client.runs.start({ plan: await planFor(csv('h', 30), both) })
    const { memberships } = state()
    const gone = person('h3@example.org').id
    memberships.sequence.remove(audienceIdByName(state(), 'sequence', sequence), gone)
    const before = practice.kit.requests.count
    const { readBack } = await engine.client.runs.verify({ run: id })
    expect(readBack).toMatchObject({
      verify: 'done',
      counts: { confirmed: 29, differs: 1, 'not-visible': 0, unread: 0 },
    })
    expect(practice.kit.requests.count - before).toBeLessThanOrEqual(12)
    const rows = await engine.client.runs.readBack({ run: id, kind: 'differs', afterRow: 0, limit: 9 })
    expect(rows).toMatchObject([
      { row: 4, fields: [{ label: `sequence ${sequence}`, wrote: 'in it', shows: 'not in it' }] },
    ])
  }, 60_000)

  it('is read back from Klaviyo’s lists too', async () => {
    const shop = await startBoth()
    try {
      const list: SyncChoices = { audiences: [{ kind: 'list', name: 'Newsletter' }] }
      const plan = await planOf(shop, csv('shop', 20), list, 'people.csv', 'Shop')
      const { id } = await shop.client.runs.start({ plan: plan.id })
      const { lists, profiles } = shop.practice.klaviyo.state
      const newsletter = [...lists.values()].find(({ name }) => name === 'Newsletter')
      newsletter?.members.delete(profiles.byEmail('shop5@example.org')?.id ?? '')
      const { counts } = (await shop.client.runs.verify({ run: id })).readBack
      expect(counts).toEqual({ confirmed: 19, differs: 1, 'not-visible': 0, unread: 0 })
    } finally {
      await shop.close()
    }
  }, 60_000)

  it('is read back by the next program where the one before ended first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'listferry-read-back-'))
    const ports = { vault: createMemoryVault(), host: 'browser' as const }
    const clock = createHurriedClock({ startedAt: Date.now(), factor: 200 })
    const first = await startTestEngine({ practice, folder, clock, ports })
    const plan = await planOf(first, csv('i', 5))
    const run = await first.client.runs.begin({ plan: plan.id, verify: true })
    await vi.waitFor(async () =>
      expect((await first.client.runs.get({ run: run.id })).status).toBe('finished'),
    )
    await first.close()
    const next = await startTestEngine({ practice, folder, clock, ports, connect: false })
    try {
      const { counts } = await vi.waitFor(
        async () => {
          const { readBack } = await next.client.runs.receipt({ run: run.id })
          if (readBack.verify !== 'done') throw new Error('not yet')
          return readBack
        },
        { timeout: 20_000, interval: 20 },
      )
      expect(counts).toEqual({ confirmed: 5, differs: 0, 'not-visible': 0, unread: 0 })
    } finally {
      await next.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})

describe('a run that sends ten first', () => {
  it('goes on by itself where they are as they were sent', async () => {
    const receipt = await engine.client.runs.start({ plan: await planFor(csv('c', 25), tag), canary: true })
    expect(receipt).toMatchObject({
      status: 'finished',
      outcomes: { written: 25 },
      readBack: { canary: 'matched' },
    })
    const shown = await engine.client.runs.readBack({
      run: receipt.id,
      kind: 'confirmed',
      afterRow: 0,
      limit: 50,
    })
    expect(shown.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  }, 60_000)

  it('stops with row and field where they differ, and goes on only when told to', async () => {
    await engine.client.runs.start({ plan: await planFor(csv('d', 25)) })
    const plan = await planFor(csv('d', 25, 'Bergen'))
    // Somebody's own automation in Kit puts another city there.
    const city = [...state().customFields.values()].find(({ label }) => label === 'City')?.id ?? 0
    const timer = setInterval(() => {
      const one = person('d3@example.org')
      if (one.values.get(city) === 'Bergen')
        state().subscribers.save({ ...one, values: new Map([...one.values, [city, 'Wrong']]) })
    }, 1)
    const stopped = await engine.client.runs.start({ plan, canary: true }).finally(() => clearInterval(timer))
    expect(stopped).toMatchObject({ status: 'stopped', readBack: { canary: 'differed' } })
    expect(stopped.stoppedBecause).toMatch(/row 4 differs in City/)
    expect(stopped.outcomes).toMatchObject({ written: 10, 'not-sent': 15 })
    const rest = await engine.client.runs.resume({ run: stopped.id })
    expect(rest).toMatchObject({ status: 'finished', outcomes: { written: 25 } })
  }, 60_000)
})

describe('a service that can’t be reached', () => {
  it('is waited for by a run in the background, which says why and goes on by itself', async () => {
    const plan = await planFor(csv('e', 30))
    practice.kit.faults.add({ kind: 'unavailable', method: 'POST', skip: 5, times: 10_000 })
    const run = await engine.client.runs.begin({ plan })
    const waiting = await vi.waitFor(
      async () => {
        const { waiting: now } = (await engine.client.runs.progress({ run: run.id })) ?? {}
        if (now?.why !== 'offline') throw new Error('not yet')
        return now
      },
      { timeout: 50_000, interval: 5 },
    )
    expect(waiting.words).toMatch(/Kit/)
    practice.kit.faults.clear()
    const receipt = await ended(run.id)
    expect(receipt).toMatchObject({ status: 'finished', outcomes: { written: 30 } })
    expect(practice.kit.tally.of(person('e3@example.org').id)).toMatchObject({ created: 1 })
  }, 90_000)
})

describe('rows that were refused', () => {
  it('are planned once more as they are, all of them or these', async () => {
    const plan = await planFor(csv('f', 6))
    practice.kit.faults.add({
      kind: 'subscriber-limit',
      method: 'POST',
      path: '/v4/subscribers',
      skip: 3,
      times: 3,
    })
    const receipt = await engine.client.runs.start({ plan })
    practice.kit.faults.clear()
    const failed = receipt.outcomes.rejected + receipt.outcomes['not-sent']
    expect(failed).toBeGreaterThan(0)
    if (receipt.status === 'stopped') await engine.client.runs.cancel({ run: receipt.id })
    const again = await engine.client.runs.retry({ run: receipt.id })
    expect(again.counts.create).toBe(failed)
    expect((await engine.client.runs.start({ plan: again.id })).outcomes.written).toBe(failed)
    await expect(engine.client.runs.retry({ run: receipt.id, rows: [999] })).rejects.toMatchObject({
      code: 'not-found',
    })
  }, 60_000)
})
