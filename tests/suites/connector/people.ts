import type { MirrorPage } from '../../../electron/engine/connectors/connector.ts'
import type { AudienceRef, RemoteId } from '../../../shared/model.ts'
import type { ConnectorHarness, PersonThere } from '../connector.ts'

export function truth(there: ConnectorHarness) {
  return there
    .people()
    .map(({ remoteId, email, left, fields }) => ({ remoteId, email, left, fields }))
    .sort((a, b) => a.email.localeCompare(b.email))
}

/** Each person once; the later page wins. */
export function contactsOf(pages: readonly MirrorPage[]): ReturnType<typeof truth> {
  const byId = new Map(pages.flatMap((page) => page.contacts).map((contact) => [contact.remoteId, contact]))
  return [...byId.values()]
    .map(({ remoteId, email, left, fields }) => ({ remoteId, email: email ?? '', left, fields }))
    .sort((a, b) => a.email.localeCompare(b.email))
}

export interface Pair {
  readonly remoteId: RemoteId
  readonly audience: AudienceRef
}

export function membershipsOf(pages: readonly MirrorPage[]): readonly Pair[] {
  return pages.flatMap((page) => page.memberships)
}

export function membershipsThere(there: ConnectorHarness): readonly Pair[] {
  return there
    .people()
    .flatMap(({ remoteId, audiences }) => audiences.map((audience) => ({ remoteId, audience })))
}

export function pairs(memberships: readonly Pair[]): readonly string[] {
  return [...new Set(memberships.map(({ remoteId, audience }) => `${remoteId} ${audience.id}`))].sort()
}

export function same(one: AudienceRef, other: AudienceRef): boolean {
  return one.kind === other.kind && one.id === other.id
}

export function activePeople(there: ConnectorHarness): readonly PersonThere[] {
  return there.people().filter(({ left }) => left === null)
}

export function byEmail(there: ConnectorHarness, email: string): PersonThere {
  const person = there.people().find((one) => one.email === email)
  if (!person) throw new Error(`${email} is not in the account`)
  return person
}
