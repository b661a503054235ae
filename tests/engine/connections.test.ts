import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryVault, type Vault } from '../../electron/engine/store/vault.ts'
import { createPracticePort, type OwnPractice } from '../../electron/practice/practicePort.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { startEngineThread } from '../../electron/engineThread.ts'
import { AppError } from '../../shared/errors.ts'
import type { ConnectionView } from '../../shared/contract/connections.ts'
import { planOf, startTestEngine, type TestEngine, testSpeed } from '../support/testEngine.ts'

let practice: RunningPractice
let folder: string
let vault: Vault
let engine: TestEngine
let own: OwnPractice

async function start(): Promise<void> {
  const env = { LISTFERRY_KIT_URL: practice.address, LISTFERRY_KLAVIYO_URL: practice.address }
  engine = await startTestEngine({
    practice,
    folder,
    connect: false,
    ports: { env, vault, practice: { start: () => own.start() } },
  })
}
/** As if the program had ended and was started again: the practice servers are gone with it. */
async function restart(): Promise<void> {
  await engine.close()
  await own.close()
  own = createPracticePort(folder, { speed: testSpeed })
  await start()
}

beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-connections-'))
  vault = createMemoryVault()
  own = createPracticePort(folder, { speed: testSpeed })
  await start()
})
afterEach(async () => {
  await engine.close()
  await own.close()
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const connections = () => engine.client.connections
const addKit = async (name: string, key = 0) =>
  (
    await connections().add({
      service: 'kit',
      form: 'api-key',
      values: { apiKey: practice.kit.keys[key] ?? '' },
      name,
    })
  ).connection
const addKlaviyo = async () =>
  (
    await connections().add({
      service: 'klaviyo',
      form: 'private-key',
      values: { privateKey: practice.klaviyo.keys.all },
      name: 'Shop',
    })
  ).connection
const posts = (path: string) =>
  [...practice.kit.requests.entries, ...practice.klaviyo.requests.entries].filter(
    (one) => one.method === 'POST' && one.path.replace(/\/$/, '') === path,
  ).length

describe('a connection', () => {
  it('gets a colour that no other has, and another name or colour when the user says so', async () => {
    const [kit, shop] = [await addKit('Bakery'), await addKlaviyo()]
    expect([kit.colour, shop.colour]).toEqual(['teal', 'blue'])
    expect(await connections().edit({ connection: kit.id, colour: 'pink' })).toMatchObject({
      colour: 'pink',
      name: 'Bakery',
    })
    expect(await connections().edit({ connection: 'Bakery', name: ' Acme Bakery ' })).toMatchObject({
      colour: 'pink',
      name: 'Acme Bakery',
    })
    expect((await connections().list({})).map(({ name }) => name)).toEqual(['Acme Bakery', 'Shop'])
  })

  it('keeps its colour when its key is renewed', async () => {
    const { id } = await addKit('Bakery')
    await connections().edit({ connection: id, colour: 'orange' })
    expect(await addKit('Bakery')).toMatchObject({ id, colour: 'orange' })
  })

  it('may not take the name of another, but may change the case of its own', async () => {
    await addKit('Bakery')
    await addKlaviyo()
    await expect(connections().edit({ connection: 'Shop', name: 'bakery' })).rejects.toThrow(
      /already called “bakery”/,
    )
    expect((await connections().edit({ connection: 'Shop', name: 'SHOP' })).name).toBe('SHOP')
  })

  it('says its limits in words', async () => {
    expect((await addKit('Bakery')).limits).toEqual(['120 requests a minute'])
    expect((await addKlaviyo()).limits).toEqual([
      '150 imports a minute, 10 a second',
      '750 reads a minute, 75 a second',
    ])
  })

  it('tells other windows of each change', async () => {
    const told = () =>
      engine.pushes.filter((one) => one.name === 'changed' && one.payload.what === 'connections').length
    const { id } = await addKit('Bakery')
    expect(told()).toBe(1)
    await connections().edit({ connection: id, name: 'Other' })
    expect(told()).toBe(2)
    await connections().remove({ connection: id })
    expect(told()).toBe(3)
  })
})

describe('a new tag or list', () => {
  it('is made in Kit, or found whatever its case', async () => {
    const { id: connection } = await addKit('Bakery')
    const made = await connections().createAudience({ connection, kind: 'tag', name: ' Fair 2026 ' })
    expect(made).toMatchObject({ kind: 'tag', name: 'Fair 2026', open: true, optIn: null })
    expect(await connections().createAudience({ connection, kind: 'tag', name: 'FAIR 2026' })).toEqual(made)
    const { audiences } = await connections().describe({ connection })
    expect(audiences.filter(({ name }) => name.toLowerCase() === 'fair 2026')).toEqual([made])
  })

  it('is made in Klaviyo with its opt-in, once for a name', async () => {
    const { id: connection } = await addKlaviyo()
    const wanted = { connection, kind: 'list', name: 'Fair 2026', optIn: 'double' } as const
    const made = await connections().createAudience(wanted)
    expect(made).toMatchObject({ kind: 'list', name: 'Fair 2026', optIn: 'double' })
    expect(await connections().createAudience({ ...wanted, name: 'fair 2026', optIn: 'single' })).toEqual(
      made,
    )
    expect(posts('/api/lists')).toBe(1)
  })

  it('is not made twice when the answer is lost', async () => {
    const { id: connection } = await addKlaviyo()
    practice.klaviyo.faults.add({ kind: 'drop-after-commit', method: 'POST', path: '/api/lists', times: 1 })
    await connections().createAudience({ connection, kind: 'list', name: 'Fair 2026' })
    const { audiences } = await connections().describe({ connection })
    expect(audiences.filter(({ name }) => name === 'Fair 2026')).toHaveLength(1)
  })

  it('of a kind that the service does not have, or can not be made, is refused in words', async () => {
    const { id: connection } = await addKit('Bakery')
    await expect(connections().createAudience({ connection, kind: 'list', name: 'x' })).rejects.toThrow(
      /can't make a list in Kit/,
    )
  })
})

describe('a new field', () => {
  it('is made in Kit as text, or found', async () => {
    const { id: connection } = await addKit('Bakery')
    const made = await connections().createField({ connection, label: 'Shoe size', type: 'text' })
    expect(made).toMatchObject({ label: 'Shoe size', type: 'text', custom: true })
    expect(await connections().createField({ connection, label: 'shoe SIZE', type: 'text' })).toEqual(made)
    expect(posts('/v4/custom_fields')).toBe(1)
    await expect(connections().createField({ connection, label: 'Born', type: 'date' })).rejects.toThrow(
      /can hold text, but not date/,
    )
    await expect(
      connections().createField({ connection, label: 'first name', type: 'text' }),
    ).rejects.toThrow(/“First name” of its own/)
  })

  it('is known for Klaviyo before anybody has it, and filled by the next run', async () => {
    const { id: connection } = await addKlaviyo()
    const made = await connections().createField({ connection, label: 'Shoe size', type: 'number' })
    expect(made).toEqual({
      id: 'property:Shoe size',
      key: 'Shoe size',
      label: 'Shoe size',
      type: 'number',
      custom: true,
    })
    await restart()
    expect((await connections().describe({ connection })).fields).toContainEqual(made)
    const plan = await planOf(engine, 'Email,Shoe size\na@example.org,42', {}, 'p.csv', 'Shop')
    expect((await engine.client.runs.start({ plan: plan.id })).outcomes.written).toBe(1)
    const person = [...practice.klaviyo.state.profiles.all()].find(({ email }) => email === 'a@example.org')
    expect(person?.properties).toEqual({ 'Shoe size': 42 })
  })

  it('keeps the type that it was given, whatever its first values look like', async () => {
    const { id: connection } = await addKlaviyo()
    await connections().createField({ connection, label: 'Batch', type: 'text' })
    const plan = await planOf(engine, 'Email,Batch\na@example.org,2026-11-27', {}, 'p.csv', 'Shop')
    await engine.client.runs.start({ plan: plan.id })
    const { fields } = await connections().describe({ connection })
    expect(fields.filter(({ label }) => label === 'Batch')).toMatchObject([{ type: 'text' }])
    const again = await planOf(engine, 'Email,Batch\na@example.org,2026-11-27', {}, 'p.csv', 'Shop')
    expect(again.counts.unchanged).toBe(1)
  })

  it('may not have a name that Klaviyo keeps for itself', async () => {
    const { id: connection } = await addKlaviyo()
    await expect(connections().createField({ connection, label: '$source', type: 'text' })).rejects.toThrow(
      /Call the property “source”/,
    )
  })
})

describe('practice accounts', () => {
  const names = (all: readonly ConnectionView[]) => all.map(({ name }) => name)

  it('are started and connected with one call, once', async () => {
    const both = await connections().practice({})
    expect(names(both)).toEqual(['Practice Kit', 'Practice Klaviyo'])
    expect(both).toMatchObject([
      { service: 'kit', practice: true, secretKept: true },
      { service: 'klaviyo', practice: true, secretKept: true },
    ])
    expect(await connections().practice({})).toEqual(both)
    expect(await connections().list({})).toHaveLength(2)
  })

  it('are other accounts than those at the address that the environment names', async () => {
    await addKit('Bakery')
    await connections().practice({})
    const before = practice.kit.requests.count
    const plan = await planOf(engine, 'Email\na@example.org', {}, 'p.csv', 'Practice Kit')
    expect((await engine.client.runs.start({ plan: plan.id })).outcomes.written).toBe(1)
    expect(practice.kit.requests.count).toBe(before)
  })

  it('take a free name when the user has used theirs', async () => {
    await addKit('Practice Kit')
    expect(names(await connections().practice({}))).toEqual(['Practice Kit (2)', 'Practice Klaviyo'])
  })

  it('are there again after a restart, empty of what was brought there, and the plan knows', async () => {
    const both = await connections().practice({})
    const { address } = (await own.start()).kit
    const csv = 'Email,First name\nnew.person@example.org,New'
    const plan = await planOf(engine, csv, {}, 'p.csv', 'Practice Kit')
    await engine.client.runs.start({ plan: plan.id })
    expect((await planOf(engine, csv, {}, 'p.csv', 'Practice Kit')).counts.unchanged).toBe(1)
    await restart()
    expect(await connections().list({})).toEqual(both)
    expect((await planOf(engine, csv, {}, 'p.csv', 'Practice Kit')).counts.create).toBe(1)
    expect((await own.start()).kit.address).toBe(address)
  })

  it('are used after a restart without a keychain too', async () => {
    await connections().practice({})
    vault = createMemoryVault()
    await restart()
    expect((await connections().test({ connection: 'Practice Klaviyo' })).secretKept).toBe(true)
  })

  it('move to another port when theirs is taken meanwhile', async () => {
    await connections().practice({})
    const { port } = new URL((await own.start()).kit.address)
    await engine.close()
    await own.close()
    const other = createServer().listen(Number(port), '127.0.0.1')
    await once(other, 'listening')
    own = createPracticePort(folder, { speed: testSpeed })
    await start()
    expect((await connections().test({ connection: 'Practice Kit' })).name).toBe('Practice Kit')
    expect(new URL((await own.start()).kit.address).port).not.toBe(port)
    other.close()
  })

  it('are told of in words when they can not be started', async () => {
    const words = "The practice accounts can't start."
    own = {
      start: () => Promise.reject(new AppError('unavailable', words)),
      close: () => Promise.resolve(),
    }
    await expect(connections().practice({})).rejects.toThrow(words)
    expect(await connections().list({})).toEqual([])
  })

  it('leave their port in a file of the user alone, and no key', async () => {
    await connections().practice({})
    const file = join(folder, 'practice.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toMatch(/^\{"port":\d+\}$/)
  })

  it('are started by the host of an engine in a thread of its own', async () => {
    await engine.close()
    const host = await startEngineThread({
      dataFolder: folder,
      host: 'terminal',
      vault,
      vaultWarning: null,
    })
    try {
      expect(names(await host.client.connections.practice({}))).toEqual(['Practice Kit', 'Practice Klaviyo'])
      const samples = await host.client.sources.samples({})
      const { file } = await host.client.sources.openSample({ name: samples[0]?.name ?? '' })
      expect((await host.client.sources.preview({ file, overrides: {} })).more).toBe(false)
    } finally {
      await host.close()
    }
    await start()
  })
})
