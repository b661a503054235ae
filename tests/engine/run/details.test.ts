import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { namedPeople } from '../../../electron/practice/kit/namedPeople.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { planOf, startTestEngine, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

const tag: SyncChoices = { audiences: [{ kind: 'tag', name: 'Never used' }] }
const ada = namedPeople.wellKnown.emailAddress
const csv = `Email,City\n${ada},Abuja\nnobody,Oslo\nnew@example.org,Oslo\n${namedPeople.leftEarly.emailAddress},X`

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const runs = () => engine.client.runs
const run = async (text = csv, choices = tag, name = 'people.csv'): Promise<Receipt> =>
  runs().start({ plan: (await planOf(engine, text, choices, name)).id })
const rows = (of: RunId, search: string) =>
  runs().rows({ run: of, outcome: null, search, afterRow: 0, limit: 10 })

describe('one row of a run', () => {
  it('shows its cells, before and after, what became of each step, and the request that carried it', async () => {
    const { id } = await run()
    const row = await runs().row({ run: id, row: 1 })
    expect(row).toMatchObject({ outcome: 'written', columns: ['Email', 'City'], cells: [ada, 'Abuja'] })
    const [update, join] = row.changes
    expect(update?.change.object === 'contact' && Object.values(update.change.before)).toEqual(['Lagos'])
    expect(update).toMatchObject({ state: 'settled', status: 'written' })
    expect(update?.request).toMatchObject({ method: 'PUT', httpStatus: 200, changes: 1 })
    expect(join?.request).toMatchObject({ method: 'POST', httpStatus: 201 })
    expect(join?.request?.answeredAt).toBeGreaterThanOrEqual(join?.request?.sentAt ?? Infinity)
  })

  it('that was held back has a reason and nothing sent; one that is not there is said so', async () => {
    const { id } = await run()
    expect(await runs().row({ run: id, row: 4 })).toMatchObject({ outcome: 'held-back', changes: [] })
    await expect(runs().row({ run: id, row: 5 })).rejects.toThrow(/no row 5: its file has 4/)
  })
})

describe('the requests of a run', () => {
  it('are listed newest first, page by page, without any address', async () => {
    const { id, requests } = await run()
    const all = await runs().requests({ run: id, before: null, limit: 500 })
    expect(all).toHaveLength(requests)
    expect(all.map((one) => one.id)).toEqual(all.map((one) => one.id).sort((a, b) => b - a))
    const second = await runs().requests({ run: id, before: all[0]?.id ?? 0, limit: 2 })
    expect(second).toEqual(all.slice(1, 3))
    expect(JSON.stringify(all)).not.toContain('example')
  })
})

describe('what left this computer', () => {
  it('is counted by host and kind of request, with those that only read, and without any id or address', async () => {
    const { id, requests } = await run()
    const ledger = await runs().ledger({ run: id })
    const host = new URL(engine.practice.address).host
    expect(new Set(ledger.map((line) => line.host))).toEqual(new Set([host]))
    const written = ledger.filter(({ method }) => method !== 'GET')
    expect(written.reduce((sum, line) => sum + line.requests, 0)).toBe(requests)
    expect(ledger).toContainEqual(
      expect.objectContaining({
        method: 'POST',
        path: '/v4/tags/{id}/subscribers/{id}',
        httpStatus: 201,
        requests: 2,
      }),
    )
    expect(JSON.stringify(ledger)).not.toMatch(/example|kit_/)
  })
})

describe('the rows of a run', () => {
  it('are found by part of an address or of a reason, in any letters', async () => {
    const { id } = await run()
    expect((await rows(id, 'NEW@')).map(({ row }) => row)).toEqual([3])
    expect((await rows(id, 'Unsubscribed')).map(({ row }) => row)).toEqual([4])
    expect(await rows(id, 'nothing like it')).toEqual([])
  })

  it('are searched within one outcome', async () => {
    const { id } = await run()
    const query = { run: id, search: 'o', afterRow: 0, limit: 10 }
    expect((await runs().rows({ ...query, outcome: 'invalid' })).map(({ row }) => row)).toEqual([2])
  })
})

describe('the list of runs', () => {
  it('is searched by a person, whatever the case', async () => {
    const first = await run()
    await run('Email\nother@example.org', {}, 'other.csv')
    expect((await runs().list({ person: 'NEW@Example' })).map(({ id }) => id)).toEqual([first.id])
    expect(await runs().list({})).toHaveLength(2)
    expect(await runs().list({ person: 'nobody-at-all@' })).toEqual([])
  })
})

describe('the chart of a run', () => {
  it('begins at nothing and ends with every row that was settled, in at most 200 points', async () => {
    const people = Array.from({ length: 300 }, (_, i) => `p${i}@example.org,Oslo`)
    const receipt = await run(['Email,City', ...people].join('\n'))
    const points = await runs().chart({ run: receipt.id })
    expect(points.length).toBeLessThanOrEqual(200)
    expect(points[0]).toEqual({ atMs: receipt.startedAt, done: 0, rejected: 0 })
    expect(points.at(-1)).toMatchObject({ done: 300, rejected: receipt.outcomes.rejected })
    const done = points.map((point) => point.done)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    const gaps = new Set(points.slice(1).map((point, n) => point.atMs - (points[n]?.atMs ?? 0)))
    expect(gaps.size).toBe(1)
  })

  it('of a run that had nothing to send stays at nothing', async () => {
    const { id } = await run(`Email\n${ada}`, {})
    const points = await runs().chart({ run: id })
    expect(points.map(({ done, rejected }) => done + rejected)).toEqual(points.map(() => 0))
    expect(points.length).toBeGreaterThan(1)
  })
})
