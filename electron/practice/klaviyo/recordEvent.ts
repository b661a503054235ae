import type { Json, JsonObject } from './json.ts'
import type { Metric, ProfileEvent } from './model.ts'
import type { KlaviyoState } from './state.ts'

export interface EventDraft {
  readonly metricName: string
  readonly profileId: string
  /** Milliseconds since 1970; cut to the second. */
  readonly at: number
  readonly properties: JsonObject
  readonly value?: Json
  readonly uniqueId?: string
}

/**
 * Stores something somebody did. The same unique id for the same metric and person is kept once; without one, the
 * second is the id, so that only one event of a kind in a second is kept (reference).
 */
export function recordEvent(state: KlaviyoState, draft: EventDraft): ProfileEvent | undefined {
  const at = Math.floor(draft.at / 1000) * 1000
  const metric = metricNamed(state, draft.metricName, at)
  const uniqueId = draft.uniqueId ?? String(at / 1000)
  const key = eventKey(metric.id, draft.profileId, uniqueId)
  if (state.eventKeys.has(key)) return undefined
  state.eventKeys.add(key)
  const value = draft.value === undefined ? {} : { $value: draft.value }
  const event = {
    id: state.ids.event(),
    uuid: state.ids.uuid(),
    metricId: metric.id,
    profileId: draft.profileId,
    at,
    uniqueId,
    properties: { ...draft.properties, ...value, $event_id: uniqueId },
  }
  state.events.set(event.id, event)
  const profile = state.profiles.get(draft.profileId)
  if (profile !== undefined && at > (profile.lastEventAt ?? -Infinity))
    state.profiles.save({ ...profile, lastEventAt: at })
  return event
}

function eventKey(metricId: string, profileId: string, uniqueId: string): string {
  return JSON.stringify([metricId, profileId, uniqueId])
}

/** The metric of this name; a name nobody has used yet makes a new one of the API integration. */
export function metricNamed(state: KlaviyoState, name: string, at: number, integration?: JsonObject): Metric {
  const found = [...state.metrics.values()].find((metric) => metric.name === name)
  if (found !== undefined) return found
  const metric: Metric = {
    id: state.ids.short(),
    name,
    created: at,
    updated: at,
    integration: integration ?? apiIntegration,
  }
  state.metrics.set(metric.id, metric)
  return metric
}

/** `category` is sometimes text and sometimes an object: both are in the seed. */
const apiIntegration: JsonObject = {
  object: 'integration',
  id: '0rG4eQ',
  key: 'api',
  name: 'API',
  category: 'API',
  image_url: null,
}
