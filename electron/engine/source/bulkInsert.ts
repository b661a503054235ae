import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

/** Collects rows for one table and writes them a hundred at a time, in the order they were added. */
export interface BulkInsert {
  /** One value per column. */
  add(...values: SQLInputValue[]): void
  /** Writes what is still held. Nothing is visible to others before the transaction around it ends. */
  flush(): void
}

/** Measured on a million rows: a hundred rows a statement take a third less time than one, and than json_each. */
const rowsPerStatement = 100

/** `table` and `columns` are names in our own schema. */
export function bulkInsert(db: DatabaseSync, table: string, columns: readonly string[]): BulkInsert {
  return bulkInserts(db, table, columns)()
}

/** The same, again and again: each begins with nothing, whatever became of the one before. Preparing it costs more than a short one. */
export function bulkInserts(db: DatabaseSync, table: string, columns: readonly string[]): () => BulkInsert {
  const insert = `INSERT INTO ${table} (${columns.join(', ')}) VALUES `
  const places = `(${columns.map(() => '?').join(', ')})`
  const one = db.prepare(insert + places)
  const many = db.prepare(insert + Array.from({ length: rowsPerStatement }, () => places).join(', '))
  return () => {
    let held: SQLInputValue[] = []
    return {
      add(...values) {
        held.push(...values)
        if (held.length < rowsPerStatement * columns.length) return
        many.run(...held)
        held = []
      },
      flush() {
        for (let at = 0; at < held.length; at += columns.length)
          one.run(...held.slice(at, at + columns.length))
        held = []
      },
    }
  }
}
