import type { Contact, FieldId, FieldValue, RemoteId } from '../../../../shared/model.ts'
import { parsePhone } from '../../../../shared/values/phone.ts'
import type { KlaviyoProfile } from './answers.ts'
import { consentOf, leftListsOf, standingOf } from './standing.ts'
import { attributeFields, locationFieldId, phoneField, placeOf, propertyFieldId } from './fields.ts'

/** Klaviyo's profile, read with its subscriptions, as a contact. */
export function toContact(person: KlaviyoProfile): Contact {
  const { id, attributes } = person
  const phone = phoneHeld(attributes.phone_number)
  return {
    remoteId: id as RemoteId,
    email: attributes.email ?? null,
    phone,
    externalId: attributes.external_id ?? null,
    ...standingOf(person),
    consent: consentOf(person),
    leftAudiences: leftListsOf(person),
    fields: fieldsOf(person, phone),
    createdAt: timeMs(attributes.created),
  }
}

/** Milliseconds since 1970, `null` where there is no readable time. */
export function timeMs(text: string | null | undefined): number | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : ms
}

function fieldsOf({ attributes }: KlaviyoProfile, phone: string | null): Contact['fields'] {
  const held: Record<string, unknown> = { ...attributes, [phoneField]: phone }
  const simple = attributeFields
    .filter(({ id }) => placeOf(id).in === 'attributes')
    .map(({ id }) => [id, held[id]] as const)
  const location = Object.entries(attributes.location ?? {}).map(
    ([name, value]) => [locationFieldId(name), coordinate(name, value)] as const,
  )
  const properties = Object.entries(attributes.properties ?? {}).map(
    ([name, value]) => [propertyFieldId(name), value] as const,
  )
  const values = [...simple, ...location, ...properties].map(([field, value]): [FieldId, FieldValue] => [
    field,
    valueHeld(value),
  ])
  return Object.fromEntries(values.filter(([, value]) => value !== null))
}

/** Empty text is no value. A list or an object, which no field of ours can be, is shown as its JSON. */
function valueHeld(value: unknown): FieldValue {
  switch (typeof value) {
    case 'string':
      return value === '' ? null : value
    case 'number':
    case 'boolean':
      return value
    case 'object':
      return value === null ? null : JSON.stringify(value)
    default:
      return null
  }
}

/** Klaviyo answers these as whatever they were sent as. */
function coordinate(name: string, value: unknown): unknown {
  const isNumeric = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
  return isNumeric && (name === 'latitude' || name === 'longitude') ? Number(value) : value
}

/** Numbers from before Klaviyo checked them come back as they were typed; compared as text they would never match. */
function phoneHeld(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null
  if (/^\+\d+$/.test(text)) return text
  const read = parsePhone(text, null)
  return read.ok ? String(read.value) : text
}
