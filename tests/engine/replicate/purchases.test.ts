import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import type { ReplicationTarget } from '../../../shared/contract/replications.ts'
import { mysqlForTests, postgresForTests, sayUsed } from '../../support/databases.ts'
import { signedIn } from '../../support/signedIn.ts'
import { markSignedIn } from '../../support/signedInKit.ts'
import { startTestEngine, type TestEngine, testSpeed } from '../../support/testEngine.ts'

const postgres = await postgresForTests()
const mysql = await mysqlForTests()
sayUsed('PostgreSQL', postgres)
sayUsed('MySQL or MariaDB', mysql)

let practice: RunningPractice
let engine: TestEngine
beforeAll(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  const vault = createMemoryVault()
  engine = await startTestEngine({ practice, ports: { vault } })
  markSignedIn(engine.folder)
  const [account] = await engine.client.connections.list({})
  if (account) await vault.set(account.id, signedIn(practice.kit, Date.now()))
})
afterAll(async () => {
  await engine.close()
  await practice.close()
  for (const database of [postgres, mysql]) if (typeof database !== 'string') await database.drop()
})

type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>

/** A copy of the purchases, made, with one that has three products, then one, then two others. */
async function copyPurchases(target: ReplicationTarget, password: string | null, query: Query) {
  const { purchases } = practice.kit.state
  const { replications } = engine.client
  const name = `purchases in ${target.is}`
  await replications.add({ name, connection: 'Bakery', target, password, prefix: 'p_', types: ['purchases'] })
  const [one] = purchases.values()
  if (!one) throw new Error('the practice account has no purchases')
  const product = (pid: string) => ({ name: pid, pid, lid: pid, quantity: 1, unitPrice: 2.5, sku: null })
  const bought = async (...products: readonly string[]) => {
    purchases.set(one.id, { ...one, products: products.map(product) })
    expect((await replications.run({ replication: name, whole: true })).error).toBeNull()
    const rows = await query(`select * from p_purchases where id = '${one.id}' order by line`)
    expect(rows).toHaveLength(products.length)
    return rows
  }
  expect(await bought('rye', 'bun', 'pie')).toMatchObject([{ line: 1 }, { line: 2 }, { line: 3 }])
  await bought('rye')
  const rows = await bought('bun', 'pie')
  expect(rows.map((row) => Object.values(row).filter((cell) => cell === 'bun' || cell === 'pie')[0])).toEqual(
    ['bun', 'pie'],
  )
  const all = await query('select id from p_purchases')
  expect(new Set(all.map(({ id }) => id)).size).toBe(purchases.size)
  purchases.set(one.id, one)
}

it('copies purchases with a row for each product into an SQLite file', async () => {
  const path = join(engine.folder, 'purchases.sqlite')
  const query: Query = (sql) => {
    const db = new DatabaseSync(path)
    try {
      return Promise.resolve(db.prepare(sql).all())
    } finally {
      db.close()
    }
  }
  await copyPurchases({ is: 'sqlite', file: engine.fileAt(path), name: 'p' }, null, query)
})

it.skipIf(typeof postgres === 'string')('copies them into PostgreSQL', async () => {
  if (typeof postgres === 'string') return
  await copyPurchases(postgres.target, postgres.password, (sql) => postgres.query(sql))
})

it.skipIf(typeof mysql === 'string')('copies them into MySQL or MariaDB', async () => {
  if (typeof mysql === 'string') return
  await copyPurchases(mysql.target, mysql.password, (sql) => mysql.query(sql))
})
