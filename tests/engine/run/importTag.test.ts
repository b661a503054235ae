import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { namedPeople } from '../../../electron/practice/kit/namedPeople.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import type { CrashOrder } from '../../support/crashingHost.ts'
import {
  connectKit,
  planOf,
  startTestEngine,
  type SyncChoices,
  type TestEngine,
  testSpeed,
} from '../../support/testEngine.ts'

const host = fileURLToPath(new URL('../../support/crashingHost.ts', import.meta.url))
const importTag = 'import 2026-11-27 booth'
const known = namedPeople.wellKnown.emailAddress
/** Two new people, one with another city, one as the account has them, one who left. */
const csv = [
  'Email,First name,City',
  'new1@example.org,Ann,Oslo',
  'new2@example.org,Bo,Rome',
  `${known},Ada,Abuja`,
  `${namedPeople.plusAddress.emailAddress},${namedPeople.plusAddress.firstName ?? ''},`,
  `${namedPeople.leftEarly.emailAddress},Mara,Oslo`,
].join('\n')

let practice: RunningPractice
let folder: string
let engine: TestEngine
const start = async () => {
  const env = { LISTFERRY_KIT_URL: practice.address, LISTFERRY_KLAVIYO_URL: practice.address }
  engine = await startTestEngine({ practice, folder, ports: { env } })
}
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-import-tag-'))
  await start()
})
afterEach(async () => {
  await engine.close()
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const kit = () => practice.kit.state
const tagsNamed = (name: string) => [...kit().tags.values()].filter((tag) => tag.name === name)
const taggedWith = (name: string) => {
  const ids = new Set(tagsNamed(name).map(({ id }) => id))
  return [...kit().subscribers.all()]
    .filter((one) =>
      kit()
        .memberships.tag.ofPerson(one.id)
        .some(({ audienceId }) => ids.has(audienceId)),
    )
    .map(({ emailAddress }) => emailAddress)
    .sort()
}
const everyoneTouched = [known, 'new1@example.org', 'new2@example.org'].sort()
const plan = (choices: SyncChoices = {}) => planOf(engine, csv, { importTag, ...choices })

describe('a tag for the import', () => {
  it('is in the plan by name, with its joins and the request that makes it', async () => {
    const without = await planOf(engine, csv)
    const made = await plan()
    expect(made.audiences).toEqual([{ kind: 'tag', id: `new:${importTag}`, name: importTag }])
    expect(made.counts).toEqual(without.counts)
    expect(made.changes).toMatchObject({ creates: 2, updates: 1, joins: 3 })
    expect(made.requests).toBe(without.requests + 3 + 1)
    const parts = await engine.client.plans.parts({ plan: made.id })
    expect(parts.find(({ label }) => label === importTag)).toMatchObject({ rows: 3, untickedRows: 0 })
    expect(tagsNamed(importTag)).toEqual([])
  })

  it('is made when the run begins, and everyone whom the run touches has it', async () => {
    const { id, requests } = await plan()
    const receipt = await engine.client.runs.start({ plan: id })
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true, audiences: [`tag “${importTag}”`] })
    expect(receipt.outcomes).toMatchObject({ written: 3, unchanged: 1, 'held-back': 1 })
    expect(receipt.requests).toBe(requests)
    expect(tagsNamed(importTag)).toHaveLength(1)
    expect(taggedWith(importTag)).toEqual(everyoneTouched)
    const [row] = await engine.client.plans.rows({ plan: id, kind: 'create', offset: 0, limit: 1 })
    expect(row?.changes.at(-1)).toMatchObject({ audience: { id: String(tagsNamed(importTag)[0]?.id) } })
    const parts = await engine.client.plans.parts({ plan: id })
    expect(parts.map(({ label }) => label)).toContain(importTag)
  })

  it('that is there already is joined, not made again', async () => {
    await engine.client.connections.createAudience({
      connection: 'Bakery',
      kind: 'tag',
      name: importTag.toUpperCase(),
    })
    await engine.client.runs.start({ plan: (await plan()).id })
    expect(taggedWith(importTag.toUpperCase())).toEqual(everyoneTouched)
    expect(tagsNamed(importTag)).toEqual([])
  })

  it('is not made when nothing is left to send, or when it was unticked for everyone', async () => {
    await engine.client.runs.start({ plan: (await planOf(engine, csv)).id })
    const nothing = await plan()
    expect(nothing).toMatchObject({ requests: 0, changes: { joins: 0 } })
    await engine.client.runs.start({ plan: nothing.id })
    const other = await planOf(engine, csv.replaceAll('Oslo', 'Bergen'), { importTag }, 'other.csv')
    const audience = { kind: 'tag' as const, id: `new:${importTag}` }
    const off = await engine.client.plans.tick({ plan: other.id, on: false, audience })
    expect(off.requests).toBe(other.requests - other.changes.joins - 1)
    expect((await engine.client.plans.tick({ plan: other.id, on: true, audience })).requests).toBe(
      other.requests,
    )
    await engine.client.plans.tick({ plan: other.id, on: false, audience })
    expect((await engine.client.runs.start({ plan: other.id })).status).toBe('finished')
    expect(tagsNamed(importTag)).toEqual([])
  })

  it('may not be one that people are put into anyway', async () => {
    const audiences = [{ kind: 'tag' as const, name: 'Never used' }]
    await expect(plan({ audiences, importTag: 'never USED' })).rejects.toThrow(/chosen already/)
  })

  it('stops the run in words when the account refuses it, and the run can be gone on with', async () => {
    const { id } = await plan()
    practice.kit.faults.add({ kind: 'key-revoked', method: 'POST', path: '/v4/tags' })
    const stopped = await engine.client.runs.start({ plan: id })
    expect(stopped).toMatchObject({ status: 'stopped', stoppedCode: 'unauthorized' })
    expect(stopped.outcomes['not-sent']).toBe(3)
    practice.kit.faults.clear()
    expect((await engine.client.runs.resume({})).outcomes.written).toBe(3)
    expect(taggedWith(importTag)).toEqual(everyoneTouched)
  })

  it.each([
    ['before the tag is made', 'after-begin', 1],
    ['when it is made and not yet known', 'before-settle', 1],
    ['in the middle of the people', 'before-settle', 4],
  ] as const)('survives a kill %s', async (_when, at, nth) => {
    const { id } = await plan()
    const [connection] = await engine.client.connections.list({})
    await engine.close()
    const order: CrashOrder = {
      folder,
      address: practice.address,
      secret: { form: 'api-key', values: { apiKey: practice.kit.keys[0] ?? '' } },
      connection: connection?.id ?? '',
      plan: id,
      at,
      nth,
    }
    const child = spawn(process.execPath, [host, JSON.stringify(order)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    expect(signal).toBe('SIGKILL')
    await start()
    await connectKit(engine.client, practice)
    const receipt = await engine.client.runs.resume({})
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true })
    expect(receipt.outcomes.written).toBe(3)
    expect(tagsNamed(importTag)).toHaveLength(1)
    expect(taggedWith(importTag)).toEqual(everyoneTouched)
  })
})

describe('a list for the import, in Klaviyo', () => {
  it('is made when the run begins, and filled by the import', async () => {
    const values = { privateKey: practice.klaviyo.keys.all }
    await engine.client.connections.add({ service: 'klaviyo', form: 'private-key', values, name: 'Shop' })
    const people = 'Email,First name\nk1@example.org,K1\nk2@example.org,K2'
    const made = await planOf(engine, people, { importTag }, 'k.csv', 'Shop')
    // The list, the import, three looks at it and one read of its people.
    expect(made).toMatchObject({ requests: 6, changes: { creates: 2, joins: 2 } })
    const receipt = await engine.client.runs.start({ plan: made.id })
    expect(receipt.outcomes.written).toBe(2)
    const lists = [...practice.klaviyo.state.lists.values()].filter(({ name }) => name === importTag)
    expect(lists.map(({ members }) => members.size)).toEqual([2])
    const off = await planOf(engine, people.replaceAll('K', 'L'), { importTag }, 'l.csv', 'Shop')
    expect(await engine.client.plans.tick({ plan: off.id, on: false, row: 1 })).toMatchObject({
      requests: 6,
      changes: { updates: 1, joins: 1 },
    })
  })
})
