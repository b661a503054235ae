import type { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { collection, wholePage } from './document.ts'
import { missing } from './errors.ts'
import { refs } from './listAnswer.ts'
import { listOf } from './lists.ts'
import { memberFilter, memberQuery, memberTier, readMembers } from './members.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { resourceFields } from './resourceFields.ts'
import { references } from './shapes.ts'
import type { KlaviyoState } from './state.ts'
import { tagResource, tagsOn } from './tagAnswer.ts'

const profileRefs = references('profile', 1000)
type ProfileRefs = z.infer<typeof profileRefs>

const query = memberQuery(memberFilter)
const read = {
  method: 'GET',
  tier: memberTier,
  scopes: ['lists:read', 'profiles:read'],
  type: 'profile',
} as const
const readTags = { method: 'GET', tier: tiers.S, scopes: ['lists:read', 'tags:read'], type: 'tag' } as const
const write = {
  tier: tiers.M,
  scopes: ['lists:write', 'profiles:write'],
  type: 'list',
  body: profileRefs,
} as const

export const listMemberOperations = [
  operation({
    ...read,
    path: '/api/lists/{id}/profiles',
    query: query.whole,
    handle: (request, { state }) =>
      readMembers(request, state, listOf(state, request.params.id).members, false),
  }),
  operation({
    ...read,
    path: '/api/lists/{id}/relationships/profiles',
    query: query.ids,
    handle: (request, { state }) =>
      readMembers(request, state, listOf(state, request.params.id).members, true),
  }),
  operation({
    ...write,
    method: 'POST',
    path: '/api/lists/{id}/relationships/profiles',
    handle: addMembers,
  }),
  operation({
    ...write,
    method: 'DELETE',
    path: '/api/lists/{id}/relationships/profiles',
    handle: removeMembers,
  }),
  operation({
    ...readTags,
    path: '/api/lists/{id}/tags',
    query: { fields: { tag: resourceFields.tag } },
    handle: ({ url, params, writing }, { state }) => {
      const tags = tagsOn(state, 'lists', listOf(state, params.id).id)
      return collection(url, wholePage(tags.map((tag) => tagResource(writing, tag))))
    },
  }),
  operation({
    ...readTags,
    path: '/api/lists/{id}/relationships/tags',
    handle: ({ url, params }, { state }) =>
      collection(url, wholePage(refs('tag', tagsOn(state, 'lists', listOf(state, params.id).id)))),
  }),
]

/** Never touches consent, suppressions or `updated` (measured). Nobody is added where one id is unknown (assumed). */
function addMembers({ params, body }: KlaviyoRequest<ProfileRefs>, klaviyo: KlaviyoAccount): Answer {
  const list = listOf(klaviyo.state, params.id)
  const ids = knownIds(klaviyo.state, body)
  for (const id of ids) joinList(klaviyo, list.id, id, klaviyo.state.now())
  return { status: 204 }
}

function removeMembers(
  { params, body }: KlaviyoRequest<ProfileRefs>,
  { state, tally }: KlaviyoAccount,
): Answer {
  const list = listOf(state, params.id)
  const ids = knownIds(state, body).filter((id) => list.members.has(id))
  for (const id of ids) {
    list.members.delete(id)
    tally.count(id, 'listRemovals')
  }
  return { status: 204 }
}

function knownIds(state: KlaviyoState, { data }: ProfileRefs): readonly string[] {
  return [...new Set(data.map(({ id }) => id))].map((id) => {
    const profile = state.profiles.get(id)
    if (profile === undefined) throw missing('profile', id)
    return profile.id
  })
}

/** Puts somebody on a list; whoever is on it keeps the time they joined. */
export function joinList(
  { state, tally }: KlaviyoAccount,
  listId: string,
  profileId: string,
  at: number,
): void {
  const list = state.lists.get(listId)
  if (list === undefined) return
  tally.count(profileId, list.members.has(profileId) ? 'listRepeats' : 'listAdds')
  if (!list.members.has(profileId)) list.members.set(profileId, at)
}
