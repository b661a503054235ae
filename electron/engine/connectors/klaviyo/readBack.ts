import type { Change, Contact, ContactKey, RemoteId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import type { WantedPeople } from '../connector.ts'
import { listAll } from './list.ts'
import { toContact } from './profile.ts'
import type { SendToKlaviyo } from './request.ts'
import { walksOf } from './walks.ts'

interface ReadDeps {
  readonly send: SendToKlaviyo
}

/** The people of these changes as they are now. */
export interface People {
  of(key: ContactKey): Contact | null
  readonly all: readonly Contact[]
}

/** Reads the people of these changes, by id where it is known, else by address, number or the user's own id. */
export async function readBack(
  deps: ReadDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<People> {
  return peopleOf(await read(deps, wantedBy(changes.map(({ key }) => key)), signal))
}

/** The strongest identifier of each; no more than one is asked for. */
export function wantedBy(keys: readonly ContactKey[]): Required<WantedPeople> {
  const wanted = { remoteIds: new Set<RemoteId>(), emails: new Set<string>(), phones: new Set<string>() }
  const externalIds = new Set<string>()
  for (const { remoteId, email, phone, externalId } of keys) {
    if (remoteId !== null) wanted.remoteIds.add(remoteId)
    else if (email !== null && email !== '') wanted.emails.add(email)
    else if (phone !== undefined) wanted.phones.add(phone)
    else if (externalId !== undefined) externalIds.add(externalId)
  }
  const { remoteIds, emails, phones } = wanted
  return {
    remoteIds: [...remoteIds],
    emails: [...emails],
    phones: [...phones],
    externalIds: [...externalIds],
  }
}

function peopleOf(all: readonly Contact[]): People {
  const byId = new Map(all.map((one) => [one.remoteId, one]))
  const byEmail = new Map(all.map((one) => [foldEmail(one.email ?? ''), one]))
  const byPhone = new Map(all.map((one) => [one.phone ?? '', one]))
  const byExternalId = new Map(all.map((one) => [one.externalId ?? '', one]))
  const of = ({ remoteId, email, phone, externalId }: ContactKey) => {
    if (remoteId !== null) return byId.get(remoteId)
    if (email !== null && email !== '') return byEmail.get(foldEmail(email))
    return phone === undefined ? byExternalId.get(externalId ?? ' ') : byPhone.get(phone)
  }
  return { of: (key) => of(key) ?? null, all: [...byId.values()] }
}

/** The people with these ids; whoever is missing isn't there. */
export async function peopleById(
  deps: ReadDeps,
  ids: readonly RemoteId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<RemoteId, Contact>> {
  const people = await read(deps, { emails: [], remoteIds: [...new Set(ids)] }, signal)
  return new Map(people.map((one) => [one.remoteId, one]))
}

/** Look-ups that wait for their answers side by side: one after the other they would never reach the limit. */
const sideBySide = 8

async function read({ send }: ReadDeps, wanted: WantedPeople, signal: AbortSignal): Promise<Contact[]> {
  const walks = walksOf({ what: 'these', ...wanted })
  const pages: Contact[][] = []
  const left = walks.entries()
  const lane = async () => {
    for (const [n, walk] of left) pages[n] = (await listAll(send, walk, signal)).map(toContact)
  }
  await Promise.all(Array.from({ length: Math.min(sideBySide, walks.length) }, lane))
  return pages.flat()
}
