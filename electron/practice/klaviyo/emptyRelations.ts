import { tiers } from './buckets.ts'
import type { RateTier } from './buckets.ts'
import { collection, single, wholePage } from './document.ts'
import { listOf } from './lists.ts'
import { metricOf } from './metrics.ts'
import type { Operation } from './operation.ts'
import { operation } from './operation.ts'
import { profileOf } from './profileReads.ts'
import { resourceFields } from './resourceFields.ts'
import { segmentOf } from './segments.ts'
import type { KlaviyoState } from './state.ts'
import { tagOf } from './tags.ts'

interface EmptyRelation {
  /** `/api/lists` */
  readonly owner: string
  readonly find: (state: KlaviyoState, id: string | undefined) => unknown
  readonly name: string
  readonly type: string
  readonly tier: RateTier
  readonly scopes: readonly string[]
  readonly fields: readonly string[]
  /** To one, so `null` instead of an empty list. */
  readonly toOne?: true
  /** Only `relationships/…` is there. */
  readonly idsOnly?: true
}

const { flow, pushToken, conversation } = resourceFields
const flows = { name: 'flow-triggers', type: 'flow', fields: flow }
const conversations = {
  owner: '/api/profiles',
  find: profileOf,
  type: 'conversation',
  tier: tiers.S,
  scopes: ['conversations:read', 'profiles:read'],
  fields: conversation,
} as const

/** What resources link to and a practice account has none of: flows, campaigns, devices, conversations. */
const relations: readonly EmptyRelation[] = [
  { owner: '/api/lists', find: listOf, ...flows, tier: tiers.S, scopes: ['flows:read', 'lists:read'] },
  {
    owner: '/api/segments',
    find: segmentOf,
    ...flows,
    tier: tiers.S,
    scopes: ['flows:read', 'segments:read'],
  },
  { owner: '/api/metrics', find: metricOf, ...flows, tier: tiers.M, scopes: ['flows:read', 'metrics:read'] },
  {
    owner: '/api/profiles',
    find: profileOf,
    name: 'push-tokens',
    type: 'push-token',
    tier: tiers.M,
    scopes: ['profiles:read'],
    fields: pushToken,
  },
  { ...conversations, name: 'conversation', toOne: true },
  { ...conversations, name: 'conversations' },
  {
    owner: '/api/tags',
    find: tagOf,
    name: 'flows',
    type: 'flow',
    tier: tiers.S,
    scopes: ['flows:read', 'tags:read'],
    fields: [],
    idsOnly: true,
  },
  {
    owner: '/api/tags',
    find: tagOf,
    name: 'campaigns',
    type: 'campaign',
    tier: tiers.S,
    scopes: ['campaigns:read', 'tags:read'],
    fields: [],
    idsOnly: true,
  },
]

export const emptyRelationOperations: readonly Operation[] = relations.flatMap((relation) => {
  const { owner, find, name, type, tier, scopes, fields } = relation
  const handle: Operation['handle'] = ({ url, params }, { state }) => {
    find(state, params.id)
    return relation.toOne === true ? single(url, null) : collection(url, wholePage([]))
  }
  const common = { method: 'GET', tier, scopes, type, handle } as const
  const ids = operation({ ...common, path: `${owner}/{id}/relationships/${name}` })
  const whole = operation({ ...common, path: `${owner}/{id}/${name}`, query: { fields: { [type]: fields } } })
  return relation.idsOnly === true ? [ids] : [whole, ids]
})
