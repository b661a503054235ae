import { isDeepStrictEqual } from 'node:util'
import type { Json, JsonObject } from './json.ts'
import { isJsonObject } from './json.ts'
import type { LocationField, Profile, TextField } from './model.ts'
import { locationFields, textFields } from './model.ts'
import { foldEmail } from './profiles.ts'
import type { ProfileAttributes, ProfileMeta } from './shapes.ts'

/**
 * A profile with what was sent put over it: what is absent stays, null clears; properties and the parts of a location
 * are merged key by key. `updated` moves only where something changed.
 * @param at when, in milliseconds since 1970
 */
export function withAttributes(
  profile: Profile,
  attributes: ProfileAttributes,
  meta: ProfileMeta | undefined,
  at: number,
): Profile {
  const next = {
    ...profile,
    email: identifier(profile.email, attributes.email && foldEmail(attributes.email)),
    phoneNumber: identifier(profile.phoneNumber, attributes.phone_number),
    externalId: identifier(profile.externalId, attributes.external_id),
    otherEmails: patchedEmails(profile.otherEmails, meta),
    texts: withTexts(profile.texts, attributes),
    location: withLocation(profile.location, attributes.location),
    properties: patchedProperties(withProperties(profile.properties, attributes.properties), meta),
  }
  return isDeepStrictEqual(next, profile) ? profile : { ...next, updated: at }
}

/** An empty text is no identifier: it clears, as null does (assumed). */
function identifier(before: string | null, sent: string | null | undefined): string | null {
  if (sent === undefined) return before
  return sent === '' ? null : sent
}

function withTexts(before: Profile['texts'], attributes: ProfileAttributes): Profile['texts'] {
  const sent = textFields.flatMap((field) => {
    const value = attributes[field]
    return value === undefined ? [] : [[field, value] as const]
  })
  return { ...before, ...(Object.fromEntries(sent) as Partial<Record<TextField, string | null>>) }
}

function withLocation(
  before: Profile['location'],
  location: ProfileAttributes['location'],
): Profile['location'] {
  if (location === undefined) return before
  const sent = locationFields.flatMap((field) => {
    const value = location === null ? null : location[field]
    return value === undefined ? [] : [[field, value] as const]
  })
  return {
    ...before,
    ...(Object.fromEntries(sent) as Partial<Record<LocationField, string | number | null>>),
  }
}

function withProperties(before: JsonObject, sent: JsonObject | null | undefined): JsonObject {
  if (sent === undefined) return before
  if (sent === null) return {}
  const merged = { ...before, ...sent }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
}

function patchedProperties(before: JsonObject, meta: ProfileMeta | undefined): JsonObject {
  const patch = meta?.patch_properties
  if (patch === undefined) return before
  const appended = Object.entries(patch.append ?? {}).map(
    ([key, values]) => [key, appendTo(own(before, key), values)] as const,
  )
  const afterAppend: JsonObject = { ...before, ...Object.fromEntries(appended) }
  const removed = Object.entries(patch.unappend ?? {}).flatMap(([key, values]) => {
    const found = own(afterAppend, key)
    return Array.isArray(found) ? [[key, without(found as readonly Json[], values)] as const] : []
  })
  const unset = [patch.unset ?? []].flat()
  const entries = Object.entries({ ...afterAppend, ...Object.fromEntries(removed) })
  return Object.fromEntries(entries.filter(([key]) => !unset.includes(key)))
}

/** A single value becomes a list; what is in it already isn't added again (assumed). */
function appendTo(before: Json | undefined, values: Json): Json {
  const list = before === undefined || before === null ? [] : asList(before)
  const fresh = asList(values).filter((value) => !list.some((each) => isDeepStrictEqual(each, value)))
  return [...list, ...fresh]
}

function without(list: readonly Json[], values: Json): Json {
  return list.filter((each) => !asList(values).some((value) => isDeepStrictEqual(each, value)))
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value]
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function patchedEmails(before: readonly string[], meta: ProfileMeta | undefined): readonly string[] {
  const patch = meta?.patch_identifiers
  if (patch === undefined) return before
  const removed = emailsOf(patch.unappend)
  const all = new Set([...before, ...emailsOf(patch.append)])
  return [...all].filter((email) => !removed.includes(email))
}

/** `{ "email": ["a@b.example"] }` */
function emailsOf(identifiers: unknown): readonly string[] {
  const emails = isJsonObject(identifiers) ? identifiers.email : undefined
  const list = Array.isArray(emails) ? (emails as readonly Json[]) : [emails]
  return list.filter((email) => typeof email === 'string').map(foldEmail)
}
