import { tiers } from './buckets.ts'
import { collection, wholePage } from './document.ts'
import { listResource, listsOf, refs } from './listAnswer.ts'
import { operation } from './operation.ts'
import { profileOf } from './profileReads.ts'
import { resourceFields } from './resourceFields.ts'
import { segmentResource } from './segmentAnswer.ts'
import { segmentsOf } from './segmentMembers.ts'

const groups = { method: 'GET', tier: tiers.S } as const

/** The lists and segments of one person. */
export const profileGroupOperations = [
  operation({
    ...groups,
    path: '/api/profiles/{id}/lists',
    scopes: ['lists:read', 'profiles:read'],
    type: 'list',
    query: { fields: { list: resourceFields.list } },
    handle: ({ url, params, writing }, { state }) => {
      const lists = listsOf(state, profileOf(state, params.id).id)
      return collection(url, wholePage(lists.map((list) => listResource(writing, list))))
    },
  }),
  operation({
    ...groups,
    path: '/api/profiles/{id}/relationships/lists',
    scopes: ['lists:read', 'profiles:read'],
    type: 'list',
    handle: ({ url, params }, { state }) =>
      collection(url, wholePage(refs('list', listsOf(state, profileOf(state, params.id).id)))),
  }),
  operation({
    ...groups,
    path: '/api/profiles/{id}/segments',
    scopes: ['profiles:read', 'segments:read'],
    type: 'segment',
    query: { fields: { segment: resourceFields.segment } },
    handle: ({ url, params, writing }, { state }) => {
      const segments = segmentsOf(state, profileOf(state, params.id).id)
      return collection(url, wholePage(segments.map((each) => segmentResource(writing, each))))
    },
  }),
  operation({
    ...groups,
    path: '/api/profiles/{id}/relationships/segments',
    scopes: ['profiles:read', 'segments:read'],
    type: 'segment',
    handle: ({ url, params }, { state }) =>
      collection(url, wholePage(refs('segment', segmentsOf(state, profileOf(state, params.id).id)))),
  }),
]
