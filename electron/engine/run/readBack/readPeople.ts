import type { AudienceKind, AudienceRef, Change, Contact, RemoteId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import type { Account, MirrorPage, WantedPeople } from '../../connectors/connector.ts'
import type { MirrorStore } from '../../store/mirror.ts'

/** People as the account shows them just now. */
export interface PeopleSeen {
  of(change: Change): Contact | null
  /** `null` where it was not read. */
  isMember(change: Change, audience: AudienceRef): boolean | null
}

export interface ReadPeopleDeps {
  readonly account: Account
  readonly mirror: MirrorStore
}

/**
 * Reads the people of these changes, by id or by address, whichever takes fewer requests: by id alone is up to the second
 * at Kit, and costs a request for each.
 */
export async function readPeople(
  { account, mirror }: ReadPeopleDeps,
  changes: readonly Change[],
  { byId, onPage }: { readonly byId: boolean; readonly onPage?: (page: MirrorPage) => void },
  signal: AbortSignal,
): Promise<PeopleSeen> {
  const ids = new Map(changes.map((change) => [change, idOf(mirror, change)]))
  const found = new Map<RemoteId, Contact>()
  const byEmail = new Map<string, Contact>()
  const members = new Set<string>()
  const wholeKinds = new Map<RemoteId, readonly AudienceKind[]>()
  const wanted = byId ? wantedById(changes, ids) : await cheapest(account, changes, ids, signal)
  for await (const page of account.pull({ what: 'these', ...wanted }, signal)) {
    for (const contact of page.contacts) {
      found.set(contact.remoteId, contact)
      wholeKinds.set(contact.remoteId, page.completeKinds)
      if (contact.email !== null) byEmail.set(foldEmail(contact.email), contact)
    }
    for (const { remoteId, audience } of page.memberships) members.add(memberName(remoteId, audience))
    onPage?.(page)
  }
  const of = (change: Change): Contact | null => {
    const id = ids.get(change) ?? null
    return (id === null ? byEmail.get(foldEmail(change.key.email ?? '')) : found.get(id)) ?? null
  }
  return {
    of,
    isMember(change, audience) {
      const contact = of(change)
      if (contact === null || wholeKinds.get(contact.remoteId)?.includes(audience.kind) !== true) return null
      return members.has(memberName(contact.remoteId, audience))
    },
  }
}

/** Who was created is known by the mirror, which has what the write answered. */
export function idOf(mirror: MirrorStore, { key }: Change): RemoteId | null {
  if (key.remoteId !== null) return key.remoteId
  return key.email === null ? null : (mirror.contactByEmail(foldEmail(key.email))?.remoteId ?? null)
}

type Ids = ReadonlyMap<Change, RemoteId | null>

function wantedById(changes: readonly Change[], ids: Ids): WantedPeople {
  const known = new Set<RemoteId>()
  const emails = new Set<string>()
  const phones = new Set<string>()
  const externalIds = new Set<string>()
  for (const change of changes) {
    const id = ids.get(change) ?? null
    const { email, phone, externalId } = change.key
    if (id !== null) known.add(id)
    else if (email !== null) emails.add(email)
    else if (phone !== undefined) phones.add(phone)
    else if (externalId !== undefined) externalIds.add(externalId)
  }
  return {
    emails: [...emails],
    phones: [...phones],
    externalIds: [...externalIds],
    remoteIds: [...known],
  }
}

async function cheapest(
  account: Account,
  changes: readonly Change[],
  ids: Ids,
  signal: AbortSignal,
): Promise<WantedPeople> {
  const byId = wantedById(changes, ids)
  const named = changes.map((change) => addressNow(change))
  if (named.some((email) => email === null)) return byId
  const byEmail: WantedPeople = { emails: [...new Set(named.filter((email) => email !== null))] }
  const [one, other] = await Promise.all(
    [byId, byEmail].map((people) => account.cost({ what: 'these', ...people }, signal)),
  )
  return (one ?? 0) <= (other ?? 0) ? byId : byEmail
}

/** Who got another address is found by that. */
function addressNow(change: Change): string | null {
  const next = change.object === 'contact' ? change.after['email' as keyof typeof change.after] : undefined
  return typeof next === 'string' ? next : change.key.email
}

function memberName(remoteId: RemoteId, { kind, id }: AudienceRef): string {
  return `${remoteId} ${kind} ${id}`
}
