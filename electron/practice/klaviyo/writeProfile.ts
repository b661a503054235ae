import { Refusal } from '../answer.ts'
import { duplicateProfile, invalidBody } from './errors.ts'
import { identify, namesSomebody } from './identify.ts'
import type { Profile } from './model.ts'
import { newProfile } from './newProfile.ts'
import type { KlaviyoAccount } from './operation.ts'
import { withAttributes } from './profileDraft.ts'
import type { ProfileAttributes, ProfileMeta } from './shapes.ts'

export interface ProfileWrite {
  readonly id?: string | null | undefined
  readonly attributes: ProfileAttributes
  readonly meta?: ProfileMeta | undefined
}

export interface Written {
  readonly profile: Profile
  readonly created: boolean
}

/** One profile may take 100 KB of JSON (reference); that a kilobyte has 1000 bytes is assumed. */
export const maxProfileBytes = 100_000

/**
 * Creates a person or updates the one who is meant.
 * @param at when, in milliseconds since 1970
 * @throws Refusal 409 where two identifiers lead to two people
 */
export function upsertProfile(klaviyo: KlaviyoAccount, write: ProfileWrite, at: number): Written {
  const { state } = klaviyo
  const found = identify(state.profiles, { id: write.id, ...write.attributes })
  if (found.conflict !== undefined) throw new Refusal(duplicateProfile(found.conflict.id))
  if (found.profile !== undefined)
    return { profile: updateProfile(klaviyo, found.profile, write, at), created: false }
  return { profile: createProfile(klaviyo, write, at), created: true }
}

/** Stores somebody new. The caller has made sure that nobody has the identifiers. */
export function createProfile({ state, tally }: KlaviyoAccount, write: ProfileWrite, at: number): Profile {
  const empty = newProfile(state.ids.ulid(at), at)
  const profile = withAttributes(empty, write.attributes, write.meta, at)
  refuseTakenEmails(state.profiles, profile)
  state.profiles.save(profile)
  tally.count(profile.id, 'created')
  return profile
}

/**
 * Changes somebody. What changes nothing doesn't move `updated` (measured for bulk imports).
 * @throws Refusal 409 where somebody else has the address or the phone number
 */
export function updateProfile(
  { state, tally }: KlaviyoAccount,
  before: Profile,
  write: ProfileWrite,
  at: number,
): Profile {
  const profile = withAttributes(before, write.attributes, write.meta, at)
  const owners = [
    profile.email === null ? undefined : state.profiles.byEmail(profile.email),
    profile.phoneNumber === null ? undefined : state.profiles.byPhone(profile.phoneNumber),
  ]
  const owner = owners.find((each) => each !== undefined && each.id !== before.id)
  if (owner !== undefined) throw new Refusal(duplicateProfile(owner.id))
  refuseTakenEmails(state.profiles, profile)
  tally.count(before.id, profile === before ? 'unchanged' : 'changed')
  if (profile !== before) state.profiles.save(profile)
  return profile
}

function refuseTakenEmails(profiles: KlaviyoAccount['state']['profiles'], profile: Profile): void {
  for (const email of profile.otherEmails) {
    const owner = profiles.byEmail(email)
    if (owner !== undefined && owner.id !== profile.id) throw new Refusal(duplicateProfile(owner.id))
  }
}

/**
 * Refuses a write that names nobody, or is too large.
 * @param pointer of the resource: `/data`
 * @throws Refusal 400
 */
export function requireWritable(pointer: string, { id, attributes }: ProfileWrite, hasId = false): void {
  if (!hasId && !namesSomebody({ id, ...attributes }))
    throw invalidBody(`${pointer}/attributes`, noIdentifier)
  if (Buffer.byteLength(JSON.stringify(attributes)) > maxProfileBytes)
    throw invalidBody(`${pointer}/attributes`, tooLarge)
}

export const noIdentifier =
  "A profile must have at least one of these identifiers: 'email', 'phone_number', 'external_id'."
export const tooLarge = 'A profile must not be larger than 100KB.'
