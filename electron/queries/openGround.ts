import { randomUUID } from 'node:crypto'
import { constants, DatabaseSync, type StatementSync } from 'node:sqlite'
import { type QueryGround, type Refusal, unguarded } from '../engine/query/queryPort.ts'
import { rowOutcome } from '../engine/run/rowOutcome.ts'
import type { Step } from '../engine/store/journal.ts'
import type { RowKind } from '../../shared/model.ts'
import { sqlTokens } from '../../shared/sqlTokens.ts'
import { guardReads } from './guardReads.ts'
import { refusedStatement } from './refusedStatement.ts'

/** The database and the files of a query, open for reading. */
export interface OpenGround {
  /** What was refused last. */
  readonly refused: () => Refusal | null
  /** @throws what SQLite throws, or says by `refused` why it may not be run */
  prepare(sql: string): StatementSync
  close(): void
}

/** For all of SQLite in this process. */
const mostMemory = 1 << 29
/** The longest text or blob, in bytes. */
const longestText = 1 << 25
const waitMs = 5000

/**
 * Opens all of it read-only and makes the views. From then on nothing but the views can be read, and nothing else done.
 *
 * What SQLite tells about a read is the innermost view or common table it is made for, and a query may name a common
 * table like a view. So each view stands on another one whose name nobody knows, and only that one reads tables.
 */
export function openGround({ database, files, views }: QueryGround): OpenGround {
  const db = new DatabaseSync(database, { readOnly: true, timeout: waitMs, limits: { length: longestText } })
  // Without its guard nothing is run.
  if (!('setAuthorizer' in db)) throw new Error(unguarded)
  db.exec(`PRAGMA hard_heap_limit = ${mostMemory}; PRAGMA temp_store = MEMORY`)
  for (const { schema, path } of files) db.exec(`ATTACH ${quoted(path, "'")} AS ${quoted(schema, '"')}`)
  db.function('row_outcome', { deterministic: true }, (kind, steps) => outcomeOf(String(kind), String(steps)))
  const hidden = randomUUID()
  const hiddenName = (name: string) => `${hidden} ${name}`
  for (const { name, sql } of views) {
    const inner = quoted(hiddenName(name), '"')
    db.exec(`CREATE TEMP VIEW ${inner} AS ${sql}`)
    db.exec(`CREATE TEMP VIEW ${quoted(name, '"')} AS SELECT * FROM ${inner}`)
  }
  let refused: Refusal | null = null
  const names = views.map(({ name }) => name)
  const guard = guardReads({ names, hiddenName, files: files.map(({ schema }) => schema) })
  db.setAuthorizer((action, first, second, schema, inside) => {
    const refusal = guard(action, { first, second, schema, inside })
    if (refusal === null) return constants.SQLITE_OK
    refused ??= refusal
    return constants.SQLITE_DENY
  })
  return {
    refused: () => refused,
    prepare(sql) {
      refused = refusedStatement(sqlTokens(sql))
      if (refused !== null) throw new Error('refused')
      return db.prepare(sql)
    },
    close() {
      if (db.isOpen) db.close()
    },
  }
}

/** `steps`: a JSON list of what the journal knows of each change; nothing for one that was not begun. */
function outcomeOf(kind: string, steps: string): string {
  return rowOutcome(kind as RowKind, JSON.parse(steps) as readonly Pick<Step, 'state' | 'status'>[])
}

function quoted(text: string, quote: '"' | "'"): string {
  return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`
}
