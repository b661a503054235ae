import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ConnectionId } from '../../../../shared/model.ts'
import { statesTable, tableDocument } from '../../replicate/tableState.ts'
import type { Column } from '../../replicate/table.ts'

/** A table of what was read of one type of object. */
export interface KeptTable {
  readonly table: string
  readonly columns: readonly Column[]
  /** ISO 8601: when the last reading that ended began; `null`: none did. */
  readonly readAt: string | null
}

/** Objects of an account that were read for queries: a file for each account (ADR 035). */
export function keptFile(dataFolder: string, connection: ConnectionId): string {
  return join(keptFolder(dataFolder), `${connection}.sqlite`)
}

export function keptFolder(dataFolder: string): string {
  return join(dataFolder, 'objects')
}

/** What such a file holds, by type; nothing where it is not there, or can't be read: it can be read anew any time. */
export function keptTables(path: string): ReadonlyMap<string, KeptTable> {
  if (!existsSync(path)) return new Map()
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
    try {
      return tablesIn(db)
    } finally {
      db.close()
    }
  } catch {
    // A damaged file is said to be so when it is read into again.
    return new Map()
  }
}

export function tablesIn(db: DatabaseSync): ReadonlyMap<string, KeptTable> {
  const rows = db.prepare(`SELECT table_name, object, state FROM ${statesTable}`).all() as {
    table_name: string
    object: string
    state: string
  }[]
  return new Map(
    rows.map(({ table_name: table, object, state }) => {
      const { columns, readAt } = tableDocument(state)
      return [object, { table, columns, readAt }]
    }),
  )
}
