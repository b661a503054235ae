import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { arrangeProfile, listNamed } from '../../electron/practice/klaviyo/arrange.ts'
import { namedProfiles } from '../../electron/practice/klaviyo/namedProfiles.ts'
import { patchProfile } from '../../electron/practice/klaviyo/patchProfile.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import {
  planOf,
  startTestEngine,
  type SyncChoices,
  type TestEngine,
  testSpeed,
} from '../support/testEngine.ts'

const newsletter: SyncChoices = { audiences: [{ kind: 'list', name: 'Newsletter' }] }

let practice: RunningPractice
let engine: TestEngine
let folder: string

async function start(): Promise<TestEngine> {
  const env = { LISTFERRY_KLAVIYO_URL: practice.address }
  const started = await startTestEngine({ practice, folder, connect: false, ports: { env } })
  const values = { privateKey: practice.klaviyo.keys.all }
  await started.client.connections.add({ service: 'klaviyo', form: 'private-key', values, name: 'Shop' })
  return started
}

beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-klaviyo-'))
  engine = await start()
})
afterEach(async () => {
  await engine.close()
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const csv = (n: number, city = 'Oslo') =>
  ['Email,First name,City', ...Array.from({ length: n }, (_, i) => `k${i}@example.org,K${i},${city}`)].join(
    '\n',
  )
const planFor = (text: string, choices: SyncChoices = newsletter) =>
  planOf(engine, text, choices, 'people.csv', 'Shop')
const run = async (text: string, choices: SyncChoices = newsletter) =>
  engine.client.runs.start({ plan: (await planFor(text, choices)).id })
const imports = () =>
  practice.klaviyo.requests.entries.filter(
    ({ method, path }) => method === 'POST' && path.startsWith('/api/profile-bulk-import-jobs'),
  ).length

describe('a list to Klaviyo', () => {
  it('goes in one import job, and the same file again sends nothing', async () => {
    const receipt = await run(csv(300))
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true })
    expect(receipt.outcomes.written).toBe(300)
    expect(imports()).toBe(1)
    const again = await planFor(csv(300))
    expect(again.counts.unchanged).toBe(300)
    expect(again.requests).toBe(0)
  })

  it('with 18 changes writes 18 people, in one job', async () => {
    await run(csv(100))
    const changed = csv(100)
      .split('\n')
      .map((line, n) => (n > 0 && n <= 18 ? line.replace('Oslo', 'Bergen') : line))
      .join('\n')
    const receipt = await run(changed)
    expect(receipt.outcomes).toMatchObject({ written: 18, unchanged: 82 })
    expect(imports()).toBe(2)
  })

  it('holds back whoever left, and leaves their consent alone', async () => {
    const left = [
      namedProfiles.leftEarly,
      namedProfiles.bounced,
      namedProfiles.complained,
      namedProfiles.suppressed,
    ]
    const receipt = await run(['Email,City', ...left.map(({ email }) => `${email ?? ''},X`)].join('\n'))
    expect(receipt.outcomes['held-back']).toBe(4)
    expect(imports()).toBe(0)
  })

  it('erases nothing by a blank cell', async () => {
    const { email } = namedProfiles.wellKnown
    const plan = await planFor(`Email,First name,City,Country\n${email ?? ''},,,`)
    expect(plan.counts.unchanged).toBe(1)
  })

  it('is followed to the end of its job by the next engine when this one ends', async () => {
    practice.klaviyo.faults.clear()
    const plan = await planFor(csv(50))
    const running = engine.client.runs.start({ plan: plan.id })
    while (imports() === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    await engine.close()
    const stopped = await running
    engine = await start()
    const done = stopped.status === 'finished' ? stopped : await engine.client.runs.resume({})
    expect(done.outcomes.written).toBe(50)
    expect(imports()).toBe(1)
  })

  it('is left by whoever unsubscribed, or came onto the list of who left, while Klaviyo was at work on it', async () => {
    const { klaviyo } = practice
    const of = (email: string) => {
      const found = klaviyo.state.profiles.byEmail(email)
      if (!found) throw new Error(`nobody has ${email}`)
      return found
    }
    arrangeProfile(klaviyo.state, { email: 'k1@example.org', standing: 'subscribed' })
    const plan = await planFor(csv(4))
    klaviyo.onCommit(async ({ method, path }) => {
      if (method !== 'POST' || !path.startsWith('/api/profile-bulk-import-jobs')) return
      patchProfile(klaviyo, 'k1@example.org', { happened: 'unsubscribed' })
      await engine.client.left.add({ email: 'k2@example.org' })
    })
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true })
    expect(receipt.outcomes).toMatchObject({ written: 2, 'partly-written': 2 })
    const { members } = listNamed(klaviyo.state, 'Newsletter')
    const onList = (email: string) => members.has(of(email).id)
    expect([0, 1, 2, 3].map((n) => onList(`k${n}@example.org`))).toEqual([true, false, false, true])
    const { changes } = await engine.client.runs.row({ run: receipt.id, row: 2 })
    expect(changes.find(({ change }) => change.object === 'membership')).toMatchObject({
      status: 'held-back',
      reason: 'Left while Klaviyo was at work on the import, and was taken off the list again.',
    })
    const requests = await engine.client.runs.requests({ run: receipt.id, before: null, limit: 10 })
    expect(requests[0]).toMatchObject({ method: 'DELETE', changes: 2, httpStatus: 204 })
  })

  it('puts each person into the lists that their cell names, and nobody into one that nothing was chosen for', async () => {
    const { client } = engine
    const madeFor = async (name: string) => {
      const { id } = await client.connections.createAudience({ connection: 'Shop', kind: 'list', name })
      return { value: name.toLowerCase(), audience: { kind: 'list' as const, id } }
    }
    const values = [await madeFor('Breads'), await madeFor('Cakes'), { value: 'old news', audience: null }]
    const rows = ['a,"Breads; cakes"', 'b,CAKES', 'c,"breads, Old news"', 'd,', 'e,Biscuits']
    const text = ['Email,Interests', ...rows.map((row) => row.replace(',', '@example.org,'))].join('\n')
    const lists = [{ column: 1, kind: 'list' as const, separators: ',;', values }]
    const plan = await planFor(text, { lists })
    expect(plan).toMatchObject({ counts: { create: 5 }, changes: { joins: 4 }, warningRows: 1 })
    const receipt = await client.runs.start({ plan: plan.id })
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true, outcomes: { written: 5 } })
    const { lists: all, profiles } = practice.klaviyo.state
    const membersOf = (name: string) =>
      [...([...all.values()].find((one) => one.name === name)?.members.keys() ?? [])]
        .map((id) => profiles.get(id)?.email)
        .sort()
    expect([membersOf('Breads'), membersOf('Cakes')]).toEqual([
      ['a@example.org', 'c@example.org'],
      ['a@example.org', 'b@example.org'],
    ])
    const again = await planFor(text, { lists })
    expect(again).toMatchObject({ counts: { unchanged: 5 }, changes: { joins: 0 } })
  })

  it('fills imports by the lists they are for, however the rows of the file are mixed', async () => {
    await run(csv(30))
    // Every second person is on the list by now and is only updated.
    const mixed = csv(60, 'Bergen').split('\n')
    const rows = mixed.slice(1, 31).flatMap((row, n) => [row, mixed[n + 31] ?? ''])
    const plan = await planFor(['Email,First name,City', ...rows].join('\n'))
    const before = imports()
    expect((await engine.client.runs.start({ plan: plan.id })).outcomes.written).toBe(60)
    expect(imports() - before).toBe(2)
  })

  it('follows what Klaviyo took to its end although another import is refused', async () => {
    await run(csv(30))
    const plan = await planFor(csv(60, 'Bergen'))
    const { lists } = practice.klaviyo.state
    lists.delete([...lists.values()].find(({ name }) => name === 'Newsletter')?.id ?? '')
    const receipt = await engine.client.runs.start({ plan: plan.id })
    expect(receipt).toMatchObject({ status: 'stopped', stoppedCode: 'rejected' })
    expect(receipt.outcomes).toMatchObject({ written: 30, accepted: 0, 'not-sent': 30 })
  })
})
