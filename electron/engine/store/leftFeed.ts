import type { DatabaseSync } from 'node:sqlite'
import type { Contact } from '../../../shared/model.ts'
import { identityOf } from '../plan/identity.ts'
import type { LeftList, LeftOrigin, LeftPerson } from './leftList.ts'

/** Keeps the list of who left as an account is read. Called in the transaction that writes a page of it. */
export interface LeftFeed {
  /** Before the page is written: whom of it the mirror does not know as staying. */
  before(contacts: readonly Contact[]): readonly Contact[]
  /** After it was: what these turned out to be. */
  after(candidates: readonly Contact[], now: number): void
}

/** `connection` is its number. */
export function leftFeed(db: DatabaseSync, connection: number, list: LeftList, origin: LeftOrigin): LeftFeed {
  const unknown = db.prepare(`SELECT j.key AS n FROM json_each(?2) j WHERE NOT EXISTS (SELECT 1 FROM contact c
    WHERE c.connection = ?1 AND c.remote_id = j.value AND c.left_reason IS NULL)`)
  const staying = db.prepare(`SELECT j.key AS n FROM json_each(?2) j CROSS JOIN contact c
    ON c.connection = ?1 AND c.remote_id = j.value AND c.left_reason IS NULL`)
  const among = (contacts: readonly Contact[], statement: typeof unknown) => {
    const ids = JSON.stringify(contacts.map(({ remoteId }) => remoteId))
    return statement.all(connection, ids).flatMap(({ n }) => contacts[n as number] ?? [])
  }
  return {
    before(contacts) {
      const left = contacts.filter((contact) => contact.left !== null)
      // Somebody can only be back who is on the list.
      const maybeBack = list.hasFrom(origin)
        ? among(contacts, unknown).filter((one) => one.left === null)
        : []
      return [...left, ...maybeBack]
    },
    after(candidates, now) {
      if (candidates.length === 0) return
      list.note(origin, candidates.flatMap(leftPerson), now)
      const back = candidates.filter(({ left }) => left === null)
      list.lift(
        origin,
        among(back, staying).flatMap((contact) => identityIn(contact) ?? []),
      )
    },
  }
}

/** Somebody with an address is known by that, wherever they are; anybody else by their number. */
function identityIn({ email, phone }: Pick<Contact, 'email' | 'phone'>): string | null {
  return identityOf({ email, phone, externalId: null })
}

function leftPerson(contact: Contact): LeftPerson[] {
  const identity = identityIn(contact)
  return contact.left === null || identity === null ? [] : [{ identity, reason: contact.left }]
}
