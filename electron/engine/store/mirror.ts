import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type {
  AccountSchema,
  Audience,
  AudienceKind,
  AudienceRef,
  ConnectionId,
  ConsentState,
  Contact,
  Field,
  FieldId,
  FieldValue,
  LeftAudience,
  LeftReason,
  RemoteId,
} from '../../../shared/model.ts'
import type { Membership, MirrorPage } from '../connectors/connector.ts'
import { confirmedReason, leftUnconfirmedReason } from './confirmedReason.ts'
import { connectionNumber } from './connections.ts'
import { inTransaction } from './transaction.ts'
import { leftFeed } from './leftFeed.ts'
import type { LeftList } from './leftList.ts'
import { originOf } from './leftOrigin.ts'
import { namingFields, type NamingFields, searchText } from './personSearch.ts'

/** For this long after our own write, a list read never overwrites what the write answered (kit.md §2.5). */
export const listLagMs = 5 * 60_000

/** Which part of an account was read, and from where the next read goes on. */
export interface Freshness {
  readonly at: number
  readonly since: string | null
}

/** A reading of everyone that is under way, or broke off. */
export interface UnfinishedRead {
  readonly refresh: number
  readonly beganAt: number
  /** From where `pull` goes on. */
  readonly cursor: string
}

/** The local copy of one account. All writes of one call are one transaction. */
export interface MirrorStore {
  saveSchema(schema: AccountSchema): void
  schema(): AccountSchema
  /** Numbers the reads of this account. A clock may be set back; numbers are not. */
  beginRefresh(): number
  /** A page of a list read at `now`, as a part of that refresh. `unfinished` is kept with it: both are there or neither. */
  savePage(page: MirrorPage, refresh: number, now: number, unfinished?: UnfinishedRead): void
  /** How far a reading of everyone got that never came to its end; `null` where there is none. */
  unfinishedRead(): UnfinishedRead | null
  forgetUnfinishedRead(): void
  /** What a write answered: newer than any list for the next five minutes. */
  saveWritten(contacts: readonly Contact[], memberships: readonly MembershipWrite[], now: number): void
  /**
   * Contacts that this refresh did not see are gone from the account, unless we wrote them while it went on, or so
   * shortly before that its lists need not show them. Call after a whole read.
   */
  forgetPeopleUnseen(refresh: Refresh, now: number): void
  /** These addresses were asked for in this refresh and did not come back: nobody has them. */
  forgetAddressesUnseen(emails: readonly string[], refresh: Refresh, now: number): void
  /** The same for phone numbers and external ids. */
  forgetIdentifiersUnseen(
    identifiers: { readonly phones: readonly string[]; readonly externalIds: readonly string[] },
    refresh: Refresh,
    now: number,
  ): void
  /** The same for ids. */
  forgetIdsUnseen(remoteIds: readonly RemoteId[], refresh: Refresh, now: number): void
  forgetMembersUnseen(audience: AudienceRef, refresh: Refresh, now: number): void
  /** Whoever was asked to confirm and is active by now: their step in the journal says so from here on. */
  noteConfirmed(): void
  freshness(part: string): Freshness | null
  setFreshness(part: string, freshness: Freshness): void
  contactByEmail(email: string): Contact | null
  contact(remoteId: RemoteId): Contact | null
  isMember(remoteId: RemoteId, audience: AudienceRef): boolean
  countContacts(): number
  /** Those who have not left, and count for the bill. */
  countStaying(): number
}

/** One read of an account, numbered, and when it began. */
export interface Refresh {
  readonly number: number
  readonly at: number
}

export interface MembershipWrite {
  readonly remoteId: RemoteId
  readonly audience: AudienceRef
  readonly op: 'join' | 'leave'
}

export interface ContactRow {
  readonly remote_id: string
  readonly email: string | null
  readonly phone: string | null
  readonly external_id: string | null
  readonly state: string
  readonly left_reason: string | null
  readonly email_consent: string | null
  readonly sms_consent: string | null
  readonly left_audiences: string | null
  readonly fields: string
  readonly created_at: number | null
}

/** `left`: the list that is kept of who left; the mirror alone where it is left out. */
export function mirrorStore(db: DatabaseSync, id: ConnectionId, left?: LeftList): MirrorStore {
  const statements = prepare(db)
  const connection = connectionNumber(db, id)
  let naming = namingFields(readSchema(db, connection).fields)
  const feed = left === undefined ? null : leftFeed(db, connection, left, originOf(db, id))
  const values = (contact: Contact, refresh: number, writtenAt: number | null) =>
    contactValues(connection, contact, naming, refresh, writtenAt)
  return {
    saveSchema(schema) {
      naming = namingFields(schema.fields)
      inTransaction(db, () => saveSchema(db, connection, schema))
    },
    schema: () => readSchema(db, connection),
    beginRefresh: () => (statements.beginRefresh.get(connection) as { refreshes: number }).refreshes,
    savePage(page, refresh, now, unfinished) {
      const lag = { from: now - listLagMs, to: now }
      inTransaction(db, () => {
        const candidates = feed?.before(page.contacts) ?? []
        statements.forgetLeft.run(connection, lag.from, lag.to)
        for (const contact of page.contacts) {
          const { changes } = statements.listContact.run(...values(contact, refresh, null), lag.from, lag.to)
          // Seen they are, also where what we just wrote stays.
          if (changes === 0) statements.seenContact.run(refresh, connection, contact.remoteId)
        }
        feed?.after(candidates, now)
        for (const { remoteId, audience, since } of page.memberships) {
          const member = [connection, remoteId, audience.kind, audience.id] as const
          statements.listedMember.run(...member, since, refresh, lag.from, lag.to)
        }
        for (const kind of page.completeKinds)
          for (const { remoteId } of page.contacts)
            statements.endMembers.run(connection, remoteId, kind, refresh, lag.from, lag.to)
        if (unfinished) {
          const { beganAt, ...how } = unfinished
          statements.setFreshness.run(connection, unfinishedPart, beganAt, JSON.stringify(how))
        }
      })
    },
    unfinishedRead() {
      const row = statements.freshness.get(connection, unfinishedPart) as Freshness | undefined
      if (row === undefined) return null
      return { beganAt: row.at, ...(JSON.parse(row.since ?? '') as Omit<UnfinishedRead, 'beganAt'>) }
    },
    forgetUnfinishedRead: () => void statements.forgetFreshness.run(connection, unfinishedPart),
    saveWritten(contacts, memberships, now) {
      const refresh = (statements.lastRefresh.get(connection) as { refreshes: number }).refreshes
      const candidates = feed?.before(contacts) ?? []
      for (const contact of contacts) statements.writtenContact.run(...values(contact, refresh, now))
      feed?.after(candidates, now)
      for (const { remoteId, audience, op } of memberships) {
        if (op === 'join') {
          saveMember(statements, connection, { remoteId, audience, since: now }, refresh, now)
          statements.joinedAgain.run(connection, remoteId, audience.kind, audience.id)
        } else {
          const member = [connection, remoteId, audience.kind, audience.id] as const
          statements.deleteMember.run(...member)
          statements.noteLeft.run(...member, now)
        }
      }
    },
    forgetPeopleUnseen(refresh, now) {
      inTransaction(db, () => {
        statements.forgetPeople.run({ connection, ...unseenIn(refresh, now) })
        statements.forgetStrangers.run(connection)
      })
    },
    forgetAddressesUnseen(emails, refresh, now) {
      const unseen = { connection, ...unseenIn(refresh, now) }
      inTransaction(db, () => {
        for (const email of emails) statements.forgetAddress.run({ ...unseen, email: foldEmail(email) })
      })
    },
    forgetIdentifiersUnseen({ phones, externalIds }, refresh, now) {
      const unseen = { connection, ...unseenIn(refresh, now) }
      inTransaction(db, () => {
        for (const value of phones) statements.forgetPhone.run({ ...unseen, value })
        for (const value of externalIds) statements.forgetExternalId.run({ ...unseen, value })
      })
    },
    forgetIdsUnseen(remoteIds, refresh, now) {
      const unseen = { connection, ...unseenIn(refresh, now) }
      inTransaction(db, () => {
        for (const id of remoteIds) statements.forgetId.run({ ...unseen, id })
      })
    },
    forgetMembersUnseen: ({ kind, id }, refresh, now) =>
      void statements.forgetMembers.run({ connection, kind, audience: id, ...unseenIn(refresh, now) }),
    noteConfirmed() {
      statements.noteConfirmed.run(connection)
      statements.noteLeftUnconfirmed.run(connection)
    },
    freshness: (part) => (statements.freshness.get(connection, part) as Freshness | undefined) ?? null,
    setFreshness: (part, { at, since }) => void statements.setFreshness.run(connection, part, at, since),
    contactByEmail(email) {
      const row = statements.byEmail.get(connection, foldEmail(email)) as ContactRow | undefined
      return row ? contactFromRow(row) : null
    },
    contact(remoteId) {
      const row = statements.byId.get(connection, remoteId) as ContactRow | undefined
      return row ? contactFromRow(row) : null
    },
    isMember: (remoteId, { kind, id }) =>
      statements.isMember.get(connection, remoteId, kind, id) !== undefined,
    countStaying: () => (statements.countStaying.get(connection) as { n: number }).n,
    countContacts: () => (statements.count.get(connection) as { n: number }).n,
  }
}

/** As `contactValues` gives them. A page has thousands of values: bound by name they would take twice as long. */
const contactColumns = [
  'connection',
  'remote_id',
  'email',
  'email_folded',
  'phone',
  'external_id',
  'state',
  'left_reason',
  'email_consent',
  'sms_consent',
  'left_audiences',
  'fields',
  'search',
  'created_at',
  'seen_in',
  'written_at',
] as const

const insertContact = `INSERT INTO contact (${contactColumns.join(', ')})
  VALUES (${contactColumns.map(() => '?').join(', ')}) ON CONFLICT (connection, remote_id) DO UPDATE SET`

/** All but whose it is, and when we wrote it. */
const listedColumns = contactColumns
  .slice(2, -1)
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')

/** Among the parts whose freshness is kept; it says from where the next read goes on, too. */
export const unfinishedPart = 'unfinished'

/** We wrote it so lately that a list may not show it yet. A time in the future is a clock that was set back. */
const justWritten = 'coalesce(written_at BETWEEN :from AND :to, 0)'

/** A read may take hours, and what we wrote meanwhile need not be on pages that were read before. */
function unseenIn({ number, at }: Refresh, now: number) {
  return { refresh: number, from: Math.min(at, now) - listLagMs, to: now }
}

function prepare(db: DatabaseSync) {
  return {
    beginRefresh: db.prepare(
      'UPDATE connection SET refreshes = refreshes + 1 WHERE n = ? RETURNING refreshes',
    ),
    lastRefresh: db.prepare('SELECT refreshes FROM connection WHERE n = ?'),
    // That someone left is believed at once, from wherever it comes.
    listContact: db.prepare(`${insertContact} ${listedColumns}
      WHERE NOT coalesce(contact.written_at BETWEEN ? AND ?, 0)
         OR (excluded.left_reason IS NOT NULL AND contact.left_reason IS NULL)
         OR (excluded.sms_consent = 'unsubscribed' AND contact.sms_consent IS NOT 'unsubscribed')
         OR (excluded.left_audiences IS NOT NULL AND contact.left_audiences IS NOT excluded.left_audiences)`),
    seenContact: db.prepare('UPDATE contact SET seen_in = ? WHERE connection = ? AND remote_id = ?'),
    writtenContact: db.prepare(`${insertContact} ${listedColumns}, written_at = excluded.written_at`),
    member:
      db.prepare(`INSERT INTO membership (connection, remote_id, kind, audience, since, seen_in, written_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (connection, remote_id, kind, audience) DO UPDATE SET
        since = coalesce(excluded.since, membership.since), seen_in = excluded.seen_in,
        written_at = coalesce(excluded.written_at, membership.written_at)`),
    // A list may still show somebody whom we took out of it a moment ago.
    listedMember:
      db.prepare(`INSERT INTO membership (connection, remote_id, kind, audience, since, seen_in, written_at)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6, NULL WHERE NOT EXISTS
        (SELECT 1 FROM left_membership WHERE connection = ?1 AND remote_id = ?2
           AND kind = ?3 AND audience = ?4 AND at BETWEEN ?7 AND ?8)
      ON CONFLICT (connection, remote_id, kind, audience) DO UPDATE SET
        since = coalesce(excluded.since, membership.since), seen_in = excluded.seen_in`),
    noteLeft: db.prepare('INSERT OR REPLACE INTO left_membership VALUES (?, ?, ?, ?, ?)'),
    joinedAgain: db.prepare(
      'DELETE FROM left_membership WHERE connection = ? AND remote_id = ? AND kind = ? AND audience = ?',
    ),
    // A time in the future is a clock that was set back.
    forgetLeft: db.prepare('DELETE FROM left_membership WHERE connection = ? AND at NOT BETWEEN ? AND ?'),
    deleteMember: db.prepare(
      'DELETE FROM membership WHERE connection = ? AND remote_id = ? AND kind = ? AND audience = ?',
    ),
    endMembers: db.prepare(`DELETE FROM membership WHERE connection = ? AND remote_id = ?
      AND kind = ? AND seen_in < ? AND NOT coalesce(written_at BETWEEN ? AND ?, 0)`),
    forgetPeople: db.prepare(`DELETE FROM contact
      WHERE connection = :connection AND seen_in < :refresh AND NOT ${justWritten}`),
    // Memberships of people who are gone would be counted among an audience.
    forgetStrangers: db.prepare(`DELETE FROM membership WHERE connection = ?1 AND NOT EXISTS
      (SELECT 1 FROM contact WHERE contact.connection = ?1 AND contact.remote_id = membership.remote_id)`),
    forgetAddress: db.prepare(`DELETE FROM contact INDEXED BY contact_by_email WHERE connection = :connection
      AND email_folded = :email AND seen_in < :refresh AND NOT ${justWritten}`),
    forgetPhone: db.prepare(`DELETE FROM contact INDEXED BY contact_by_phone WHERE connection = :connection
      AND phone = :value AND seen_in < :refresh AND NOT ${justWritten}`),
    forgetExternalId: db.prepare(`DELETE FROM contact INDEXED BY contact_by_external_id
      WHERE connection = :connection AND external_id = :value AND seen_in < :refresh AND NOT ${justWritten}`),
    forgetId: db.prepare(`DELETE FROM contact WHERE connection = :connection AND remote_id = :id
      AND seen_in < :refresh AND NOT ${justWritten}`),
    forgetMembers: db.prepare(`DELETE FROM membership WHERE connection = :connection
      AND kind = :kind AND audience = :audience AND seen_in < :refresh AND NOT ${justWritten}`),
    // Few plans ask anybody, and only their steps are looked at.
    noteConfirmed: db.prepare(`UPDATE step SET status = 'written', reason = '${confirmedReason}'
      WHERE ${isAsked("k.state = 'active'")}`),
    // What was sent stays accepted: they were created, and asked.
    noteLeftUnconfirmed: db.prepare(`UPDATE step SET reason = '${leftUnconfirmedReason}'
      WHERE ${isAsked('k.left_reason IS NOT NULL')}`),
    freshness: db.prepare('SELECT at, since FROM freshness WHERE connection = ? AND part = ?'),
    forgetFreshness: db.prepare('DELETE FROM freshness WHERE connection = ? AND part = ?'),
    setFreshness: db.prepare(`INSERT INTO freshness (connection, part, at, since) VALUES (?, ?, ?, ?)
      ON CONFLICT (connection, part) DO UPDATE SET at = excluded.at, since = excluded.since`),
    byEmail: db.prepare(
      'SELECT * FROM contact INDEXED BY contact_by_email WHERE connection = ? AND email_folded = ?',
    ),
    byId: db.prepare('SELECT * FROM contact WHERE connection = ? AND remote_id = ?'),
    isMember: db.prepare(
      'SELECT 1 FROM membership WHERE connection = ? AND remote_id = ? AND kind = ? AND audience = ?',
    ),
    count: db.prepare('SELECT count(*) AS n FROM contact WHERE connection = ?'),
    countStaying: db.prepare(
      'SELECT count(*) AS n FROM contact WHERE connection = ? AND left_reason IS NULL',
    ),
  }
}

/** Steps of one connection's people who were asked to confirm, and of whom the mirror knows this now. */
function isAsked(isTrue: string): string {
  return `(run, change) IN (SELECT run.id, c.id FROM plan JOIN run ON run.plan = plan.id
    JOIN step s ON s.run = run.id AND s.status = 'accepted'
    JOIN change c ON c.id = s.change AND c.body ->> 'confirms' = 1
    JOIN plan_row p ON p.plan = plan.id AND p.row = c.row
    JOIN contact k INDEXED BY contact_by_email
      ON k.connection = plan.connection AND k.email_folded = p.identity AND ${isTrue}
    WHERE plan.connection = ? AND plan.spec ->> 'confirmation' = 1)`
}

type Statements = ReturnType<typeof prepare>

/** In the order of `contactColumns`. */
function contactValues(
  connection: number,
  contact: Contact,
  naming: NamingFields,
  refresh: number,
  writtenAt: number | null,
): SQLInputValue[] {
  const { email, consent, leftAudiences } = contact
  return [
    connection,
    contact.remoteId,
    email,
    email === null ? null : foldEmail(email),
    contact.phone,
    contact.externalId,
    contact.state,
    contact.left,
    consent.email ?? null,
    consent.sms ?? null,
    leftAudiences.length === 0 ? null : JSON.stringify(leftAudiences),
    JSON.stringify(contact.fields),
    searchText(contact, naming),
    contact.createdAt,
    refresh,
    writtenAt,
  ]
}

function saveMember(
  statements: Statements,
  connection: number,
  { remoteId, audience, since }: Membership,
  refresh: number,
  writtenAt: number | null,
): void {
  statements.member.run(connection, remoteId, audience.kind, audience.id, since, refresh, writtenAt)
}

/** What the mirror knows of somebody's consent. Those without any share one value: there may be a million of them. */
export function consentFromRow(
  row: Pick<ContactRow, 'email_consent' | 'sms_consent' | 'left_audiences'>,
): Pick<Contact, 'consent' | 'leftAudiences'> {
  const { email_consent, sms_consent, left_audiences } = row
  if (email_consent === null && sms_consent === null && left_audiences === null) return nothingKnown
  return {
    consent: {
      ...(email_consent !== null && { email: email_consent as ConsentState }),
      ...(sms_consent !== null && { sms: sms_consent as ConsentState }),
    },
    leftAudiences: left_audiences === null ? [] : (JSON.parse(left_audiences) as LeftAudience[]),
  }
}

const nothingKnown: Pick<Contact, 'consent' | 'leftAudiences'> = { consent: {}, leftAudiences: [] }

/** A row of the `contact` table as the contact it stands for. */
export function contactFromRow(row: ContactRow): Contact {
  return {
    remoteId: row.remote_id as RemoteId,
    email: row.email,
    phone: row.phone,
    externalId: row.external_id,
    state: row.state,
    left: row.left_reason as LeftReason | null,
    ...consentFromRow(row),
    fields: JSON.parse(row.fields) as Record<FieldId, FieldValue>,
    createdAt: row.created_at,
  }
}

function saveSchema(db: DatabaseSync, connection: number, schema: AccountSchema): void {
  db.prepare('DELETE FROM field WHERE connection = ?').run(connection)
  db.prepare('DELETE FROM audience WHERE connection = ?').run(connection)
  const field = db.prepare(
    'INSERT INTO field (connection, id, key, label, type, custom) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const audience = db.prepare(
    'INSERT INTO audience (connection, kind, id, name, open, opt_in) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (const one of schema.fields)
    field.run(connection, one.id, one.key, one.label, one.type, one.custom ? 1 : 0)
  for (const one of schema.audiences)
    audience.run(connection, one.kind, one.id, one.name, one.open ? 1 : 0, one.optIn)
}

function readSchema(db: DatabaseSync, connection: number): AccountSchema {
  const fields = db
    .prepare('SELECT id, key, label, type, custom FROM field WHERE connection = ?')
    .all(connection)
  const audiences = db
    .prepare('SELECT kind, id, name, open, opt_in AS optIn FROM audience WHERE connection = ?')
    .all(connection)
  return {
    fields: fields.map((row) => ({ ...row, custom: row.custom === 1 }) as unknown as Field),
    audiences: audiences.map(
      (row) => ({ ...row, kind: row.kind as AudienceKind, open: row.open === 1 }) as unknown as Audience,
    ),
  }
}
