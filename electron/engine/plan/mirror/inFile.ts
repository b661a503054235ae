import type { DatabaseSync } from 'node:sqlite'
import type { AudienceRef, PlanId, RemoteId } from '../../../../shared/model.ts'
import type { KnownPerson } from '../../store/knownPeople.ts'

/** Somebody who is in a mirrored audience, and in no row of the file. */
export interface Leaver {
  readonly remoteId: RemoteId
  /** `null` also where the mirror knows no more of them than that they are in it. */
  readonly email: string | null
  readonly emailFolded: string | null
  /** Those of the mirrored audiences that they are in. */
  readonly audiences: readonly AudienceRef[]
}

/** Whom a file is about, kept aside while it is compared: a million ids are too many for memory. */
export interface InFile {
  add(people: readonly KnownPerson[]): void
  /** Members of these audiences that were not added, by id, some at a time. */
  leavers(audiences: readonly AudienceRef[]): Iterable<readonly Leaver[]>
  /** Call in any case. */
  close(): void
}

const pageRows = 500

/** `connection` is its number. */
export function openInFile(db: DatabaseSync, plan: PlanId, connection: number): InFile {
  const table = `temp.in_file_${plan}`
  db.exec(`CREATE TABLE ${table} (remote_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`)
  const insert = db.prepare(`INSERT OR IGNORE INTO ${table} SELECT value FROM json_each(?)`)
  return {
    add(people) {
      if (people.length > 0) insert.run(JSON.stringify(people.map(({ contact }) => contact.remoteId)))
    },
    *leavers(audiences) {
      const values = { connection, audiences: JSON.stringify(audiences), limit: pageRows }
      const find = db.prepare(leaversSql(table, audiences.length))
      for (let after = ''; ;) {
        const rows = find.all({ ...values, after })
        const leavers = rows.map((row): Leaver => ({
          remoteId: row.remote_id as RemoteId,
          email: row.email as string | null,
          emailFolded: row.email_folded as string | null,
          audiences: (JSON.parse(row.which as string) as number[]).map((n) => audiences[n] as AudienceRef),
        }))
        if (leavers.length > 0) yield leavers
        const last = leavers.at(-1)
        if (last === undefined || leavers.length < pageRows) return
        after = last.remoteId
      }
    },
    close: () => db.exec(`DROP TABLE ${table}`),
  }
}

/** Each audience is walked through by its own index, no further than a page goes. */
function leaversSql(table: string, audiences: number): string {
  const members = Array.from(
    { length: audiences },
    (_, n) => `SELECT * FROM (SELECT m.remote_id, ${n} AS n
      FROM membership m INDEXED BY membership_by_audience
      WHERE m.connection = :connection AND m.kind = :audiences ->> '$[${n}].kind'
        AND m.audience = :audiences ->> '$[${n}].id' AND m.remote_id > :after
        AND NOT EXISTS (SELECT 1 FROM ${table} f WHERE f.remote_id = m.remote_id)
      ORDER BY m.remote_id LIMIT :limit)`,
  )
  return `SELECT p.remote_id, c.email, c.email_folded, p.which FROM (
      SELECT remote_id, json_group_array(n) AS which FROM (${members.join(' UNION ALL ')})
      GROUP BY remote_id ORDER BY remote_id LIMIT :limit) p
    LEFT JOIN contact c ON c.connection = :connection AND c.remote_id = p.remote_id ORDER BY p.remote_id`
}

/** How many people are in any of these. `connection` is its number. */
export function countMembers(
  db: DatabaseSync,
  connection: number,
  audiences: readonly AudienceRef[],
): number {
  const find = db.prepare(
    `SELECT count(DISTINCT m.remote_id) AS n FROM json_each(?2) j CROSS JOIN membership m INDEXED BY membership_by_audience
       ON m.connection = ?1 AND m.kind = j.value ->> 'kind' AND m.audience = j.value ->> 'id'`,
  )
  return (find.get(connection, JSON.stringify(audiences)) as { n: number }).n
}
