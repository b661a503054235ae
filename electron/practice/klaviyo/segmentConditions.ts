import { isJsonObject } from './json.ts'
import type { Json, JsonObject } from './json.ts'
import type { Consent, ConsentState, Profile } from './model.ts'
import type { KlaviyoState } from './state.ts'
import { parseTime } from './times.ts'

/**
 * Whether somebody meets a segment's definition: in every group, one condition. Kinds that need what a practice account
 * doesn't have (orders, distances, predictions) match nobody (assumed).
 */
export function meetsDefinition(state: KlaviyoState, profile: Profile, definition: JsonObject): boolean {
  const groups = listIn(definition, 'condition_groups')
  return groups.every((group) =>
    listIn(group, 'conditions').some(
      (condition) => isJsonObject(condition) && meets(state, profile, condition),
    ),
  )
}

function listIn(value: Json | undefined, key: string): readonly Json[] {
  const list = isJsonObject(value) ? value[key] : undefined
  return Array.isArray(list) ? (list as readonly Json[]) : []
}

function meets(state: KlaviyoState, profile: Profile, condition: JsonObject): boolean {
  switch (condition.type) {
    case 'profile-property':
      return passes(propertyOf(profile, condition.property), condition.filter)
    case 'profile-marketing-consent':
      return isConsenting(profile, condition.consent)
    case 'profile-group-membership':
      return isInAny(state, profile, listIn(condition, 'group_ids')) === (condition.is_member !== false)
    case 'profile-metric':
      return passes(measure(state, profile, condition), condition.measurement_filter)
    default:
      return false
  }
}

/** `email`, `location.city`, or `properties['Favorite Color']`. */
function propertyOf(profile: Profile, property: Json | undefined): Json {
  const name = typeof property === 'string' ? property : ''
  const custom = /^properties\[(['"])(.*)\1\]$/s.exec(name)?.[2]
  if (custom !== undefined)
    return Object.hasOwn(profile.properties, custom) ? (profile.properties[custom] ?? null) : null
  const known: JsonObject = {
    email: profile.email,
    phone_number: profile.phoneNumber,
    external_id: profile.externalId,
    ...profile.texts,
    ...Object.fromEntries(Object.entries(profile.location).map(([key, value]) => [`location.${key}`, value])),
  }
  return Object.hasOwn(known, name) ? (known[name] ?? null) : null
}

/** By e-mail, receiving is not being suppressed; by text or push, having subscribed. */
function isConsenting({ consent }: Profile, wanted: Json | undefined): boolean {
  if (!isJsonObject(wanted)) return false
  const { channel, can_receive_marketing: canReceive, consent_status: status } = wanted
  const state = consentIn(consent, channel)
  const can = channel === 'email' ? consent.email.suppressions.length === 0 : state === 'SUBSCRIBED'
  const subscription = isJsonObject(status) ? status.subscription : undefined
  const isOfState =
    typeof subscription !== 'string' || subscription === 'any' || subscription.toUpperCase() === state
  return can === (canReceive !== false) && isOfState
}

function consentIn({ email, channels }: Consent, channel: Json | undefined): ConsentState {
  if (channel === 'sms') return channels['sms.marketing'].consent
  return channel === 'push' ? channels['push.marketing'].consent : email.consent
}

function isInAny(state: KlaviyoState, profile: Profile, groupIds: readonly Json[]): boolean {
  return groupIds.some(
    (id) => typeof id === 'string' && state.lists.get(id)?.members.has(profile.id) === true,
  )
}

function measure(state: KlaviyoState, profile: Profile, condition: JsonObject): number {
  const events = [...state.events.values()].filter(
    ({ profileId, metricId }) => profileId === profile.id && metricId === condition.metric_id,
  )
  if (condition.measurement !== 'sum') return events.length
  return events.reduce((sum, { properties }) => sum + (Number(properties.$value) || 0), 0)
}

function passes(value: Json, filter: Json | undefined): boolean {
  if (!isJsonObject(filter)) return false
  const { operator, value: wanted = null } = filter
  switch (filter.type) {
    case 'existence':
      return (value !== null) === (operator === 'is-set')
    case 'string':
      return passesText(typeof value === 'string' ? value : null, operator, wanted)
    case 'numeric':
      return typeof value === 'number' && typeof wanted === 'number' && passesNumber(value, operator, wanted)
    case 'boolean':
      return value === wanted
    case 'list':
      return (Array.isArray(value) && value.includes(wanted)) === (operator !== 'not-contains')
    case 'date':
      return passesDate(value, operator, filter.date)
    default:
      return false
  }
}

function passesText(value: string | null, operator: Json | undefined, wanted: Json): boolean {
  const name = typeof operator === 'string' ? operator : ''
  if (name.startsWith('not-')) return !passesText(value, name.slice(4), wanted)
  if (name === 'in') return value !== null && Array.isArray(wanted) && wanted.includes(value)
  if (value === null || typeof wanted !== 'string') return false
  if (name === 'contains') return value.includes(wanted)
  if (name === 'starts-with') return value.startsWith(wanted)
  return name === 'ends-with' ? value.endsWith(wanted) : name === 'equals' && value === wanted
}

function passesNumber(value: number, operator: Json | undefined, wanted: number): boolean {
  switch (operator) {
    case 'equals':
      return value === wanted
    case 'not-equals':
      return value !== wanted
    case 'greater-than':
      return value > wanted
    case 'greater-than-or-equal':
      return value >= wanted
    case 'less-than':
      return value < wanted
    default:
      return operator === 'less-than-or-equal' && value <= wanted
  }
}

function passesDate(value: Json, operator: Json | undefined, date: Json | undefined): boolean {
  const at = typeof value === 'string' ? parseTime(value) : undefined
  const limit = typeof date === 'string' ? parseTime(date) : undefined
  if (at === undefined || limit === undefined) return false
  return operator === 'after' ? at > limit : operator === 'before' && at < limit
}
