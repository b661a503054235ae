import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Secret } from '../../../electron/engine/connectors/credentials.ts'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import type { ReplicationTarget } from '../../../shared/contract/replications.ts'
import type { CopyOrder } from '../../support/copyingHost.ts'
import { mysqlForTests, postgresForTests, sayUsed, type TestDatabase } from '../../support/databases.ts'
import { signedIn } from '../../support/signedIn.ts'
import { markSignedIn } from '../../support/signedInKit.ts'
import { startTestEngine, type TestEngine, testSpeed } from '../../support/testEngine.ts'

const host = fileURLToPath(new URL('../../support/copyingHost.ts', import.meta.url))
const postgres = await postgresForTests()
const mysql = await mysqlForTests()
sayUsed('PostgreSQL', postgres)
sayUsed('MySQL or MariaDB', mysql)

let practice: RunningPractice
let folder: string
beforeAll(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-copy-killed-'))
  const { state } = practice.kit
  const [one] = state.purchases.values()
  if (one === undefined) throw new Error('the practice account has no purchases')
  for (let n = 0; n < 200; n += 1) {
    const id = state.newId('purchase')
    state.purchases.set(id, {
      ...one,
      id,
      transactionId: `bought ${id}`,
      products: manyOf(one.products, 1 + (n % 3)),
    })
  }
})
afterAll(async () => {
  await practice.close()
  for (const database of [postgres, mysql]) if (typeof database !== 'string') await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

function manyOf<T>(some: readonly T[], times: number): readonly T[] {
  return Array.from({ length: times }, () => some).flat()
}

interface Place {
  readonly target: (engine: TestEngine) => ReplicationTarget
  readonly password: string | null
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>
}

const file = () => join(folder, 'copy.sqlite')
const sqlite: Place = {
  target: (engine) => ({ is: 'sqlite', file: engine.fileAt(file()), name: 'copy' }),
  password: null,
  query(sql) {
    const db = new DatabaseSync(file())
    try {
      return Promise.resolve(db.prepare(sql).all())
    } finally {
      db.close()
    }
  },
}
const onServer = (database: TestDatabase | string): Place | null =>
  typeof database === 'string'
    ? null
    : { target: () => database.target, password: database.password, query: (sql) => database.query(sql) }

const pageRows = 40
/** Each is killed in its turn. `rows`: what is written of it then. */
const kills = [
  { at: 'within', type: 'subscribers', title: 'Subscribers', rows: 120, table: 'kit_subscribers' },
  { at: 'between', type: 'purchases', title: 'Purchases', rows: 100, table: 'kit_purchases' },
  { at: 'within', type: 'profiles', title: 'Profiles', rows: 80, table: 'klaviyo_profiles' },
  { at: 'between', type: 'listMembers', title: 'List members', rows: 60, table: 'klaviyo_list_members' },
] as const

describe.each([
  ['an SQLite file', sqlite],
  ['PostgreSQL', onServer(postgres)],
  ['MySQL or MariaDB', onServer(mysql)],
])('a copy in %s whose program is killed', (name, place) => {
  it.skipIf(place === null)(
    'between two pages or within one, loses nothing and writes nothing again',
    async () => {
      const own = place ?? sqlite
      const home = mkdtempSync(join(folder, 'home-'))
      const order = await prepared(home, own)
      const written = (table: string) =>
        own
          .query(`select * from ${table}`)
          .then((rows) => new Map(rows.map((row) => [`${String(row['id'])} ${String(row['line'])}`, row])))
      let before: { readonly table: string; readonly rows: ReadonlyMap<string, object> } | null = null
      for (const kill of [...kills, null]) {
        const ended = await endOf({
          ...order(),
          ...(kill && { kill: { at: kill.at, table: kill.title, rows: kill.rows } }),
        })
        expect(ended).toEqual(kill === null ? { code: 0, signal: null } : { code: null, signal: 'SIGKILL' })
        if (before !== null) {
          const now = await written(before.table)
          for (const [key, row] of before.rows) expect(now.get(key)).toMatchObject(row)
        }
        if (kill === null) break
        const rows = await written(kill.table)
        expect(rows.size, kill.table).toBeGreaterThanOrEqual(kill.rows)
        expect(rows.size, kill.table).toBeLessThan(there()[kill.type])
        before = { table: kill.table, rows }
      }
      for (const { type, table } of kills) expect((await written(table)).size, table).toBe(there()[type])
    },
    300_000,
  )
})

/** How many rows the accounts have of each. */
function there() {
  const { kit, klaviyo } = practice
  const { subscribers, purchases } = kit.state
  return {
    subscribers: subscribers.size,
    purchases: [...purchases.values()].reduce((sum, { products }) => sum + products.length, 0),
    profiles: [...klaviyo.state.profiles.all()].length,
    listMembers: [...klaviyo.state.lists.values()].reduce((sum, { members }) => sum + members.size, 0),
  }
}

/** A data folder with both accounts and a copy of each; what a program needs to bring these up to date. */
async function prepared(home: string, { target, password }: Place): Promise<() => CopyOrder> {
  const { address, klaviyo, kit } = practice
  const secrets: Record<string, Secret> = {}
  const memory = createMemoryVault()
  const set = (name: string, secret: Secret) => memory.set(name, (secrets[name] = secret))
  const env = { LISTFERRY_KIT_URL: address, LISTFERRY_KLAVIYO_URL: address }
  const engine = await startTestEngine({ practice, folder: home, ports: { env, vault: { ...memory, set } } })
  const [bakery] = await engine.client.connections.list({})
  if (bakery === undefined) throw new Error('nobody is connected')
  // Purchases are only shown to whoever has signed in, and a token doesn't live for long.
  markSignedIn(home)
  const signIn = () => set(bakery.id, signedIn(kit, Date.now()))
  await signIn()
  const values = { privateKey: klaviyo.keys.all }
  await engine.client.connections.add({ service: 'klaviyo', form: 'private-key', values, name: 'Shop' })
  const copies = [
    ['Bakery', 'kit_'],
    ['Shop', 'klaviyo_'],
  ] as const
  for (const [connection, prefix] of copies)
    await engine.client.replications.add({
      name: prefix,
      connection,
      target: target(engine),
      password,
      prefix,
      types: kills.filter(({ table }) => table.startsWith(prefix)).map(({ type }) => type),
    })
  await engine.close()
  return () => {
    void signIn()
    return { folder: home, address, pageRows, copies: copies.map(([, prefix]) => prefix), secrets }
  }
}

async function endOf(order: CopyOrder) {
  const child = spawn(process.execPath, [host, JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return { code, signal }
}
