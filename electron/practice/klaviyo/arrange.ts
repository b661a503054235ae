import { subscribed, suppressed, unsubscribed } from './consent.ts'
import type { Consent, ContactList, OptIn, Profile, SuppressionReason } from './model.ts'
import type { NamedProfile, Standing } from './namedProfiles.ts'
import { newProfile, noConsent } from './newProfile.ts'
import type { KlaviyoState } from './state.ts'

/** Somebody to put into an account as if they had always been there. */
export interface ArrangedProfile extends Partial<NamedProfile> {
  /** Milliseconds since 1970; now where they are left out. */
  readonly createdAt?: number
  readonly updatedAt?: number
  /** When they subscribed, left, bounced or complained; by default when they were created. */
  readonly consentAt?: number
}

/** Adds a person without a request: for the seed and for tests. Lists that aren't there are an error of the caller. */
export function arrangeProfile(state: KlaviyoState, person: ArrangedProfile): Profile {
  const createdAt = person.createdAt ?? state.now()
  const empty = newProfile(state.ids.ulid(createdAt), createdAt)
  const profile: Profile = {
    ...empty,
    email: person.email?.toLowerCase() ?? null,
    phoneNumber: person.phoneNumber ?? null,
    externalId: person.externalId ?? null,
    texts: {
      ...empty.texts,
      first_name: person.firstName ?? null,
      last_name: person.lastName ?? null,
      organization: person.organization ?? null,
    },
    location: { ...empty.location, city: person.city ?? null, country: person.country ?? null },
    properties: person.properties ?? {},
    updated: person.updatedAt ?? createdAt,
    consent: consentOf(person.standing ?? 'never', person.sms ?? false, person.consentAt ?? createdAt),
  }
  state.profiles.save(profile)
  for (const name of person.lists ?? []) listNamed(state, name).members.set(profile.id, profile.updated)
  return profile
}

/** Adds a list without a request. */
export function arrangeList(
  state: KlaviyoState,
  name: string,
  optIn: OptIn,
  createdAt = state.now(),
): ContactList {
  const list = {
    id: state.ids.short(),
    name,
    optIn,
    created: createdAt,
    updated: createdAt,
    members: new Map<string, number>(),
  }
  state.lists.set(list.id, list)
  return list
}

/** The list of this name. Throws where there is none: an error of the caller. */
export function listNamed(state: KlaviyoState, name: string): ContactList {
  const list = [...state.lists.values()].find((each) => each.name === name)
  if (list === undefined) throw new Error(`The practice account has no list called "${name}"`)
  return list
}

const reasons: Readonly<Partial<Record<Standing, SuppressionReason>>> = {
  bounced: 'HARD_BOUNCE',
  complained: 'SPAM_COMPLAINT',
  suppressed: 'USER_SUPPRESSED',
}

/** Everybody but those who were never asked subscribed first. */
function consentOf(standing: Standing, sms: boolean, at: number): Consent {
  const how = { consentAt: at, at, customSource: 'Website', doubleOptIn: false }
  const withSms = sms ? subscribed(noConsent, 'sms.marketing', how, null) : noConsent
  if (standing === 'never') return withSms
  const agreed = subscribed(withSms, 'email.marketing', how, null)
  if (standing === 'unsubscribed') return unsubscribed(agreed, 'email.marketing', at)
  const reason = reasons[standing]
  return reason === undefined ? agreed : suppressed(agreed, reason, at)
}
