import { isoMicros, isoOrNull, isoSeconds } from './times.ts'
import type { Attributes, Related, Resource, Writing } from './document.ts'
import { resource } from './document.ts'
import type { Profile } from './model.ts'
import { subscriptionsOf } from './subscriptionsAnswer.ts'

export interface ProfileView {
  /** `profile.subscriptions`, `profile.predictive_analytics` */
  readonly additional?: ReadonlySet<string>
  /** Since when they are in the list or segment that is read. */
  readonly joinedAt?: number
  /** It has just been created: times with microseconds. */
  readonly isNew?: boolean
  /** The relationship's name differs between endpoints of one revision (recorded). */
  readonly conversation?: 'conversation' | 'conversations'
  /** Relationships that were included. */
  readonly related?: Related
}

/** A profile as the API answers it: every attribute is there, null where it has no value. */
export function profileResource(writing: Writing, profile: Profile, view: ProfileView = {}): Resource {
  const { additional, joinedAt, isNew = false, conversation = 'conversation', related = {} } = view
  const attributes = {
    ...baseAttributes(profile, isNew ? isoMicros : isoSeconds),
    ...(joinedAt === undefined ? {} : { joined_group_at: isoSeconds(joinedAt) }),
    ...(additional?.has('profile.subscriptions') === true
      ? { subscriptions: subscriptionsOf(profile.consent) }
      : {}),
    ...(additional?.has('profile.predictive_analytics') === true
      ? { predictive_analytics: noPredictions }
      : {}),
  }
  return resource(
    writing,
    '/api/profiles',
    { type: 'profile', id: profile.id, attributes },
    {
      lists: undefined,
      segments: undefined,
      'push-tokens': undefined,
      [conversation]: undefined,
      ...related,
    },
  )
}

function baseAttributes(profile: Profile, iso: (at: number) => string): Attributes {
  return {
    email: profile.email,
    phone_number: profile.phoneNumber,
    external_id: profile.externalId,
    // On the wire and in no document.
    anonymous_id: null,
    whatsapp_bsuid: null,
    ...profile.texts,
    created: iso(profile.created),
    updated: iso(profile.updated),
    last_event_date: isoOrNull(profile.lastEventAt),
    location: profile.location,
    properties: profile.properties,
  }
}

/** What it is for an account that hasn't enough orders, as every practice account. */
const noPredictions = {
  historic_clv: null,
  predicted_clv: null,
  total_clv: null,
  historic_number_of_orders: null,
  predicted_number_of_orders: null,
  average_days_between_orders: null,
  average_order_value: null,
  churn_probability: null,
  expected_date_of_next_order: null,
  ranked_channel_affinity: null,
}
