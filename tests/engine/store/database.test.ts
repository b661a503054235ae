import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction, openDatabase } from '../../../electron/engine/store/database.ts'
import { storageError } from '../../../electron/engine/store/storageError.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-test-'))
  path = join(folder, 'listferry.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

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
