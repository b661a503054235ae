import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { AudienceRef, LeftReason, PlanId, RemoteId } from '../../../shared/model.ts'
import type { WantedPeople } from '../connectors/connector.ts'
import type { Cursor } from '../plan/cursor.ts'
import { wantedBy } from '../plan/identity.ts'
import { whoIsMeant } from '../plan/whoIsMeant.ts'
import type { KnownContact } from '../plan/diffRow.ts'
import { consentFromRow } from './mirror.ts'
import { otherKinds, rowIdentifiers, type OtherIdentifiers, type OtherKind } from './rowIdentifiers.ts'

/** What is needed of a row to find who it means and whether another row says the same. */
export interface Identified {
  readonly row: number
  /** See `identityOf`. */
  readonly identity: string
  readonly email: string | null
  readonly phone: string | null
  readonly externalId: string | null
  /** Why the file says that this person left. */
  readonly leftReason: string | null
  readonly cursor: Cursor
}

/** A row with everything that only the other rows, the recipe and the mirror know. */
export interface Resolved {
  readonly row: number
  /** Only where rows may be about people by something else than an address; so is the contact's email. */
  readonly identity: string | null
  /** Another row of the same person counts instead. */
  readonly duplicateOf: number | null
  readonly duplicateBy: 'email' | OtherKind
  readonly leftReason: string | null
  /** Why mode append leaves it out. */
  readonly leftOut: string | null
  /** Why the service can't have this person at all, or who of two people it is can't be told. */
  readonly refused: string | null
  readonly contact: KnownContact | null
  /** Something else than the identity led to the contact. */
  readonly ledByOther: boolean
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
  /** Everyone to look up, each once, except those left out. */
  people(): Required<Omit<WantedPeople, 'remoteIds'>>
  countOpen(): number
  /** Identified rows from `from` to `to`, in file order, with what the mirror has. */
  resolve(from: number, to: number): Map<number, Resolved>
  drop(): void
}

/** What a plan needs to know besides: columns that are read a million times for nothing cost. */
export interface PlanNeeds {
  /** Rows may be about people by something else than an address. */
  readonly hasOthers: boolean
  /** People are subscribed. */
  readonly hasConsent: boolean
}

export function planWorkspace(
  db: DatabaseSync,
  plan: PlanId,
  connection: number,
  audiences: readonly AudienceRef[],
  needs: PlanNeeds,
): PlanWorkspace {
  const { hasOthers } = needs
  const table = `temp.work_${plan}`
  db.exec(`CREATE TABLE ${table} (row INTEGER PRIMARY KEY, identity TEXT NOT NULL, duplicate_of INTEGER,
    duplicate_by TEXT, left_reason TEXT, left_out TEXT, refused TEXT, cursor ANY) STRICT`)
  const insert = db.prepare(`INSERT INTO ${table} (row, identity, left_reason, cursor) VALUES (?, ?, ?, ?)`)
  const prepare = (from: string) => {
    const statement = db.prepare(resolveSql(from, audiences, needs))
    statement.setReturnArrays(true)
    return statement
  }
  const resolve = prepare(`${table} w
    LEFT JOIN contact c INDEXED BY contact_by_email ON c.connection = :connection AND c.email_folded = w.identity`)
  const others = hasOthers ? rowIdentifiers(db, table) : null
  const resolveOthers = others && {
    phone: prepare(otherFrom(table, others.table, 'phone', 'contact_by_phone', 'phone')),
    externalId: prepare(
      otherFrom(table, others.table, 'externalId', 'contact_by_external_id', 'external_id'),
    ),
  }
  return {
    add(rows) {
      for (const one of rows) {
        const { row, identity, leftReason, cursor } = one
        insert.run(row, identity, leftReason, cursor)
        others?.add(row, one)
      }
    },
    markDuplicates(keep) {
      db.exec(`CREATE INDEX temp.work_${plan}_by_identity ON work_${plan} (identity)`)
      db.exec(spreadLeft(table))
      db.exec(markDuplicates(table, keep))
      others?.markDuplicates(keep)
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
    people() {
      const identities = db
        .prepare(`SELECT identity FROM ${table} WHERE duplicate_of IS NULL AND left_out IS NULL ORDER BY row`)
        .all()
        .map((row) => row.identity as string)
      return { ...wantedBy(identities), ...others?.wanted() }
    },
    countOpen: () =>
      db.prepare(`SELECT count(*) AS n FROM ${table} WHERE duplicate_of IS NULL AND left_out IS NULL`).get()
        ?.n as number,
    resolve(from, to) {
      const range = { connection, from, to, audiences }
      const rows = resolveRows(resolve, range)
      if (others === null || resolveOthers === null) return rows
      const found = {
        phone: resolveRows(resolveOthers.phone, range),
        externalId: resolveRows(resolveOthers.externalId, range),
      }
      return withOthers(rows, others.between(from, to), found)
    },
    drop() {
      others?.drop()
      db.exec(`DROP TABLE ${table}`)
    },
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
function resolveSql(
  from: string,
  audiences: readonly AudienceRef[],
  { hasOthers, hasConsent }: PlanNeeds,
): string {
  const onlyIf = (isNeeded: boolean, column: string) => (isNeeded ? column : 'NULL')
  const columns = audiences.map((_, n) => `, m${n}.seen_in`)
  const joins = audiences.map(
    (_, n) => `LEFT JOIN membership m${n} ON m${n}.connection = :connection AND m${n}.remote_id = c.remote_id
      AND m${n}.kind = :kind${n} AND m${n}.audience = :audience${n}`,
  )
  const consent = [
    onlyIf(hasConsent, 'c.email_consent'),
    onlyIf(hasConsent, 'c.sms_consent'),
    onlyIf(hasConsent || audiences.length > 0, 'c.left_audiences'),
  ]
  return `SELECT w.row, ${onlyIf(hasOthers, 'w.identity')}, w.duplicate_of, w.duplicate_by, w.left_reason, w.left_out,
      w.refused, c.remote_id, ${onlyIf(hasOthers, 'c.email')}, c.left_reason, ${consent.join(', ')},
      c.fields${columns.join('')}
    FROM ${from}
    ${joins.join('\n')}
    WHERE w.row BETWEEN :from AND :to ORDER BY w.row`
}

/** Rows whose number or own id leads to somebody. */
function otherFrom(rows: string, ids: string, kind: OtherKind, index: string, column: string): string {
  return `${rows} w JOIN ${ids} i ON i.row = w.row AND i.kind = '${kind}'
    JOIN contact c INDEXED BY ${index} ON c.connection = :connection AND c.${column} = i.value`
}

/** Who is meant by rows that say more than an address. */
function withOthers(
  rows: Map<number, Resolved>,
  identifiers: ReadonlyMap<number, OtherIdentifiers>,
  found: Readonly<Record<OtherKind, ReadonlyMap<number, Resolved>>>,
): Map<number, Resolved> {
  for (const [row, named] of identifiers) {
    const own = rows.get(row)
    if (own === undefined) continue
    const [email = null] = wantedBy(own.identity === null ? [] : [own.identity]).emails
    const byEmail =
      own.contact && email !== null
        ? [{ kind: 'email' as const, value: email, contact: own.contact, found: own }]
        : []
    const byOthers = otherKinds.flatMap((kind) => {
      const other = found[kind].get(row)
      return other?.contact ? [{ kind, value: named[kind] ?? '', contact: other.contact, found: other }] : []
    })
    const meant = whoIsMeant(email, [...byEmail, ...byOthers])
    if (meant.who === 'conflict') rows.set(row, { ...own, refused: meant.reason })
    else if (meant.who === 'one' && meant.led.kind !== 'email') {
      const { contact, memberships } = meant.led.found
      rows.set(row, { ...own, contact, memberships, ledByOther: true })
    }
  }
  return rows
}

/** As the statement above selects it. Arrays cost half of what objects do, a million times over. */
type ResolvedRow = readonly [
  row: number,
  identity: string | null,
  duplicateOf: number | null,
  duplicateBy: OtherKind | null,
  fileLeft: string | null,
  leftOut: string | null,
  refused: string | null,
  remoteId: RemoteId | null,
  email: string | null,
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
      identity,
      duplicateOf,
      duplicateBy,
      fileLeft,
      leftOut,
      refused,
      remoteId,
      email,
      left,
      emailConsent,
      sms,
      leftLists,
      fields,
      ...memberOf
    ] = found as unknown as ResolvedRow
    // Two contacts with one address: whoever left decides.
    if (resolved.has(row) && left === null) continue
    resolved.set(row, {
      row,
      identity,
      duplicateOf,
      duplicateBy: duplicateBy ?? 'email',
      ledByOther: false,
      leftReason: fileLeft,
      leftOut,
      refused,
      contact:
        remoteId === null
          ? null
          : {
              remoteId,
              email,
              left,
              ...consentFromRow({ email_consent: emailConsent, sms_consent: sms, left_audiences: leftLists }),
              fields: JSON.parse(fields) as KnownContact['fields'],
            },
      memberships: audiences.filter((_, n) => memberOf[n] !== null),
    })
  }
  return resolved
}
