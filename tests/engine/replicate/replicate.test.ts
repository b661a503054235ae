import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import type { ReplicationTarget } from '../../../shared/contract/replications.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'
import { mysqlForTests, postgresForTests, sayUsed, type TestDatabase } from '../../support/databases.ts'
import { startTestEngine, type TestEngine, testSpeed } from '../../support/testEngine.ts'

const folder = mkdtempSync(join(tmpdir(), 'listferry-replicate-'))
const postgres = await postgresForTests()
const mysql = await mysqlForTests()
sayUsed('PostgreSQL', postgres)
sayUsed('MySQL or MariaDB', mysql)

let practice: RunningPractice
let engine: TestEngine
beforeAll(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  const env = { LISTFERRY_KIT_URL: practice.address, LISTFERRY_KLAVIYO_URL: practice.address }
  engine = await startTestEngine({ practice, ports: { env } })
  await engine.client.connections.add({
    service: 'klaviyo',
    form: 'private-key',
    values: { privateKey: engine.practice.klaviyo.keys.all },
    name: 'Shop',
  })
})
afterAll(async () => {
  await engine.close()
  await practice.close()
  for (const database of [postgres, mysql]) if (typeof database !== 'string') await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

type Rows = readonly Record<string, unknown>[]
interface Place {
  readonly target: () => ReplicationTarget
  readonly password: string | null
  readonly query: (sql: string) => Promise<Rows>
}

const file = join(folder, 'copy.sqlite')
const sqlite: Place = {
  target: () => ({ is: 'sqlite', file: engine.fileAt(file), name: 'copy' }),
  password: null,
  query(sql) {
    const db = new DatabaseSync(file)
    try {
      return Promise.resolve(db.prepare(sql).all())
    } finally {
      db.close()
    }
  },
}
const onServer = (database: TestDatabase): Place => ({
  target: () => database.target,
  password: database.password,
  query: (sql) => database.query(sql),
})
const places: [string, Place | null][] = [
  ['an SQLite file', sqlite],
  ['PostgreSQL', typeof postgres === 'string' ? null : onServer(postgres)],
  ['MySQL or MariaDB', typeof mysql === 'string' ? null : onServer(mysql)],
]

const copies = () => engine.client.replications
const kit = () => engine.practice.kit
const kitTypes: readonly ObjectTypeId[] = [
  'subscribers',
  'cancelledSubscribers',
  'tags',
  'tagSubscriptions',
  'subscriberTags',
  'forms',
  'formSubscriptions',
  'sequences',
  'sequenceSubscriptions',
  'customFields',
  'broadcasts',
  'webhooks',
  'segments',
  'emailTemplates',
]
const klaviyoTypes: readonly ObjectTypeId[] = [
  'profiles',
  'lists',
  'listMembers',
  'segments',
  'segmentMembers',
  'metrics',
  'events',
]

describe.each(places)('a copy in %s', (name, given) => {
  const { target, password, query } = given ?? sqlite
  const count = async (table: string, where = '') =>
    Number((await query(`select count(*) as n from ${table} ${where}`))[0]?.['n'])
  const add = (more: {
    name: string
    types: readonly ObjectTypeId[]
    connection?: string
    prefix?: string
  }) =>
    copies().add({
      connection: 'Bakery',
      prefix: 'kit_',
      ...more,
      types: [...more.types],
      target: target(),
      password,
    })
  const people = async (email: string) =>
    (await query(`select * from kit_subscribers where email = '${email}'`))[0]

  it.skipIf(given === null)(
    'holds all of Kit, with types, and what is new without reading all again',
    async () => {
      await add({ name, types: kitTypes })
      const first = await copies().run({ replication: name })
      expect(first.error).toBeNull()
      const { state } = kit()
      expect(await count('kit_subscribers')).toBe(state.subscribers.size)
      expect(await count('kit_tags')).toBe(state.tags.size)
      expect(await count('kit_tag_subscriptions')).toBe(await count('kit_subscriber_tags'))
      expect(first.tables.map(({ type, rows }) => [type, rows > 0])).toEqual(
        kitTypes.map((type) => [type, type !== 'webhooks']),
      )
      const ada = await people('ada.okafor@example.com')
      expect(ada).toMatchObject({ first_name: 'Ada', state: 'active', city: 'Lagos' })
      const createdAt = state.subscribers.byEmail('ada.okafor@example.com')?.createdAt
      const at = ada?.['created_at']
      expect(at instanceof Date ? at.getTime() : Date.parse(String(at))).toBe(createdAt)

      kit().requests.clear()
      const second = await copies().run({ replication: name })
      expect(second.error).toBeNull()
      expect(second.tables[0]).toMatchObject({ type: 'subscribers', isWhole: false })
      expect(
        kit().requests.entries.filter(({ path }) => path === '/v4/subscribers').length,
      ).toBeLessThanOrEqual(4)
      expect(await count('kit_subscribers')).toBe(state.subscribers.size)
    },
  )

  it.skipIf(given === null)(
    'gets new fields as columns, and marks whom the service no longer has',
    async () => {
      const { state } = kit()
      const id = state.newId('customField')
      const label = `Größe & "Farbe" ${name}`
      state.customFields.set(id, {
        id,
        label,
        key: `groesse_${id}`,
        name: `ck_field_${id}`,
        createdAt: state.now(),
      })
      const one = state.subscribers.byEmail('ada.okafor@example.com')
      const [tag] = state.tags.values()
      if (!one || !tag) throw new Error('the practice account is empty')
      const value = 'XL \\ "rot" \'😀\''
      state.subscribers.save({ ...one, values: new Map([...one.values, [id, value]]) })
      state.tags.delete(tag.id)
      const members = [...state.memberships.tag.of(tag.id)].length
      const result = await copies().run({ replication: name, whole: true })
      expect(result.error).toBeNull()
      const deleted = Object.fromEntries(result.tables.map((table) => [table.type, table.deleted]))
      expect(deleted).toMatchObject({
        subscribers: 0,
        tags: 1,
        tagSubscriptions: members,
        subscriberTags: members,
      })
      expect(await count('kit_tags', 'where listferry_deleted_at is not null')).toBeGreaterThan(0)
      expect((await people(one.emailAddress))?.[`groesse_${id}`]).toBe(value)
    },
  )

  it.skipIf(given === null)('holds Klaviyo’s profiles, lists, members, segments and events', async () => {
    await add({ name: `${name} of Shop`, connection: 'Shop', prefix: 'klaviyo_', types: klaviyoTypes })
    const { tables, error } = await copies().run({ replication: `${name} of Shop` })
    expect(error).toBeNull()
    const { state } = engine.practice.klaviyo
    expect(Object.fromEntries(tables.map(({ type, rows }) => [type, rows]))).toMatchObject({
      profiles: [...state.profiles.all()].length,
      lists: state.lists.size,
      segments: state.segments.size,
      metrics: state.metrics.size,
      events: state.events.size,
      listMembers: [...state.lists.values()].reduce((sum, { members }) => sum + members.size, 0),
    })
    for (const table of [
      'profiles',
      'lists',
      'list_members',
      'segments',
      'segment_members',
      'metrics',
      'events',
    ])
      expect(await count(`klaviyo_${table}`), table).toBeGreaterThan(0)
    const [event] = await query(
      'select p.email, m.name from klaviyo_events e join klaviyo_profiles p on p.id = e.profile_id join klaviyo_metrics m on m.id = e.metric_id',
    )
    expect(event?.['name']).toEqual(expect.any(String))
    const again = await copies().run({ replication: `${name} of Shop` })
    expect(again.tables.filter(({ isWhole }) => !isWhole).map(({ type }) => type)).toEqual([
      'profiles',
      'listMembers',
      'segmentMembers',
      'events',
    ])
  })

  it.skipIf(given === null)(
    'leaves a table of the user’s own alone, and that of another account',
    async () => {
      await query('create table own_tags (mine int)')
      await add({ name: `${name} own`, prefix: 'own_', types: ['tags'] })
      const { error } = await copies().run({ replication: `${name} own` })
      expect(error?.message).toMatch(
        /There is a table own_tags in .* that Listferry did not make\. It is left alone\./,
      )
      expect(await count('own_tags')).toBe(0)
      await add({ name: `${name} other`, connection: 'Shop', prefix: 'kit_', types: ['segments'] })
      const other = await copies().run({ replication: `${name} other` })
      expect(other.error?.message).toMatch(/holds what another account has/)
    },
  )

  it.skipIf(given === null)(
    'mends a column that somebody narrowed, and one whose field has another type now',
    async () => {
      if (name !== 'an SQLite file')
        await query(
          name === 'PostgreSQL'
            ? `update kit_subscribers set first_name = ''; alter table kit_subscribers alter column first_name type varchar(1)`
            : `update kit_subscribers set first_name = ''; alter table kit_subscribers modify first_name varchar(1)`,
        )
      const result = await copies().run({ replication: name, whole: true })
      expect(result.error).toBeNull()
      expect(await people('ada.okafor@example.com')).toMatchObject({ first_name: 'Ada' })
    },
  )
})

describe('what is kept of a copy', () => {
  it('is one at a time, can be paused, and is forgotten with its password, while the database stays', async () => {
    const file = join(folder, 'forgotten.sqlite')
    const vault = createMemoryVault()
    const names: string[] = []
    const watched: typeof vault = {
      ...vault,
      set: (name, secret) => {
        names.push(name)
        return vault.set(name, secret)
      },
    }
    const other = await startTestEngine({ practice, ports: { vault: watched } })
    const { replications } = other.client
    const target = { is: 'sqlite', file: other.fileAt(file), name: 'f' } as const
    const add = (name: string) =>
      replications.add({
        name,
        connection: 'Bakery',
        target,
        prefix: 'f_',
        types: ['subscribers', 'tagSubscriptions'],
      })
    await add('Mine')
    await expect(add('mine')).rejects.toThrow(/There is a copy called “mine” already/)
    practice.kit.faults.add({ kind: 'slow', ms: 600_000, method: 'GET' })
    const running = replications.run({ replication: 'Mine' })
    await expect(replications.run({ replication: 'Mine' })).rejects.toThrow(/is being written already/)
    await expect(replications.remove({ replication: 'Mine' })).rejects.toThrow(/Pause it first/)
    await replications.pause({ replication: 'Mine' })
    expect((await running).error).toMatchObject({
      code: 'cancelled',
      message: expect.stringMatching(/^Paused/) as string,
    })
    practice.kit.faults.clear()
    expect((await replications.run({ replication: 'Mine' })).error).toBeNull()

    if (typeof postgres !== 'string') {
      const { password } = postgres
      await replications.add({
        name: 'There',
        connection: 'Bakery',
        target: postgres.target,
        password,
        prefix: 'g_',
        types: ['tags'],
      })
      expect(names.filter((name) => name.startsWith('database '))).toHaveLength(1)
    }
    await other.client.settings.forgetEverything({ confirm: 'forget everything' })
    for (const name of names) expect(await vault.get(name)).toBeNull()
    expect(await replications.list({})).toEqual([])
    expect(existsSync(file)).toBe(true)
    await other.close()
  })
})
