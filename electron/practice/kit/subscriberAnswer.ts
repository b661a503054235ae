import { isoSeconds, isoSecondsOrNull } from './answers.ts'
import type { Attribution, CustomField, Location, Subscriber } from './model.ts'
import type { KitState } from './state.ts'

/** A person without their fields, in the order of Kit's examples. */
export function plainSubscriber(person: Subscriber) {
  return {
    id: person.id,
    first_name: person.firstName,
    email_address: person.emailAddress,
    state: person.state,
    created_at: isoSeconds(person.createdAt),
  }
}

/** A person with every custom field of the account. */
export function fullSubscriber(state: KitState, person: Subscriber) {
  return { ...plainSubscriber(person), fields: fieldsOf(state, person) }
}

/** Every custom field of the account by key, null where it is unset; `{}` where the account has none. */
export function fieldsOf(state: KitState, person: Subscriber): Record<string, string | null> {
  return Object.fromEntries(
    byCreation(state).map((field) => [field.key, person.values.get(field.id) ?? null]),
  )
}

function byCreation(state: KitState): readonly CustomField[] {
  return [...state.customFields.values()]
}

/** How somebody came, as `include=attribution` shows it. */
export function attributionAnswer(attribution: Attribution) {
  const utm = utmParameters(attribution.referrer)
  return {
    referrer: attribution.referrer,
    utm_source: utm.source,
    utm_medium: utm.medium,
    utm_campaign: utm.campaign,
    utm_term: utm.term,
    utm_content: utm.content,
    source_type: attribution.sourceType,
    source_name: attribution.sourceName,
    source_mechanism: attribution.mechanism,
    source_mechanism_id: attribution.sourceId,
  }
}

/** The `utm_…` parameters of an address; all null where there are none, or no address. */
export function utmParameters(referrer: string | null) {
  const query =
    referrer !== null && URL.canParse(referrer) ? new URL(referrer).searchParams : new URLSearchParams()
  return {
    source: query.get('utm_source'),
    medium: query.get('utm_medium'),
    campaign: query.get('utm_campaign'),
    term: query.get('utm_term'),
    content: query.get('utm_content'),
  }
}

/** Where somebody is, with the names the reads use. */
export function locationAnswer(location: Location | null) {
  if (location === null) return null
  const { city, state, country, latitude, longitude, timezone } = location
  return { city, state, country, latitude, longitude, timezone }
}

/** When somebody left, as `canceled_at` (one l). */
export function canceledAt(person: Subscriber): string | null {
  return isoSecondsOrNull(person.canceledAt)
}
