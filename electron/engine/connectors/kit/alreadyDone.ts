import type {
  AudienceRef,
  Change,
  ChangeId,
  ContactChange,
  FieldId,
  MembershipChange,
} from '../../../../shared/model.ts'
import { type KitSubscriber, subscriber, tag } from './answers.ts'
import { audienceKey, audienceWords, membersPath, subscriberPath } from './audience.ts'
import type { CustomFields } from './customFields.ts'
import { listAll, listPages } from './list.ts'
import { listsOf } from './lists.ts'
import type { PullDeps } from './pull.ts'
import { personById } from './personById.ts'
import { recordsDone } from './objects/recordsDone.ts'
import { leftReason, storedText, toContact } from './subscriber.ts'

/** Which of these changes are already true in the account. Reads people by id where the id is known: lists lag. */
export async function alreadyDone(
  deps: PullDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<ReadonlySet<ChangeId>> {
  const records = changes.filter((change) => change.object === 'record')
  const people = await readPeople(
    deps,
    changes.filter((change) => change.object !== 'record'),
    signal,
  )
  const done = new Set(await recordsDone(deps, records, signal))
  const fields = await deps.fields.current(signal)
  for (const change of changes.filter((one) => one.object === 'contact')) {
    const person = people.get(change)
    if (person && holds(person, change, fields)) done.add(change.id)
  }
  const memberships = changes.filter((one) => one.object === 'membership')
  for (const same of Map.groupBy(memberships, ({ audience }) => audienceKey(audience)).values())
    for (const id of await membershipsDone(deps, same, people, signal)) done.add(id)
  for (const change of changes.filter((one) => one.object === 'unsubscription'))
    if (leftReason(people.get(change)?.state ?? 'active') !== null) done.add(change.id)
  return done
}

type People = ReadonlyMap<Change, KitSubscriber | null>

async function readPeople(deps: PullDeps, changes: readonly Change[], signal: AbortSignal): Promise<People> {
  const known = new Map<string, KitSubscriber | null>()
  const people = new Map<Change, KitSubscriber | null>()
  for (const change of changes) {
    const { remoteId, email } = change.key
    const name = remoteId ?? email ?? ''
    if (!known.has(name))
      known.set(
        name,
        await (remoteId === null ? byAddress(deps, email, signal) : personById(deps.send, remoteId, signal)),
      )
    people.set(change, known.get(name) ?? null)
  }
  return people
}

async function byAddress(
  deps: PullDeps,
  email: string | null,
  signal: AbortSignal,
): Promise<KitSubscriber | null> {
  if (email === null) return null
  const [list] = listsOf({ what: 'these', emails: [email] })
  if (!list) return null
  const request = { ...list, rows: 'subscribers', row: subscriber, about: 'people' }
  const [person] = await listAll(deps.send, request, signal)
  return person ?? null
}

export function holds(person: KitSubscriber, { after }: ContactChange, { idOfKey }: CustomFields): boolean {
  const held = toContact(person, idOfKey).fields
  return Object.entries(after).every(
    ([field, value]) => (held[field as FieldId] ?? null) === storedText(value),
  )
}

/** Which of the changes of one audience are done already. */
async function membershipsDone(
  deps: PullDeps,
  changes: readonly MembershipChange[],
  people: People,
  signal: AbortSignal,
): Promise<readonly ChangeId[]> {
  const idOf = (change: Change) => people.get(change)?.id
  const wanted = new Set(changes.map(idOf).filter((id) => id !== undefined))
  const audience = changes[0]?.audience
  if (audience === undefined) return []
  const members = await membersAmong(deps, audience, wanted, signal)
  return changes
    .filter((change) => {
      const id = idOf(change)
      return id === undefined ? change.op === 'leave' : members.has(id) === (change.op === 'join')
    })
    .map(({ id }) => id)
}

/** Kit tells a person's tags by person; forms and sequences only by their lists. */
async function membersAmong(
  deps: PullDeps,
  audience: AudienceRef,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  return audience.kind === 'tag'
    ? taggedAmong(deps, audience, wanted, signal)
    : listedAmong(deps, audience, wanted, signal)
}

async function taggedAmong(
  deps: PullDeps,
  audience: AudienceRef,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const id of wanted) {
    const path = `${subscriberPath(id)}/tags`
    const tags = await listAll(deps.send, { path, rows: 'tags', row: tag, about: 'tags of a person' }, signal)
    if (tags.some((one) => one.id === audience.id)) found.add(id)
  }
  return found
}

/** Newest first, and no further than needed: whoever was added a moment ago is at the top. */
async function listedAmong(
  deps: PullDeps,
  audience: AudienceRef,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  if (wanted.size === 0) return found
  const about = audienceWords(audience, deps.audienceNames)
  const query = { status: 'all' }
  const request = { path: membersPath(audience), query, rows: 'subscribers', row: subscriber, about }
  for await (const { rows } of listPages(deps.send, request, null, signal)) {
    for (const { id } of rows) if (wanted.has(id)) found.add(id)
    if (found.size === wanted.size) break
  }
  return found
}
