import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { SqliteDatabase } from 'kysely'

/** `node:sqlite` as Kysely's own dialect for SQLite takes a database. */
export function nodeSqlite(db: DatabaseSync): SqliteDatabase {
  return {
    close: () => {
      if (db.isOpen) db.close()
    },
    prepare(sql) {
      const statement = db.prepare(sql)
      const values = (given: readonly unknown[]) => given as readonly SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (given) => statement.all(...values(given)),
        run(given) {
          const { changes, lastInsertRowid } = statement.run(...values(given))
          return { changes: BigInt(changes), lastInsertRowid: BigInt(lastInsertRowid) }
        },
        iterate: (given) => statement.iterate(...values(given)),
      }
    },
  }
}
