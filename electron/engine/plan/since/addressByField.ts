import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import type { FieldId, PlanId } from '../../../../shared/model.ts'
import { breathe } from '../../breathe.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { StagedRows } from '../../source/stagedRows.ts'
import { namedRows } from './namedRows.ts'

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

export interface AddressByFieldDeps {
  readonly db: DatabaseSync
  readonly connector: Pick<Connector, 'identifiers'>
  readonly staged: StagedRows
  /** The connection's number. */
  readonly connection: number
  /** Whether a row counts: of several about one person, one. */
  readonly counts: (row: number) => boolean
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
  const path = `$.${JSON.stringify(field)}`
  db.exec(
    `CREATE TABLE ${table} (id TEXT PRIMARY KEY, email TEXT NOT NULL, people INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  )
  try {
    db.prepare(
      `INSERT INTO ${table} SELECT trim(CAST(fields ->> :path AS TEXT)) AS id, min(email_folded), count(*) FROM contact
       WHERE connection = :connection AND fields ->> :path <> '' AND email_folded IS NOT NULL GROUP BY 1`,
    ).run({ path, connection })
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
      await breathe()
    }
    return found
  } finally {
    db.exec(`DROP TABLE ${table}`)
  }
}
