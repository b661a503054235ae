import type { DatabaseSync } from 'node:sqlite'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { AccountSchema, AudienceRef, ConnectionId, Contact, RemoteId } from '../../../shared/model.ts'
import type { Membership, MirrorPage } from '../connectors/connector.ts'
import { readSchema, saveSchema } from './accountSchema.ts'
import { connectionNumber } from './connections.ts'
import { contactFromRow, type ContactRow, contactValues } from './contactRow.ts'
import { inTransaction } from './transaction.ts'
import { leftFeed } from './leftFeed.ts'
import type { LeftList } from './leftList.ts'
import { originOf } from './leftOrigin.ts'
import { type MirrorStatements, prepareMirror } from './mirrorStatements.ts'
import { namingFields } from './personSearch.ts'

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

/** `left`: the list that is kept of who left; the mirror alone where it is left out. */
export function mirrorStore(db: DatabaseSync, id: ConnectionId, left?: LeftList): MirrorStore {
  const statements = prepareMirror(db)
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

/** Among the parts whose freshness is kept; it says from where the next read goes on, too. */
export const unfinishedPart = 'unfinished'

/** A read may take hours, and what we wrote meanwhile need not be on pages that were read before. */
function unseenIn({ number, at }: Refresh, now: number) {
  return { refresh: number, from: Math.min(at, now) - listLagMs, to: now }
}

function saveMember(
  statements: MirrorStatements,
  connection: number,
  { remoteId, audience, since }: Membership,
  refresh: number,
  writtenAt: number | null,
): void {
  statements.member.run(connection, remoteId, audience.kind, audience.id, since, refresh, writtenAt)
}
