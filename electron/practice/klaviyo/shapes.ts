import { z } from 'zod'
import { isEmailAddress } from './emailAddress.ts'
import type { JsonObject } from './json.ts'
import { isJsonObject } from './json.ts'
import { parseTime } from './times.ts'
import { badPhoneNumber, isPhoneNumber } from './phoneNumber.ts'

/** Text, null, or left out. */
export const text = z.string().nullish()

/** JSON taken as it is, whatever its keys are called. */
export const jsonObject = z.custom<JsonObject>(isJsonObject, 'Expected an object.')

export const email = z.string().refine(isEmailAddress, 'Invalid email address')
export const phone = z.string().refine(isPhoneNumber, badPhoneNumber)

const coordinate = z.custom<string | number | null | undefined>(
  (value) => value === undefined || value === null || ['string', 'number'].includes(typeof value),
  'Expected a number.',
)

const location = z.strictObject({
  address1: text,
  address2: text,
  city: text,
  country: text,
  latitude: coordinate.optional(),
  longitude: coordinate.optional(),
  region: text,
  zip: text,
  timezone: text,
  ip: text,
})

/** Everything of a profile that may be written, with a phone number that is judged by whoever uses this. */
const writable = {
  email: email.nullish(),
  external_id: text,
  first_name: text,
  last_name: text,
  organization: text,
  locale: text,
  title: text,
  image: text,
  location: location.nullish(),
  properties: jsonObject.nullish(),
}

const names = z.custom<string | readonly string[] | null | undefined>(
  (value) =>
    value === undefined ||
    value === null ||
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((each) => typeof each === 'string')),
  'Expected a string or a list of strings.',
)

/** How properties and further identifiers are changed rather than replaced. */
export const profileMeta = z.strictObject({
  patch_properties: z
    .strictObject({ append: jsonObject.nullish(), unappend: jsonObject.nullish(), unset: names.optional() })
    .optional(),
  patch_identifiers: z
    .strictObject({ append: jsonObject.optional(), unappend: jsonObject.optional() })
    .optional(),
})

/** Attributes as POST and PATCH take them. */
export const profileAttributes = z.strictObject({ ...writable, phone_number: phone.nullish() })
/** The same for the upsert, which also takes the token of web tracking. */
export const upsertAttributes = z.strictObject({ ...writable, phone_number: phone.nullish(), _kx: text })
/** The same for a bulk import, where a bad phone number is no matter for the shape. */
export const importAttributes = z.strictObject({ ...writable, phone_number: text, _kx: text })
/** The same for events, which have the changes inside. */
export const eventProfileAttributes = z.strictObject({
  ...writable,
  phone_number: phone.nullish(),
  _kx: text,
  anonymous_id: text,
  meta: profileMeta.optional(),
})

export type ProfileAttributes = z.infer<typeof importAttributes>
export type ProfileMeta = z.infer<typeof profileMeta>

/** A reference to one resource. */
export function reference<Type extends string>(type: Type) {
  return z.strictObject({ type: z.literal(type, `Expected the type '${type}'.`), id: z.string() })
}

/** A body that is a list of references; more than `max` are a 400. */
export function references<Type extends string>(type: Type, max: number) {
  const tooMany = `At most ${max} resources may be sent in one request.`
  return z.strictObject({ data: z.array(reference(type)).max(max, tooMany) })
}

/** A document about one resource of this type. */
export function document<Type extends string, More extends z.ZodRawShape>(type: Type, more: More) {
  return z.strictObject({
    data: z.strictObject({ type: z.literal(type, `Expected the type '${type}'.`), ...more }),
  })
}

/** A time: text that is one. */
export const time = z.string().refine((value) => parseTime(value) !== undefined, 'Expected an ISO 8601 time.')
