import { tiers } from './buckets.ts'
import { collection, wholePage } from './document.ts'
import { rule } from './filterRules.ts'
import { refs } from './listAnswer.ts'
import { memberFilter, memberQuery, memberTier, readMembers } from './members.ts'
import { operation } from './operation.ts'
import { resourceFields } from './resourceFields.ts'
import { segmentMembers } from './segmentMembers.ts'
import { segmentOf } from './segments.ts'
import { tagResource, tagsOn } from './tagAnswer.ts'

const members = memberQuery({ profile_id: rule.anyText, ...memberFilter })
const readsMembers = {
  method: 'GET',
  tier: memberTier,
  scopes: ['profiles:read', 'segments:read'],
  type: 'profile',
} as const
const readsTags = {
  method: 'GET',
  tier: tiers.S,
  scopes: ['segments:read', 'tags:read'],
  type: 'tag',
} as const

/** The members and the tags of a segment. */
export const segmentRelationOperations = [
  operation({
    ...readsMembers,
    path: '/api/segments/{id}/profiles',
    query: members.whole,
    handle: (request, { state }) =>
      readMembers(request, state, segmentMembers(state, segmentOf(state, request.params.id)), false),
  }),
  operation({
    ...readsMembers,
    path: '/api/segments/{id}/relationships/profiles',
    query: members.ids,
    handle: (request, { state }) =>
      readMembers(request, state, segmentMembers(state, segmentOf(state, request.params.id)), true),
  }),
  operation({
    ...readsTags,
    path: '/api/segments/{id}/tags',
    query: { fields: { tag: resourceFields.tag } },
    handle: ({ url, params, writing }, { state }) => {
      const tags = tagsOn(state, 'segments', segmentOf(state, params.id).id)
      return collection(url, wholePage(tags.map((tag) => tagResource(writing, tag))))
    },
  }),
  operation({
    ...readsTags,
    path: '/api/segments/{id}/relationships/tags',
    handle: ({ url, params }, { state }) =>
      collection(url, wholePage(refs('tag', tagsOn(state, 'segments', segmentOf(state, params.id).id)))),
  }),
]
