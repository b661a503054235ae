import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import type { Resource, Writing } from './document.ts'
import { collection, resource, single } from './document.ts'
import { invalidBody } from './errors.ts'
import { rule } from './filterRules.ts'
import { matching } from './matchFilter.ts'
import { metricOf, metricResource } from './metrics.ts'
import type { ProfileEvent } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { profileResource } from './profileAnswer.ts'
import { profileOf } from './profileReads.ts'
import { additionalProfileFields, resourceFields } from './resourceFields.ts'
import type { KlaviyoState } from './state.ts'
import { isoSeconds } from './times.ts'

const fields = {
  event: resourceFields.event,
  metric: resourceFields.metric,
  profile: resourceFields.profileWithAdditional,
  attribution: [],
}
const include = ['attributions', 'metric', 'profile'] as const
const read = { method: 'GET', tier: tiers.XL, scopes: ['events:read'], type: 'event' } as const
const readsMetric = { ...read, scopes: ['events:read', 'metrics:read'], type: 'metric' } as const
const readsProfile = { ...read, scopes: ['events:read', 'profiles:read'], type: 'profile' } as const

export const eventReadOperations = [
  operation({
    ...read,
    path: '/api/events',
    query: {
      fields,
      // In no document, accepted all the same (measured).
      additionalFields: additionalProfileFields,
      include,
      sort: ['datetime', 'timestamp'],
      filter: {
        metric_id: rule.equalText,
        profile_id: rule.equalText,
        profile: rule.present,
        metric: rule.present,
        datetime: rule.timeRange,
        timestamp: rule.numberRange,
      },
      page: { size: 200, max: 1000 },
    },
    handle: readEvents,
  }),
  operation({
    ...read,
    tier: tiers.M,
    path: '/api/events/{id}',
    query: { fields, include },
    handle: ({ url, params, query, writing }, { state }) => {
      const event = eventOf(state, params.id)
      const included = query.include && includedFor(state, writing, [event], query.include)
      return single(url, eventResource(writing, event, query.include), 200, included)
    },
  }),
  operation({
    ...readsMetric,
    path: '/api/events/{id}/metric',
    query: { fields: { metric: resourceFields.metric } },
    handle: ({ url, params, writing }, { state }) =>
      single(url, metricResource(writing, metricOf(state, eventOf(state, params.id).metricId), undefined)),
  }),
  operation({
    ...readsMetric,
    path: '/api/events/{id}/relationships/metric',
    handle: ({ url, params }, { state }) =>
      single(url, { type: 'metric', id: eventOf(state, params.id).metricId }),
  }),
  operation({
    ...readsProfile,
    path: '/api/events/{id}/profile',
    query: {
      fields: { profile: resourceFields.profileWithAdditional },
      additionalFields: additionalProfileFields,
    },
    handle: ({ url, params, query, writing }, { state }) => {
      const profile = profileOf(state, eventOf(state, params.id).profileId)
      return single(url, profileResource(writing, profile, { additional: query.additional }))
    },
  }),
  operation({
    ...readsProfile,
    path: '/api/events/{id}/relationships/profile',
    handle: ({ url, params }, { state }) =>
      single(url, { type: 'profile', id: eventOf(state, params.id).profileId }),
  }),
]

/** An unknown id of an event is a 400, not a 404 (recorded). */
function eventOf(state: KlaviyoState, id = ''): ProfileEvent {
  const event = state.events.get(id)
  if (event === undefined) throw invalidBody('/data/id', `Invalid Event ID: '${id}'`)
  return event
}

function eventResource(
  writing: Writing,
  event: ProfileEvent,
  wanted: readonly string[] | undefined,
): Resource {
  const attributes = {
    timestamp: event.at / 1000,
    event_properties: event.properties,
    datetime: isoSeconds(event.at),
    uuid: event.uuid,
  }
  return resource(
    writing,
    '/api/events',
    { type: 'event', id: event.id, attributes },
    {
      profile: { type: 'profile', id: event.profileId },
      metric: { type: 'metric', id: event.metricId },
      attributions: wanted?.includes('attributions') === true ? [] : undefined,
    },
  )
}

function readEvents(request: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { url, query, writing } = request
  const found = matching(state.events.values(), query.filter, eventValue)
  const page = pageOf(
    found,
    request,
    ({ id }) => id,
    ({ at }) => at,
  )
  const included = query.include && includedFor(state, writing, page.items, query.include, query.additional)
  return collection(
    url,
    mapPage(page, (event) => eventResource(writing, event, query.include)),
    included,
  )
}

function eventValue(event: ProfileEvent, field: string): string | number {
  switch (field) {
    case 'metric_id':
    case 'metric':
      return event.metricId
    case 'datetime':
      return event.at
    case 'timestamp':
      return event.at / 1000
    default:
      return event.profileId
  }
}

/** Subscriptions of an included profile are null, whatever they are (measured). */
function includedFor(
  state: KlaviyoState,
  writing: Writing,
  events: readonly ProfileEvent[],
  wanted: readonly string[],
  additional: ReadonlySet<string> = new Set(),
): readonly Resource[] {
  const metricIds = wanted.includes('metric') ? events.map(({ metricId }) => metricId) : []
  const profileIds = wanted.includes('profile') ? events.map(({ profileId }) => profileId) : []
  const metrics = [...new Set(metricIds)].map((id) => metricResource(writing, metricOf(state, id), undefined))
  const profiles = [...new Set(profileIds)].map((id) => {
    const { attributes, ...profile } = profileResource(writing, profileOf(state, id))
    const more = additional.has('profile.subscriptions') ? { subscriptions: null } : {}
    return { ...profile, attributes: { ...attributes, ...more } }
  })
  return [...metrics, ...profiles]
}
