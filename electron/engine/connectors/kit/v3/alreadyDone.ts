import { z } from 'zod'
import type { AudienceRef, Change, ChangeId, ContactKey } from '../../../../../shared/model.ts'
import { foldEmail } from '../../../../../shared/values/foldEmail.ts'
import { type KitSubscriber, tag, understand, written } from '../answers.ts'
import { holds } from '../alreadyDone.ts'
import { audienceKey, audienceWords } from '../audience.ts'
import type { PullDeps } from '../pull.ts'
import { idInPath } from './audience.ts'
import { membersList, people, readList, readPage } from './lists.ts'

/**
 * Which of these changes are already true in the account. Whoever has not confirmed yet is in no list of people, but in
 * the lists of what they were put into: those are looked through by address as well.
 */
export async function alreadyDone(
  deps: PullDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<ReadonlySet<ChangeId>> {
  const done = new Set<ChangeId>()
  const seen = new Map<string, KitSubscriber>()
  const memberships = changes.filter((change) => change.object === 'membership')
  for (const same of Map.groupBy(memberships, ({ audience }) => audienceKey(audience)).values()) {
    const wanted = new Set(same.map(({ key }) => nameOf(key)))
    const members = same[0] ? await membersAmong(deps, same[0].audience, wanted, signal) : seen
    for (const { id, op, key } of same) if (members.has(nameOf(key)) === (op === 'join')) done.add(id)
    for (const [name, person] of members) if (person !== null) seen.set(name, person)
  }
  const fields = await deps.fields.current(signal)
  for (const change of changes) {
    if (change.object !== 'contact') continue
    const person = seen.get(nameOf(change.key)) ?? (await find(deps, change.key, signal))
    if (person && holds(person, change, fields)) done.add(change.id)
  }
  return done
}

/** What somebody is looked for by. */
function nameOf({ remoteId, email }: ContactKey): string {
  return remoteId ?? foldEmail(email ?? '')
}

function find(deps: PullDeps, { remoteId, email }: ContactKey, signal: AbortSignal) {
  return remoteId === null ? byAddress(deps, email, signal) : byId(deps, remoteId, signal)
}

async function byId(
  { send }: PullDeps,
  remoteId: string,
  signal: AbortSignal,
): Promise<KitSubscriber | null> {
  const path = `/v3/subscribers/${idInPath(remoteId)}`
  const answer = await send({ method: 'GET', path, accept: [404], about: 'such person' }, signal)
  return answer.status === 404 ? null : understand(written, answer, 'a person').subscriber
}

async function byAddress(
  { send }: PullDeps,
  email: string | null,
  signal: AbortSignal,
): Promise<KitSubscriber | null> {
  if (email === null) return null
  for (const query of [{}, { sort_field: 'cancelled_at' }]) {
    const list = people({ ...query, email_address: email })
    const [person] = (await readPage(send, list, 1, 'people', signal)).people
    if (person) return person
  }
  return null
}

/**
 * The tags of somebody whose id is known are told by person; everything else only by the lists, newest first and no
 * further than needed. `null`: in it, and nothing more is known.
 */
async function membersAmong(
  { send, audienceNames }: PullDeps,
  audience: AudienceRef,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KitSubscriber | null>> {
  const found = new Map<string, KitSubscriber | null>()
  const isId = (name: string) => /^\d+$/.test(name)
  if (audience.kind === 'tag' && [...wanted].every(isId)) {
    for (const id of wanted) {
      const path = `/v3/subscribers/${idInPath(id)}/tags`
      const answer = await send({ method: 'GET', path, about: 'tags of a person' }, signal)
      const { tags } = understand(z.object({ tags: z.array(tag) }), answer, 'tags of a person')
      if (tags.some((one) => one.id === audience.id)) found.set(id, null)
    }
    return found
  }
  const about = audienceWords(audience, audienceNames)
  for await (const { people: members } of readList(send, membersList(audience, 'desc'), 1, about, signal)) {
    for (const person of members)
      for (const name of [person.id, foldEmail(person.email_address ?? '')])
        if (wanted.has(name)) found.set(name, person)
    if (found.size === wanted.size) break
  }
  return found
}
