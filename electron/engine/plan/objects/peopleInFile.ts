import type { AudienceRef, Contact, RemoteId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import type { PeopleToRead } from '../../mirror/peopleToRead.ts'
import { type Refreshed, refreshMirror } from '../../mirror/refreshMirror.ts'
import type { MirrorStore } from '../../store/mirror.ts'
import type { PlanDeps } from '../makePlan.ts'

/** Everyone whom the rows of a file name, each once. */
export interface NamedPeople {
  readonly emails: Set<string>
  readonly remoteIds: Set<RemoteId>
  readonly audiences: Map<string, AudienceRef>
}

export function nobodyNamed(): NamedPeople {
  return { emails: new Set(), remoteIds: new Set(), audiences: new Map() }
}

/** Reads them, and who is in the audiences, into the mirror. */
export async function readPeople(
  { account, mirror, clock, onProgress }: PlanDeps,
  { emails, remoteIds, audiences }: NamedPeople,
  signal: AbortSignal,
): Promise<Refreshed> {
  let contacts = 0
  const onPage = (count: number) => {
    contacts += count
    onProgress({ phase: 'mirror', done: contacts, total: null })
  }
  onPage(0)
  const named = { emails: [...emails], remoteIds: [...remoteIds] }
  const people: PeopleToRead = {
    count: emails.size + remoteIds.size,
    first: (most) =>
      Promise.resolve({
        emails: named.emails.slice(0, most),
        remoteIds: named.remoteIds.slice(0, Math.max(0, most - named.emails.length)),
      }),
  }
  const request = { people, audiences: [...audiences.values()], channels: [] }
  return refreshMirror({ account, mirror, clock, onPage }, request, signal)
}

/** Who a row means: by their id, else by their address. */
export function contactOf(
  mirror: MirrorStore,
  { id, email }: { readonly id: string; readonly email: string },
): Contact | null {
  if (id !== '') return mirror.contact(id as RemoteId)
  return email === '' ? null : mirror.contactByEmail(foldEmail(email))
}
