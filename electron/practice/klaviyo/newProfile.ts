import type { ChannelConsent, Consent, EmailConsent, Profile } from './model.ts'
import { locationFields, plainChannels, textFields } from './model.ts'

/** Nobody asked them and they said nothing. */
export const neverAsked: ChannelConsent = {
  consent: 'NEVER_SUBSCRIBED',
  consentAt: null,
  lastUpdated: null,
  method: null,
  methodDetail: null,
}

export const neverAskedByEmail: EmailConsent = {
  ...neverAsked,
  customMethodDetail: null,
  doubleOptIn: null,
  suppressions: [],
  listSuppressions: [],
}

/** Consent of somebody new: none, of any kind. */
export const noConsent: Consent = {
  email: neverAskedByEmail,
  channels: record(plainChannels, neverAsked),
}

/** Somebody about whom nothing is known yet. @param at milliseconds since 1970 */
export function newProfile(id: string, at: number): Profile {
  return {
    id,
    email: null,
    phoneNumber: null,
    externalId: null,
    otherEmails: [],
    texts: record(textFields, null),
    location: record(locationFields, null),
    properties: {},
    created: at,
    updated: at,
    lastEventAt: null,
    consent: noConsent,
  }
}

function record<K extends string, V>(keys: readonly K[], value: V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>
}
