import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { AudienceRef, LeftReason, RemoteId } from '../../../shared/model.ts'
import type { Identifier } from '../connectors/connector.ts'
import type { KnownContact } from '../plan/diffRow.ts'
import { consentFromRow } from './mirror.ts'

/** Somebody whom the mirror has. */
export interface KnownPerson {
  readonly contact: KnownContact
  /** The contact's fields as the mirror keeps them. */
  readonly json: string
  /** The service's word for them, and since when it has them; only where the plan needs that. */
  readonly state: string | null
  readonly createdAt: number | null
  /** Which of the plan's audiences the person is in. */
  readonly memberships: readonly AudienceRef[]
}

/**
 * Looks up people by folded addresses, phone numbers or external ids: an answer for each, in the same order; `null` for
 * nobody, and where `null` was asked for.
 */
export type FindPeople = (
  kind: Identifier['kind'],
  names: readonly (string | null)[],
) => (KnownPerson | null)[]

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

export function peopleFinder(db: DatabaseSync, connection: number, needs: PeopleNeeds): FindPeople {
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
  const personOf = personReader(columns, needs.audiences)
  return (by, names) => {
    const found = new Array<KnownPerson | null>(names.length).fill(null)
    const rows = statements[by].all({ ...values, names: JSON.stringify(names) })
    for (const row of rows as unknown as FoundRow[]) {
      const [at, , left] = row
      // Two contacts with one address: whoever left decides.
      if (found[at] && left === null) continue
      found[at] = personOf(row)
    }
    return found
  }
}

/** As the statement below selects it. Arrays cost half of what objects do, a million times over. */
type FoundRow = readonly [
  at: number,
  remoteId: RemoteId,
  left: LeftReason | null,
  fields: string,
  ...others: (string | number | null)[],
]

/** Each wanted audience is one more column at the end: not null where they are in it. */
function columnsOf({ audiences, hasOthers, hasConsent, hasRules }: PeopleNeeds): readonly string[] {
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
function isMany(audiences: readonly AudienceRef[]): boolean {
  return audiences.length > 20
}

const allMemberships = `(SELECT group_concat(m.kind || ' ' || m.audience, char(10)) FROM membership m
  WHERE m.connection = :connection AND m.remote_id = c.remote_id)`

/** Which of the wanted audiences a found row is in. */
function membershipReader(
  columns: readonly string[],
  audiences: readonly AudienceRef[],
): (row: FoundRow) => readonly AudienceRef[] {
  if (audiences.length === 0) return () => noAudiences
  if (isMany(audiences)) {
    const wanted = new Map(audiences.map((one) => [`${one.kind} ${one.id}`, one]))
    const at = columns.indexOf(allMemberships)
    return (row) => ((row[at] as string | null) ?? '').split('\n').flatMap((name) => wanted.get(name) ?? [])
  }
  const first = columns.length - audiences.length
  return (row) => audiences.filter((_, n) => row[first + n] !== null)
}

function personReader(
  columns: readonly string[],
  audiences: readonly AudienceRef[],
): (row: FoundRow) => KnownPerson {
  const text = (column: string) => {
    const at = columns.indexOf(column)
    return at === -1 ? () => null : (row: FoundRow) => row[at] as string | null
  }
  const [emailOf, emailConsentOf] = [text('c.email'), text('c.email_consent')]
  const [smsConsentOf, leftAudiencesOf] = [text('c.sms_consent'), text('c.left_audiences')]
  const asksConsent = columns.some((column) => consentColumns.includes(column))
  const stateOf = text('c.state')
  const createdAt = columns.indexOf('c.created_at')
  const membershipsOf = membershipReader(columns, audiences)
  return (row) => {
    const known = asksConsent
      ? consentFromRow({
          email_consent: emailConsentOf(row),
          sms_consent: smsConsentOf(row),
          left_audiences: leftAudiencesOf(row),
        })
      : nothingAsked
    const json = row[3]
    return {
      contact: new MirroredContact(row[1], emailOf(row), row[2], known, json),
      json,
      state: stateOf(row),
      createdAt: createdAt === -1 ? null : (row[createdAt] as number | null),
      memberships: membershipsOf(row),
    }
  }
}

const noAudiences: readonly AudienceRef[] = []
const consentColumns = ['c.email_consent', 'c.sms_consent', 'c.left_audiences']
const nothingAsked: ReturnType<typeof consentFromRow> = { consent: {}, leftAudiences: [] }

/** Of most people nothing differs, and their fields are never taken apart. A class, because a getter made for each costs as much. */
class MirroredContact implements KnownContact {
  readonly remoteId: RemoteId
  readonly email: string | null
  readonly left: LeftReason | null
  readonly consent: KnownContact['consent']
  readonly leftAudiences: KnownContact['leftAudiences']
  readonly #json: string
  #fields: KnownContact['fields'] | null = null

  constructor(
    remoteId: RemoteId,
    email: string | null,
    left: LeftReason | null,
    { consent, leftAudiences }: Pick<KnownContact, 'consent' | 'leftAudiences'>,
    json: string,
  ) {
    this.remoteId = remoteId
    this.email = email
    this.left = left
    this.consent = consent
    this.leftAudiences = leftAudiences
    this.#json = json
  }

  get fields(): KnownContact['fields'] {
    this.#fields ??= JSON.parse(this.#json) as KnownContact['fields']
    return this.#fields
  }
}

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
