import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { inTransaction } from '../../../electron/engine/store/transaction.ts'
import { planTicks } from '../../../electron/engine/store/planTicks.ts'
import { storageError } from '../../../electron/engine/store/storageError.ts'
import type { PlanId } from '../../../shared/model.ts'

const migrationsFolder = join(import.meta.dirname, '../../../electron/engine/store/migrations')

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-test-'))
  path = join(folder, 'listferry.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A database as an older version left it. */
async function openOld(version: number): Promise<DatabaseSync> {
  const db = new DatabaseSync(path)
  for (const file of readdirSync(migrationsFolder).sort().slice(0, version)) {
    const [sql] = Object.values((await import(join(migrationsFolder, file))) as Record<string, string>)
    db.exec(sql ?? '')
  }
  db.exec(`PRAGMA user_version = ${version}`)
  return db
}

const aPlan = `
  INSERT INTO connection (id, service, name, credential_form, account, created_at) VALUES ('c', 'kit', 'a', 'api-key', '{}', 1);
  INSERT INTO source (id, path, info, staged_at) VALUES ('s', '/a.csv', '{}', 1);
  INSERT INTO plan (id, connection, source, spec, created_at) SELECT 1, n, 's', '{}', 1 FROM connection;`

const pragma = (db: DatabaseSync, name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]

describe('openDatabase', () => {
  it('opens in WAL with durable commits and foreign keys', () => {
    const db = openDatabase(path)
    expect(pragma(db, 'journal_mode')).toBe('wal')
    expect(pragma(db, 'synchronous')).toBe(2)
    expect(pragma(db, 'foreign_keys')).toBe(1)
    db.close()
  })

  it('has only STRICT tables', () => {
    const db = openDatabase(path)
    const tables = db
      .prepare(`SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'`)
      .all()
    const own = tables.filter(({ name }) => !String(name).startsWith('sqlite_'))
    expect(own.length).toBeGreaterThan(8)
    expect(own.filter(({ strict }) => strict !== 1)).toEqual([])
    db.close()
  })

  it('migrates once and keeps what is there', () => {
    const first = openDatabase(path)
    first.exec(`INSERT INTO source (id, path, info, staged_at) VALUES ('s', '/a.csv', '{}', 1)`)
    first.close()
    const again = openDatabase(path)
    expect(again.prepare('SELECT count(*) AS n FROM source').get()).toEqual({ n: 1 })
    again.close()
  })

  it('brings along the rows of a plan that were switched off before rows stayed where they are', async () => {
    const old = await openOld(16)
    old.exec(`
      ${aPlan}
      INSERT INTO plan (id, connection, source, spec, created_at) SELECT 2, n, 's', '{}', 1 FROM connection;
      INSERT INTO plan_row (plan, row, kind, reason) VALUES (1, 1, 'left-out', 'unticked by you'), (1, 2, 'update', NULL),
        (2, 1, 'left-out', 'unticked by you');
      INSERT INTO change (plan, row, body) VALUES (1, 2, '{"object":"contact","n":2}');
      INSERT INTO unticked_row (plan, row, kind, row_off, parts, changes) VALUES
        (1, 1, 'create', 1, '[]', '[{"object":"contact","n":1,"id":7,"row":1},{"object":"membership","id":8,"row":1}]'),
        (1, 2, 'update', 0, '["field a"]', '[{"object":"contact","n":2,"a":1,"id":9,"row":2}]'),
        (2, 1, 'create', 1, '["field a"]', '[{"object":"contact","n":1,"id":10,"row":1}]')`)
    old.close()
    const db = openDatabase(path)
    const ticks = planTicks(db)
    const range = { from: 1, to: 2, kind: null }
    expect(db.prepare('SELECT plan, row, body FROM change').all()).toEqual([
      { plan: 1, row: 2, body: '{"object":"contact","n":2}' },
    ])
    expect(ticks.isTicking(1 as PlanId)).toBe(false)
    const [off, partly] = ticks.rows(1 as PlanId, range)
    expect(off).toMatchObject({ kind: 'left-out', plannedKind: 'create', on: [], switches: { rowOff: true } })
    expect(off?.planned).toMatchObject([{ object: 'contact', n: 1 }, { object: 'membership' }])
    expect(partly).toMatchObject({ planned: [{ a: 1 }], on: [{ n: 2 }], switches: { parts: ['field a'] } })
    ticks.switchWhole(1 as PlanId, range, true)
    expect(ticks.rows(1 as PlanId, range)[0]).toMatchObject({ kind: 'create', on: [{ n: 1 }, {}] })
    // What would go of it isn't known any more: it stays out, and the plan is counted anew.
    expect(ticks.isTicking(2 as PlanId)).toBe(true)
    ticks.switchWhole(2 as PlanId, range, true)
    expect(ticks.rows(2 as PlanId, range)).toEqual([])
    db.close()
  })

  it('says the addresses of old plans as before, and keeps those that are written otherwise', async () => {
    const old = await openOld(19)
    old.exec(`
      ${aPlan}
      INSERT INTO plan_row (plan, row, kind, email, identity) VALUES (1, 1, 'create', 'a@x.org', 'a@x.org'),
        (1, 2, 'create', 'B@x.org', 'b@x.org'), (1, 3, 'create', NULL, 'tel:+4915120079190'),
        (1, 4, 'create', NULL, 'ext:7'), (1, 5, 'invalid', 'not one', NULL), (1, 6, 'unchanged', NULL, NULL)`)
    const emails = (db: DatabaseSync) => db.prepare('SELECT email FROM plan_row ORDER BY row').all()
    const before = emails(old)
    old.close()
    const db = openDatabase(path)
    expect(emails(db)).toEqual(before)
    expect(db.prepare('SELECT row FROM plan_row WHERE written_email IS NOT NULL').all()).toEqual([
      { row: 2 },
      { row: 5 },
    ])
    db.close()
  })

  it('refuses a database from a newer version, in words, and leaves it as it is', () => {
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 999')
    db.close()
    expect(() => openDatabase(path)).toThrow(/newer Listferry.*999/)
    const after = new DatabaseSync(path)
    expect(pragma(after, 'user_version')).toBe(999)
    after.close()
  })

  it('says so when the file is no database', () => {
    writeFileSync(path, 'a love letter, not a database'.repeat(100))
    expect(() => openDatabase(path)).toThrow(/not a Listferry database/)
  })

  it('rolls back a transaction that found no room, keeps what was there, and says what to do', () => {
    const db = openDatabase(path, { maxPages: 60 })
    const insert = db.prepare(`INSERT INTO source (id, path, info, staged_at) VALUES (?, ?, '{}', 1)`)
    insert.run('kept', '/kept.csv')
    const fill = () =>
      inTransaction(db, () => {
        for (let n = 0; n < 1000; n += 1) insert.run(String(n), 'x'.repeat(1000))
      })
    const error = (() => {
      try {
        fill()
      } catch (thrown) {
        return storageError(thrown, path)
      }
      return null
    })()
    expect(String(error)).toMatch(/no room left/)
    expect(db.prepare('SELECT id FROM source').all()).toEqual([{ id: 'kept' }])
    db.close()
  })
})
