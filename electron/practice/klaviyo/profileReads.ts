import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import type { Resource, Writing } from './document.ts'
import { collection, single } from './document.ts'
import { invalidParameter, missing } from './errors.ts'
import { rule } from './filterRules.ts'
import { listResource, listsOf, refs } from './listAnswer.ts'
import { matching, meets } from './matchFilter.ts'
import type { Condition } from './filterRules.ts'
import type { Profile } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { profileResource } from './profileAnswer.ts'
import type { Profiles } from './profiles.ts'
import { additionalProfileFields, resourceFields } from './resourceFields.ts'
import { segmentResource } from './segmentAnswer.ts'
import { segmentsOf } from './segmentMembers.ts'
import type { KlaviyoState } from './state.ts'

const fields = {
  profile: resourceFields.profileWithAdditional,
  'push-token': resourceFields.pushToken,
  conversation: resourceFields.conversation,
}
const marketing = 'subscriptions.email.marketing'
const common = { method: 'GET', tier: tiers.L, scopes: ['profiles:read'], type: 'profile' } as const

export const profileReadOperations = [
  operation({
    ...common,
    path: '/api/profiles',
    query: {
      fields,
      additionalFields: additionalProfileFields,
      include: ['conversations', 'push-tokens'],
      sort: [
        'created',
        'email',
        'id',
        'updated',
        `${marketing}.list_suppressions.timestamp`,
        `${marketing}.suppression.timestamp`,
      ],
      filter: {
        id: rule.anyText,
        email: rule.anyText,
        phone_number: rule.anyText,
        external_id: rule.anyText,
        _kx: rule.equalText,
        created: rule.afterOrBefore,
        updated: rule.afterOrBefore,
        [`${marketing}.list_suppressions.reason`]: rule.equalText,
        [`${marketing}.list_suppressions.timestamp`]: rule.timeRange,
        [`${marketing}.list_suppressions.list_id`]: rule.equalText,
        [`${marketing}.suppression.reason`]: rule.equalText,
        [`${marketing}.suppression.timestamp`]: rule.timeRange,
      },
      page: { size: 20, max: 100 },
    },
    handle: readProfiles,
  }),
  operation({
    ...common,
    path: '/api/profiles/{id}',
    query: {
      fields: { ...fields, list: resourceFields.list, segment: resourceFields.segment },
      additionalFields: additionalProfileFields,
      include: ['conversations', 'lists', 'push-tokens', 'segments'],
    },
    handle: readProfile,
  }),
]

/** The person a path names. @throws Refusal 404 */
export function profileOf(state: KlaviyoState, id = ''): Profile {
  const profile = state.profiles.get(id)
  if (profile === undefined) throw missing('profile', id)
  return profile
}

function readProfiles(request: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { url, query, writing } = request
  const bySubscription = query.filter.filter(({ field }) => field.startsWith('subscriptions.'))
  if (query.sort !== undefined && bySubscription.length > 0)
    throw invalidParameter('sort', 'Sorting cannot be combined with a filter on subscriptions.')
  const others = query.filter.filter((condition) => !bySubscription.includes(condition))
  const found = matching(candidates(state.profiles, others), others, (profile, field) =>
    profileValue(profile, field),
  ).filter((profile) => isSuppressedSo(profile, bySubscription))
  const order = query.sort?.field ?? naturalOrder(query.filter)
  const page = pageOf(
    found,
    request,
    ({ id }) => id,
    (profile) => profileValue(profile, order),
  )
  const view = {
    additional: query.additional,
    conversation: 'conversations',
    related: noDevices(query.include),
  } as const
  return collection(
    url,
    mapPage(page, (profile) => profileResource(writing, profile, view)),
    query.include && [],
  )
}

/** Who could meet all of these: where ids or addresses are given, only who has one of them. Found, not searched for among a million. */
function candidates(profiles: Profiles, conditions: readonly Condition[]): Iterable<Profile> {
  const named = conditions.find(
    ({ field, operator }) =>
      (field === 'id' || field === 'email') && (operator === 'any' || operator === 'equals'),
  )
  if (named === undefined) return profiles.all()
  const find = (value: string) => (named.field === 'id' ? profiles.get(value) : profiles.byEmail(value))
  return new Set(named.values.flatMap((value) => find(String(value)) ?? []))
}

/** All conditions on suppressions are about one and the same suppression (assumed). */
function isSuppressedSo({ consent }: Profile, conditions: readonly Condition[]): boolean {
  const of = (kind: 'suppression' | 'list_suppressions') =>
    conditions.filter(({ field }) => field.startsWith(`${marketing}.${kind}.`))
  const [global, perList] = [of('suppression'), of('list_suppressions')]
  const { suppressions, listSuppressions } = consent.email
  const isMet = (entry: { reason: string; at: number; listId?: string }) => (condition: Condition) =>
    meets(suppressionValue(entry, condition.field), condition)
  return (
    (global.length === 0 || suppressions.some((entry) => global.every(isMet(entry)))) &&
    (perList.length === 0 || listSuppressions.some((entry) => perList.every(isMet(entry))))
  )
}

function suppressionValue(entry: { reason: string; at: number; listId?: string }, field: string) {
  if (field.endsWith('.timestamp')) return entry.at
  return field.endsWith('.list_id') ? (entry.listId ?? null) : entry.reason
}

/** Without a sort: by id; by `updated` or by the time of suppression where that is filtered by (measured). */
function naturalOrder(conditions: readonly Condition[]): string {
  const time = conditions.find(({ field }) => field === 'updated' || field.endsWith('suppression.timestamp'))
  return time?.field ?? 'id'
}

function profileValue(profile: Profile, field: string): string | number | null {
  const { email } = profile.consent
  const latest = (entries: readonly { readonly at: number }[]) =>
    entries.length === 0 ? null : Math.max(...entries.map(({ at }) => at))
  switch (field) {
    case 'id':
      return profile.id
    case 'email':
      return profile.email
    case 'phone_number':
      return profile.phoneNumber
    case 'external_id':
      return profile.externalId
    case 'created':
      return profile.created
    case 'updated':
      return profile.updated
    case `${marketing}.suppression.timestamp`:
      return latest(email.suppressions)
    case `${marketing}.list_suppressions.timestamp`:
      return latest(email.listSuppressions)
    default:
      return null // `_kx`: tokens of web tracking are kept nowhere here
  }
}

/** Nobody here has a device or a conversation: what was included is empty. */
function noDevices(include: readonly string[] | undefined) {
  const names = (include ?? []).filter((name) => name === 'push-tokens' || name === 'conversations')
  return Object.fromEntries(names.map((name) => [name, []] as const))
}

function readProfile({ url, params, query, writing }: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const profile = profileOf(state, params.id)
  const { related, included } = groupsOf(state, writing, profile.id, query.include)
  const resource = profileResource(writing, profile, {
    additional: query.additional,
    conversation: 'conversations',
    related: { ...noDevices(query.include), ...related },
  })
  return single(url, resource, 200, query.include && included)
}

function groupsOf(state: KlaviyoState, writing: Writing, id: string, include: readonly string[] | undefined) {
  const lists = include?.includes('lists') === true ? listsOf(state, id) : undefined
  const segments = include?.includes('segments') === true ? segmentsOf(state, id) : undefined
  const included: readonly Resource[] = [
    ...(lists ?? []).map((list) => listResource(writing, list)),
    ...(segments ?? []).map((segment) => segmentResource(writing, segment)),
  ]
  return {
    related: {
      ...(lists && { lists: refs('list', lists) }),
      ...(segments && { segments: refs('segment', segments) }),
    },
    included,
  }
}
