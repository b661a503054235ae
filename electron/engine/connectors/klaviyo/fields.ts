import { assertNever } from '../../../../shared/errors.ts'
import type { Field, FieldId, FieldValue, ValueType } from '../../../../shared/model.ts'

export const emailField = 'email' as FieldId
export const phoneField = 'phone_number' as FieldId
export const externalIdField = 'external_id' as FieldId

/** What every profile has besides its properties: Klaviyo's own names, which are our ids. */
export const attributeFields: readonly Field[] = [
  attribute('email', 'Email', 'email'),
  attribute('phone_number', 'Phone number', 'phone'),
  attribute('external_id', 'External ID'),
  attribute('first_name', 'First name'),
  attribute('last_name', 'Last name'),
  attribute('organization', 'Organization'),
  attribute('title', 'Title'),
  attribute('locale', 'Locale'),
  attribute('image', 'Image'),
  attribute('location.address1', 'Address 1'),
  attribute('location.address2', 'Address 2'),
  attribute('location.city', 'City'),
  attribute('location.region', 'Region'),
  attribute('location.zip', 'Zip'),
  attribute('location.country', 'Country'),
  attribute('location.timezone', 'Time zone'),
  attribute('location.ip', 'IP address'),
  attribute('location.latitude', 'Latitude', 'number'),
  attribute('location.longitude', 'Longitude', 'number'),
]

/** Where a field's value is in a profile. */
export type FieldPlace =
  | { readonly in: 'attributes'; readonly name: string }
  | { readonly in: 'location'; readonly name: string }
  | { readonly in: 'properties'; readonly name: string }

export function placeOf(field: FieldId): FieldPlace {
  if (field.startsWith(propertyPrefix)) return { in: 'properties', name: field.slice(propertyPrefix.length) }
  if (field.startsWith(locationPrefix)) return { in: 'location', name: field.slice(locationPrefix.length) }
  return { in: 'attributes', name: field }
}

const propertyPrefix = 'property:'
const locationPrefix = 'location.'

/** `property:<name>`: in Klaviyo a custom property has no other id than its name. */
export function propertyFieldId(name: string): FieldId {
  return `${propertyPrefix}${name}` as FieldId
}

export function locationFieldId(name: string): FieldId {
  return `${locationPrefix}${name}` as FieldId
}

/**
 * A value as Klaviyo holds it: it keeps the types of JSON, so a number stays a number and `01234` stays text.
 * A date is text from which Klaviyo tells that it is one, always with a time, in UTC (its guide to date formats).
 */
export function storedValue({ type }: Field, value: FieldValue): FieldValue {
  if (value === null || value === '') return null
  switch (type) {
    case 'text':
    case 'email':
    case 'phone':
      return String(value)
    case 'number':
      return numberOr(value)
    case 'boolean':
      return booleanOr(value)
    case 'date':
      return dateTime(String(value))
    default:
      return assertNever(type)
  }
}

function numberOr(value: string | number | boolean): FieldValue {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return Number.isFinite(number) ? number : value
}

function booleanOr(value: string | number | boolean): FieldValue {
  if (value === 'true') return true
  return value === 'false' ? false : value
}

/** `2026-01-31` and `2026-01-31T10:00:00Z`, as dates are read here, to `2026-01-31T10:00:00`. */
function dateTime(value: string): string {
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/.exec(value) ?? []
  return day === undefined ? value : `${day}T${time}`
}

function attribute(id: string, label: string, type: ValueType = 'text'): Field {
  return { id: id as FieldId, key: id, label, type, custom: false }
}
