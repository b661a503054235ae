import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { AudienceRef, LeftReason, PlanId, RemoteId } from '../../../shared/model.ts'
import type { Cursor } from '../plan/cursor.ts'
import type { KnownContact } from '../plan/diffRow.ts'
import { consentFromRow } from './mirror.ts'

/** What is needed of a row to find who it means and whether another row says the same. */
export interface Identified {
  readonly row: number
  /** The folded address. */
  readonly identity: string
  /** Why the file says that this person left. */
  readonly leftReason: string | null
  readonly cursor: Cursor
}

/** A row with everything that only the other rows, the recipe and the mirror know. */
export interface Resolved {
  readonly row: number
  /** Another row of the same person counts instead. */
  readonly duplicateOf: number | null
  readonly leftReason: string | null
  /** Why mode append leaves it out. */
  readonly leftOut: string | null
  /** Why the service can't have this person at all. */
  readonly refused: string | null
  readonly contact: KnownContact | null
  /** Which of the plan's audiences the person is in. */
  readonly memberships: readonly AudienceRef[]
}

/** Tables that live while one plan is made. */
export interface PlanWorkspace {
  add(rows: readonly Identified[]): void
  /** Keeps one row of each person; what any of their rows says of leaving counts for all. */
  markDuplicates(keep: 'last' | 'first'): void
  /** Marks rows that this recipe has dealt with. */
  markLeftOut(recipe: string, by: 'identity' | 'cursor'): void
  /** Marks rows whose address the service does not take for one. */
  markRefused(identities: ReadonlySet<string>, service: string): void
  /** Each person once, except those left out. */
  identities(): string[]
  countOpen(): number
  /** Identified rows from `from` to `to`, in file order, with what the mirror has. */
  resolve(from: number, to: number): Map<number, Resolved>
  drop(): void
}

export function planWorkspace(
  db: DatabaseSync,
  plan: PlanId,
  connection: number,
  audiences: readonly AudienceRef[],
): PlanWorkspace {
  const table = `temp.work_${plan}`
  db.exec(`CREATE TABLE ${table} (row INTEGER PRIMARY KEY, identity TEXT NOT NULL, duplicate_of INTEGER,
    left_reason TEXT, left_out TEXT, refused TEXT, cursor ANY) STRICT`)
  const insert = db.prepare(`INSERT INTO ${table} (row, identity, left_reason, cursor) VALUES (?, ?, ?, ?)`)
  const resolve = db.prepare(resolveSql(table, audiences))
  resolve.setReturnArrays(true)
  return {
    add(rows) {
      for (const { row, identity, leftReason, cursor } of rows) insert.run(row, identity, leftReason, cursor)
    },
    markDuplicates(keep) {
      db.exec(`CREATE INDEX temp.work_${plan}_by_identity ON work_${plan} (identity)`)
      db.exec(spreadLeft(table))
      db.exec(markDuplicates(table, keep))
    },
    markLeftOut: (recipe, by) => void db.prepare(markLeftOut[by](table)).run({ connection, recipe }),
    markRefused(identities, service) {
      const mark = db.prepare(`UPDATE ${table} SET refused = ? WHERE identity = ?`)
      for (const identity of identities)
        mark.run(
          `${service} does not take "${identity}" for an email address. Correct it in the file.`,
          identity,
        )
    },
    identities: () =>
      db
        .prepare(`SELECT identity FROM ${table} WHERE duplicate_of IS NULL AND left_out IS NULL ORDER BY row`)
        .all()
        .map((row) => row.identity as string),
    countOpen: () =>
      db.prepare(`SELECT count(*) AS n FROM ${table} WHERE duplicate_of IS NULL AND left_out IS NULL`).get()
        ?.n as number,
    resolve: (from, to) => resolveRows(resolve, { connection, from, to, audiences }),
    drop: () => db.exec(`DROP TABLE ${table}`),
  }
}

function spreadLeft(table: string): string {
  return `UPDATE ${table} AS w SET left_reason = said.left_reason
    FROM (SELECT identity, max(left_reason) AS left_reason FROM ${table}
          WHERE left_reason IS NOT NULL GROUP BY identity) AS said
    WHERE w.identity = said.identity AND w.left_reason IS NULL`
}

function markDuplicates(table: string, keep: 'last' | 'first'): string {
  const choose = keep === 'last' ? 'max' : 'min'
  return `UPDATE ${table} AS w SET duplicate_of = kept.row
    FROM (SELECT identity, ${choose}(row) AS row FROM ${table} GROUP BY identity HAVING count(*) > 1) AS kept
    WHERE w.identity = kept.identity AND w.row <> kept.row`
}

// `done`: what the recipe dealt with. A person is left out at the cursor they were dealt with, or where the recipe is
// known to be through: below every row that failed, and below the highest cursor. At the bookmark itself only those
// who were dealt with are left out: others may have come in the same second.
const markLeftOut = {
  identity: (table: string) => `UPDATE ${table} SET left_out = 'an earlier run dealt with this person'
    WHERE identity IN
      (SELECT identity FROM recipe_row WHERE connection = :connection AND recipe = :recipe AND done = 1)`,
  cursor: (
    table: string,
  ) => `UPDATE ${table} AS w SET left_out = 'not newer than what earlier runs dealt with'
    WHERE w.cursor IS NOT NULL AND (
      EXISTS (SELECT 1 FROM recipe_row d WHERE d.connection = :connection AND d.recipe = :recipe
        AND d.identity = w.identity AND d.done = 1 AND w.cursor <= d.cursor)
      OR w.cursor < (SELECT min(edge) FROM
        (SELECT max(cursor) AS edge FROM recipe_row WHERE connection = :connection AND recipe = :recipe
         UNION ALL
         SELECT min(cursor) FROM recipe_row
         WHERE connection = :connection AND recipe = :recipe AND done = 0 AND cursor IS NOT NULL)
        WHERE edge IS NOT NULL))`,
}

/** Each wanted audience is one more column at the end: not null where they are in it. */
function resolveSql(table: string, audiences: readonly AudienceRef[]): string {
  const columns = audiences.map((_, n) => `, m${n}.seen_in`)
  const joins = audiences.map(
    (_, n) => `LEFT JOIN membership m${n} ON m${n}.connection = :connection AND m${n}.remote_id = c.remote_id
      AND m${n}.kind = :kind${n} AND m${n}.audience = :audience${n}`,
  )
  return `SELECT w.row, w.duplicate_of, w.left_reason, w.left_out, w.refused,
      c.remote_id, c.left_reason, c.email_consent, c.sms_consent, c.left_audiences, c.fields${columns.join('')}
    FROM ${table} w
    LEFT JOIN contact c INDEXED BY contact_by_email ON c.connection = :connection AND c.email_folded = w.identity
    ${joins.join('\n')}
    WHERE w.row BETWEEN :from AND :to ORDER BY w.row`
}

/** As the statement above selects it. Arrays cost half of what objects do, a million times over. */
type ResolvedRow = readonly [
  row: number,
  duplicateOf: number | null,
  fileLeft: string | null,
  leftOut: string | null,
  refused: string | null,
  remoteId: RemoteId | null,
  contactLeft: LeftReason | null,
  emailConsent: string | null,
  smsConsent: string | null,
  leftAudiences: string | null,
  fields: string,
  ...memberships: (number | null)[],
]

interface ResolveRange {
  readonly connection: number
  readonly from: number
  readonly to: number
  readonly audiences: readonly AudienceRef[]
}

function resolveRows(
  statement: StatementSync,
  { connection, from, to, audiences }: ResolveRange,
): Map<number, Resolved> {
  const names = Object.fromEntries(
    audiences.flatMap(({ kind, id }, n) => [
      [`kind${n}`, kind],
      [`audience${n}`, id],
    ]),
  )
  const resolved = new Map<number, Resolved>()
  for (const found of statement.all({ connection, from, to, ...names })) {
    const [
      row,
      duplicateOf,
      fileLeft,
      leftOut,
      refused,
      remoteId,
      left,
      email,
      sms,
      leftLists,
      fields,
      ...memberOf
    ] = found as unknown as ResolvedRow
    // Two contacts with one address: whoever left decides.
    if (resolved.has(row) && left === null) continue
    resolved.set(row, {
      row,
      duplicateOf,
      leftReason: fileLeft,
      leftOut,
      refused,
      contact:
        remoteId === null
          ? null
          : {
              remoteId,
              left,
              ...consentFromRow({ email_consent: email, sms_consent: sms, left_audiences: leftLists }),
              fields: JSON.parse(fields) as KnownContact['fields'],
            },
      memberships: audiences.filter((_, n) => memberOf[n] !== null),
    })
  }
  return resolved
}
