import type {
  Change,
  ChangeId,
  Contact,
  ContactChange,
  FieldId,
  FieldValue,
  MembershipChange,
  RemoteId,
} from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import { identifier } from './answers.ts'
import { listIdOf, listPath, listWords, type ListNames } from './audience.ts'
import { emailField } from './fields.ts'
import { anyOf, chunkValues } from './filter.ts'
import { fieldsToSend } from './importedProfile.ts'
import { listAll, listPages, peoplePerPage } from './list.ts'
import { isSubscribed } from './pollConsent.ts'
import { type People, readBack } from './readBack.ts'
import type { SendToKlaviyo } from './request.ts'

interface LookDeps {
  readonly send: SendToKlaviyo
  readonly listNames: ListNames
}

/** Which of these changes are already true in the account. */
export async function alreadyDone(
  deps: LookDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<ReadonlySet<ChangeId>> {
  const people = await readBack(deps, changes, signal)
  return doneAmong(deps, changes, people, signal)
}

/** The same, with the people already read. */
export async function doneAmong(
  deps: LookDeps,
  changes: readonly Change[],
  people: People,
  signal: AbortSignal,
): Promise<ReadonlySet<ChangeId>> {
  const contacts = changes.filter((change) => change.object === 'contact')
  const done = contacts.filter((change) => holds(people.of(change.key), change)).map(({ id }) => id)
  const consents = changes.filter((change) => change.object === 'consent')
  for (const change of consents) {
    const person = people.of(change.key)
    if (person && isSubscribed(person, change)) done.push(change.id)
  }
  const memberships = changes.filter((change) => change.object === 'membership')
  for (const same of Map.groupBy(memberships, ({ audience }) => listIdOf(audience)).values())
    done.push(...(await membershipsDone(deps, same, people, signal)))
  return new Set(done)
}

/** Whether somebody has these values. A phone number that was not sent can't be there, and isn't asked for. */
function holds(person: Contact | null, change: ContactChange): boolean {
  if (person === null) return false
  const { values } = fieldsToSend([change])
  const sent = Object.entries(values) as [FieldId, FieldValue][]
  return sent.every(([field, value]) => isHeld(person.fields[field] ?? null, field, value))
}

/** Klaviyo may keep an address in other letters than it was sent in. */
function isHeld(held: FieldValue, field: FieldId, sent: FieldValue): boolean {
  if (field !== emailField || sent === null) return held === sent
  return foldEmail(String(held ?? '')) === foldEmail(String(sent))
}

async function membershipsDone(
  deps: LookDeps,
  changes: readonly MembershipChange[],
  people: People,
  signal: AbortSignal,
): Promise<readonly ChangeId[]> {
  const persons = changes.map(({ key }) => people.of(key)).filter((person) => person !== null)
  const list = changes[0] ? listIdOf(changes[0].audience) : ''
  const members = await membersAmong(deps, list, persons, signal)
  const isMember = (person: Contact | null) => person !== null && members.has(person.remoteId)
  return changes.filter(({ key, op }) => isMember(people.of(key)) === (op === 'join')).map(({ id }) => id)
}

/** A list can be asked for addresses; for people without one it is read, no further than needed. */
async function membersAmong(
  { send, listNames }: LookDeps,
  list: string,
  people: readonly Contact[],
  signal: AbortSignal,
): Promise<ReadonlySet<RemoteId>> {
  const emails = [...new Set(people.map(({ email }) => email).filter((email) => email !== null))]
  const path = `${listPath(list)}/profiles`
  const request = { path, row: identifier, pageSize: peoplePerPage, about: listWords(list, listNames) }
  const members = new Set<RemoteId>()
  for (const chunk of chunkValues(emails)) {
    const query = { 'fields[profile]': 'email', filter: anyOf('email', chunk) }
    for (const { id } of await listAll(send, { ...request, query }, signal)) members.add(id as RemoteId)
  }
  const without = new Set(people.filter(({ email }) => email === null).map(({ remoteId }) => remoteId))
  if (without.size === 0) return members
  for await (const { rows } of listPages(send, request, null, signal)) {
    for (const { id } of rows) if (without.delete(id as RemoteId)) members.add(id as RemoteId)
    if (without.size === 0) break
  }
  return members
}
