import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import type { FieldId, PlanId } from '../../../../shared/model.ts'
import { breathe } from '../../breathe.ts'
import type { Connector } from '../../connectors/connector.ts'
import { namedRows } from './namedRows.ts'
import type { DiffFilesDeps } from './sinceLast.ts'

/** People of the account looked at between two breaths. */
const sliceSize = 5000

/** The field of the account that the column of stable ids fills, where the user maps it to one; else `null`. Pure. */
export function stableField(
  { stableId, mapping }: Pick<PlanSpec, 'stableId' | 'mapping'>,
  { identifiers }: Pick<Connector, 'identifiers'>,
): FieldId | null {
  if (!stableId) return null
  const rule = mapping.fields.find(({ from }) => 'column' in from && from.column === stableId.column)
  // By those a row's person is found anyway.
  if (rule === undefined || identifiers.some(({ field }) => field === rule.field)) return null
  return rule.field
}

export interface AddressByFieldDeps extends Omit<DiffFilesDeps, 'earlierStaged'> {
  /** The connection's number. */
  readonly connection: number
}

/**
 * Rows whose address the mirror doesn't have, though it has somebody with their stable id in this field: by row, the
 * address they have there. An id that several people have names nobody.
 */
export async function addressByField(
  { db, connector, staged, connection, counts }: AddressByFieldDeps,
  plan: PlanId,
  spec: PlanSpec,
  field: FieldId,
  signal: AbortSignal,
): Promise<Map<number, string>> {
  const table = `temp.by_field_${plan}`
  db.exec(
    `CREATE TABLE ${table} (id TEXT PRIMARY KEY, email TEXT NOT NULL, people INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  )
  try {
    await collectIds({ db, connection, table, field }, signal)
    const find = db.prepare(`SELECT j.value ->> 0 AS row, t.email FROM json_each(:rows) j
      JOIN ${table} t ON t.id = j.value ->> 1 AND t.people = 1 AND t.email <> j.value ->> 2
      WHERE NOT EXISTS (SELECT 1 FROM contact c INDEXED BY contact_by_email
        WHERE c.connection = :connection AND c.email_folded = j.value ->> 2)`)
    const found = new Map<number, string>()
    for await (const rows of namedRows(staged, spec, spec.stableId?.column ?? null, connector)) {
      signal.throwIfAborted()
      const named = rows.filter(({ row, id }) => id !== null && counts(row))
      const asked = JSON.stringify(named.map(({ row, id, name }) => [row, id, name]))
      for (const { row, email } of find.all({ rows: asked, connection }))
        found.set(row as number, email as string)
    }
    return found
  } finally {
    db.exec(`DROP TABLE ${table}`)
  }
}

interface Collecting {
  readonly db: DatabaseSync
  readonly connection: number
  readonly table: string
  readonly field: FieldId
}

/** Each id in the field, an address that has it, and how many people do. */
async function collectIds({ db, connection, table, field }: Collecting, signal: AbortSignal): Promise<void> {
  const lastOfSlice = db.prepare(`SELECT max(remote_id) AS last FROM (SELECT remote_id FROM contact
    WHERE connection = :connection AND remote_id > :after ORDER BY remote_id LIMIT ${sliceSize})`)
  const collect = db.prepare(`INSERT INTO ${table}
    SELECT trim(CAST(fields ->> :path AS TEXT)) AS id, min(email_folded), count(*) FROM contact
    WHERE connection = :connection AND remote_id > :after AND remote_id <= :last
      AND fields ->> :path <> '' AND email_folded IS NOT NULL GROUP BY 1
    ON CONFLICT (id) DO UPDATE SET people = people + excluded.people`)
  const path = `$.${JSON.stringify(field)}`
  for (let after = ''; ;) {
    signal.throwIfAborted()
    const last = lastOfSlice.get({ connection, after })?.['last']
    if (typeof last !== 'string') return
    collect.run({ connection, path, after, last })
    after = last
    await breathe()
  }
}
