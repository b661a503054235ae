import type { DatabaseSync } from 'node:sqlite'
import type { Identifier, WantedPeople } from '../connectors/connector.ts'

export type OtherKind = Exclude<Identifier['kind'], 'email'>
/** What besides the address a row says of who it is about. */
export type OtherIdentifiers = Readonly<Record<OtherKind, string | null>>

/** In the order in which they decide. */
export const otherKinds: readonly OtherKind[] = ['phone', 'externalId']

/** Phone numbers and the user's own ids of a plan's rows: a table beside the rows, since most files have none. */
export interface RowIdentifiers {
  /** `temp.…`, with `row`, `kind` and `value`. */
  readonly table: string
  add(row: number, identifiers: OtherIdentifiers): void
  /** Rows of one person by these too: one of them counts, and what any of them says of leaving counts for all. */
  markDuplicates(keep: 'last' | 'first'): void
  /** Of rows that are neither duplicates nor left out. */
  wanted(): Required<Pick<WantedPeople, 'phones' | 'externalIds'>>
  between(from: number, to: number): Map<number, OtherIdentifiers>
  drop(): void
}

/** @param rows the table of the rows themselves */
export function rowIdentifiers(db: DatabaseSync, rows: string): RowIdentifiers {
  const table = `${rows}_ids`
  db.exec(`CREATE TABLE ${table} (row INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (row, kind)) STRICT, WITHOUT ROWID`)
  const insert = db.prepare(`INSERT INTO ${table} (row, kind, value) VALUES (?, ?, ?)`)
  const between = db.prepare(`SELECT row, kind, value FROM ${table} WHERE row BETWEEN ? AND ?`)
  return {
    table,
    add(row, identifiers) {
      for (const kind of otherKinds) {
        const value = identifiers[kind]
        if (value !== null) insert.run(row, kind, value)
      }
    },
    markDuplicates(keep) {
      const [, name = ''] = table.split('.')
      db.exec(`CREATE INDEX temp.${name}_by_value ON ${name} (kind, value)`)
      for (const kind of otherKinds) db.exec(spreadLeft(rows, table, kind))
      for (const kind of otherKinds) db.exec(markDuplicates(rows, table, kind, keep))
    },
    wanted: () => ({
      phones: valuesOf(db, rows, table, 'phone'),
      externalIds: valuesOf(db, rows, table, 'externalId'),
    }),
    between(from, to) {
      const found = new Map<number, OtherIdentifiers>()
      for (const { row, kind, value } of between.all(from, to)) {
        const known = found.get(row as number) ?? { phone: null, externalId: null }
        found.set(row as number, { ...known, [kind as OtherKind]: value as string })
      }
      return found
    },
    drop: () => db.exec(`DROP TABLE ${table}`),
  }
}

function spreadLeft(rows: string, table: string, kind: OtherKind): string {
  return `UPDATE ${rows} AS w SET left_reason = said.left_reason
    FROM ${table} AS mine,
      (SELECT i.value, max(o.left_reason) AS left_reason FROM ${table} i JOIN ${rows} o ON o.row = i.row
       WHERE i.kind = '${kind}' AND o.left_reason IS NOT NULL GROUP BY i.value) AS said
    WHERE mine.row = w.row AND mine.kind = '${kind}' AND mine.value = said.value AND w.left_reason IS NULL`
}

function markDuplicates(rows: string, table: string, kind: OtherKind, keep: 'last' | 'first'): string {
  const choose = keep === 'last' ? 'max' : 'min'
  return `UPDATE ${rows} AS w SET duplicate_of = kept.row, duplicate_by = '${kind}'
    FROM ${table} AS mine,
      (SELECT i.value, ${choose}(i.row) AS row FROM ${table} i JOIN ${rows} o ON o.row = i.row
       WHERE i.kind = '${kind}' AND o.duplicate_of IS NULL GROUP BY i.value HAVING count(*) > 1) AS kept
    WHERE mine.row = w.row AND mine.kind = '${kind}' AND mine.value = kept.value
      AND w.row <> kept.row AND w.duplicate_of IS NULL`
}

function valuesOf(db: DatabaseSync, rows: string, table: string, kind: OtherKind): string[] {
  return db
    .prepare(
      `SELECT DISTINCT i.value FROM ${table} i JOIN ${rows} w ON w.row = i.row
       WHERE i.kind = ? AND w.duplicate_of IS NULL AND w.left_out IS NULL`,
    )
    .all(kind)
    .map((row) => row.value as string)
}
