import type { Change, Contact, ContactKey, RemoteId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import { chunkValues } from './filter.ts'
import { listAll } from './list.ts'
import { toContact } from './profile.ts'
import type { SendToKlaviyo } from './request.ts'
import { lookUpIds, type Walk, walksOf } from './walks.ts'

interface ReadDeps {
  readonly send: SendToKlaviyo
}

/** The people of these changes as they are now. */
export interface People {
  of(key: ContactKey): Contact | null
  readonly all: readonly Contact[]
}

/** Reads the people of these changes, by id where it is known, else by address. */
export async function readBack(
  deps: ReadDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<People> {
  const keys = changes.map(({ key }) => key)
  const ids = keys.map(({ remoteId }) => remoteId).filter((id) => id !== null)
  const emails = keys.filter(({ remoteId }) => remoteId === null).map(({ email }) => email ?? '')
  const byId = await peopleById(deps, ids, signal)
  const byEmail = await peopleByEmail(deps, emails, signal)
  const all = new Map([...byId.values(), ...byEmail.values()].map((one) => [one.remoteId, one]))
  return {
    of: ({ remoteId, email }) =>
      (remoteId === null ? byEmail.get(foldEmail(email ?? '')) : byId.get(remoteId)) ?? null,
    all: [...all.values()],
  }
}

/** The people with these ids; whoever is missing isn't there. */
export async function peopleById(
  deps: ReadDeps,
  ids: readonly RemoteId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<RemoteId, Contact>> {
  const walks = chunkValues([...new Set(ids)]).map(lookUpIds)
  return new Map((await read(deps, walks, signal)).map((one) => [one.remoteId, one]))
}

/** The people with these addresses, by folded address. */
export async function peopleByEmail(
  deps: ReadDeps,
  emails: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Contact>> {
  const wanted = [...new Set(emails)].filter((email) => email !== '')
  const walks = walksOf({ what: 'these', emails: wanted })
  return new Map((await read(deps, walks, signal)).map((one) => [foldEmail(one.email ?? ''), one]))
}

/** Look-ups that wait for their answers side by side: one after the other they would never reach the limit. */
const sideBySide = 8

async function read({ send }: ReadDeps, walks: readonly Walk[], signal: AbortSignal): Promise<Contact[]> {
  const pages: Contact[][] = []
  const left = walks.entries()
  const lane = async () => {
    for (const [n, walk] of left) pages[n] = (await listAll(send, walk, signal)).map(toContact)
  }
  await Promise.all(Array.from({ length: Math.min(sideBySide, walks.length) }, lane))
  return pages.flat()
}
