import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { AudienceRef, LeftReason, RemoteId } from '../../../shared/model.ts'
import type { Identifier } from '../connectors/connector.ts'

/** What a plan needs to know besides: columns that are read a million times for nothing cost. */
export interface PeopleNeeds {
  readonly audiences: readonly AudienceRef[]
  /** Rows may be about people by something else than an address, or by one that they had before. */
  readonly hasOthers: boolean
  /** People are subscribed. */
  readonly hasConsent: boolean
  /** Conditions may ask for more than fields and audiences. */
  readonly hasRules: boolean
}

/** As the statement below selects it. Arrays cost half of what objects do, a million times over. */
export type FoundRow = readonly [
  at: number,
  remoteId: RemoteId,
  left: LeftReason | null,
  fields: string,
  ...others: (string | number | null)[],
]

/** Finds the rows of the mirror's people by folded addresses, phone numbers or external ids; `names` as JSON. */
export function foundReader(
  db: DatabaseSync,
  connection: number,
  needs: PeopleNeeds,
): (kind: Identifier['kind'], names: string) => FoundRow[] {
  const columns = columnsOf(needs)
  const prepare = (index: string, column: string) => {
    const statement = db.prepare(findSql(columns, { index, column, audiences: needs.audiences }))
    statement.setReturnArrays(true)
    return statement
  }
  const statements: Readonly<Record<Identifier['kind'], StatementSync>> = {
    email: prepare('contact_by_email', 'email_folded'),
    phone: prepare('contact_by_phone', 'phone'),
    externalId: prepare('contact_by_external_id', 'external_id'),
  }
  const values = {
    connection,
    ...Object.fromEntries(
      (isMany(needs.audiences) ? [] : needs.audiences).flatMap(({ kind, id }, n) => [
        [`kind${n}`, kind],
        [`audience${n}`, id],
      ]),
    ),
  }
  return (by, names) => statements[by].all({ ...values, names }) as unknown as FoundRow[]
}

/** Each wanted audience is one more column at the end: not null where they are in it. */
export function columnsOf({ audiences, hasOthers, hasConsent, hasRules }: PeopleNeeds): readonly string[] {
  return [
    ...['j.key', 'c.remote_id', 'c.left_reason', 'c.fields'],
    ...(hasOthers ? ['c.email'] : []),
    ...(hasConsent ? ['c.email_consent', 'c.sms_consent'] : []),
    ...(hasRules ? ['c.state', 'c.created_at'] : []),
    ...(hasConsent || audiences.length > 0 ? ['c.left_audiences'] : []),
    ...(isMany(audiences) ? [allMemberships] : audiences.map((_, n) => `m${n}.seen_in`)),
  ]
}

/** SQLite joins 64 tables at most; and so many cost more than to read all that a person is in. */
export function isMany(audiences: readonly AudienceRef[]): boolean {
  return audiences.length > 20
}

export const allMemberships = `(SELECT group_concat(m.kind || ' ' || m.audience, char(10)) FROM membership m
  WHERE m.connection = :connection AND m.remote_id = c.remote_id)`

/** CROSS JOIN keeps the order: the names outside, the index inside. */
function findSql(
  columns: readonly string[],
  {
    index,
    column,
    audiences,
  }: { readonly index: string; readonly column: string; readonly audiences: readonly AudienceRef[] },
): string {
  const joins = (isMany(audiences) ? [] : audiences).map(
    (_, n) => `LEFT JOIN membership m${n} ON m${n}.connection = :connection AND m${n}.remote_id = c.remote_id
      AND m${n}.kind = :kind${n} AND m${n}.audience = :audience${n}`,
  )
  return `SELECT ${columns.join(', ')}
    FROM json_each(:names) j
    CROSS JOIN contact c INDEXED BY ${index} ON c.connection = :connection AND c.${column} = j.value
    ${joins.join('\n')}`
}

/** What the thread that looks people up starts with. */
export interface FinderWork {
  readonly connection: number
  readonly needs: PeopleNeeds
}

/** `names`: as JSON. */
export interface NamesToFind {
  readonly kind: Identifier['kind']
  readonly names: string
}

/** Found rows as few texts: many short ones take ten times as long from thread to thread. */
export interface FoundTexts {
  /** As JSON, with the length of its fields in place of them. */
  readonly rows: string
  readonly fields: string
}

/** Uses up the rows. */
export function textsOf(rows: FoundRow[]): FoundTexts {
  let fields = ''
  for (const row of rows as unknown as FoundRowAsText[]) {
    const json = row[fieldsAt] as string
    fields += json
    row[fieldsAt] = json.length
  }
  return { rows: JSON.stringify(rows), fields }
}

/** What they were made of. */
export function rowsFrom({ rows, fields }: FoundTexts): FoundRow[] {
  const found = JSON.parse(rows) as FoundRowAsText[]
  let start = 0
  for (const row of found) {
    const end = start + (row[fieldsAt] as number)
    row[fieldsAt] = fields.slice(start, end)
    start = end
  }
  return found as unknown as FoundRow[]
}

type FoundRowAsText = (string | number | null)[]
const fieldsAt = 3
