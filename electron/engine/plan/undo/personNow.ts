import type { Change, Contact, RemoteId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import { connectionNumber } from '../../store/connections.ts'
import { type FindPeople, peopleFinder } from '../../store/knownPeople.ts'
import type { PlanDeps } from '../makePlan.ts'
import type { PersonNow } from './undoRow.ts'

/**
 * Whom changes were about, as the mirror has them now; `null` where it has nobody. `listed`: as lists just showed people,
 * where that is another.
 */
export function personNowReader(
  { db, connection, mirror }: PlanDeps,
  listed: ReadonlyMap<RemoteId, Contact>,
): (changes: readonly Change[]) => PersonNow | null {
  const find = peopleFinder(db, connectionNumber(db, connection.id), {
    audiences: [],
    hasOthers: false,
    hasConsent: false,
    hasRules: false,
  })
  return (changes) => {
    const contact = contactOf(
      changes,
      find,
      (id) => mirror.contact(id),
      (email) => mirror.contactByEmail(email),
    )
    if (contact === null) return null
    return {
      contact,
      listed: listed.get(contact.remoteId) ?? null,
      isMember: (audience) => mirror.isMember(contact.remoteId, audience),
      isTaken(email) {
        const other = mirror.contactByEmail(foldEmail(email))
        return other !== null && other.remoteId !== contact.remoteId
      },
    }
  }
}

function contactOf(
  changes: readonly Change[],
  find: FindPeople,
  byId: (id: RemoteId) => Contact | null,
  byEmail: (email: string) => Contact | null,
): Contact | null {
  const keys = changes.filter(({ object }) => object !== 'record').map(({ key }) => key)
  const named = (kind: 'phone' | 'externalId', name: string) => {
    const [found] = find(kind, [name])
    return found ? byId(found.contact.remoteId) : null
  }
  for (const { remoteId, email, phone, externalId } of keys) {
    if (remoteId !== null) return byId(remoteId)
    if (email !== null) return byEmail(foldEmail(email))
    if (phone !== undefined) return named('phone', phone)
    if (externalId !== undefined) return named('externalId', externalId)
  }
  return null
}
