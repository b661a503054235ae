import type { ChangeDraft, ContactKey, FieldId, FieldValue } from '../../../../shared/model.ts'
import { parsePhone } from '../../../../shared/values/phone.ts'
import { emailField, externalIdField, phoneField, placeOf } from './fields.ts'

/** A person as a bulk import takes them. */
export interface ImportedProfile {
  readonly type: 'profile'
  readonly id?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly meta?: { readonly patch_properties: { readonly unset: readonly string[] } }
}

/** What is sent of a row's fields. */
export interface FieldsToSend {
  readonly values: Readonly<Record<FieldId, FieldValue>>
  /** A phone number that Klaviyo would drop without a word, as it was to be sent. */
  readonly badPhone: string | null
}

const nothing: FieldsToSend = { values: {}, badPhone: null }

/**
 * The fields of a row's contact change, without a phone number that isn't one: beside a good address Klaviyo drops
 * those silently, and alone they make it refuse the whole request. Pure.
 */
export function fieldsToSend(row: readonly ChangeDraft[]): FieldsToSend {
  const contact = row.find((change) => change.object === 'contact')
  if (!contact) return nothing
  const phone = contact.after[phoneField] ?? null
  if (phone === null || isPhone(phone)) return { values: contact.after, badPhone: null }
  const others = Object.entries(contact.after).filter(([field]) => field !== phoneField)
  return { values: Object.fromEntries(others), badPhone: String(phone) }
}

/**
 * A person to write. Someone whose id is known is written by id: that follows a changed address, and can never
 * create anybody. What is left out stays; `null` clears an attribute, and `unset` a property. Pure.
 */
export function importedProfile(
  key: ContactKey,
  values: Readonly<Record<FieldId, FieldValue>>,
): ImportedProfile {
  const { remoteId } = key
  const own = identifiers(key)
  const location: [string, FieldValue][] = []
  const properties: [string, FieldValue][] = []
  const unset: string[] = []
  for (const [field, value] of Object.entries(values) as [FieldId, FieldValue][]) {
    const place = placeOf(field)
    if (place.in === 'attributes') own.push([place.name, value])
    else if (place.in === 'location') location.push([place.name, value])
    else if (value === null) unset.push(place.name)
    else properties.push([place.name, value])
  }
  // From entries, so that a property called `__proto__` is one like any other.
  const attributes = {
    ...Object.fromEntries(own),
    ...(location.length > 0 && { location: Object.fromEntries(location) }),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
  }
  return {
    type: 'profile',
    ...(remoteId !== null && { id: remoteId }),
    attributes,
    ...(unset.length > 0 && { meta: { patch_properties: { unset } } }),
  }
}

/** By what a person is named who has no id yet: fields that leave this computer like any other. */
export function identifiersSent(key: ContactKey): readonly FieldId[] {
  return identifiers(key).map(([field]) => field as FieldId)
}

function identifiers({ remoteId, email, phone, externalId }: ContactKey): [string, FieldValue][] {
  return remoteId === null
    ? knownBy([emailField, email], [phoneField, phone], [externalIdField, externalId])
    : []
}

function knownBy(...names: readonly [FieldId, string | null | undefined][]): [string, FieldValue][] {
  return names.flatMap(([field, value]): [string, FieldValue][] =>
    value === null || value === undefined || value === '' ? [] : [[field, value]],
  )
}

/** Klaviyo wants E.164 and checks lengths and regions. */
function isPhone(value: string | number | boolean): boolean {
  const read = parsePhone(String(value), null)
  return read.ok && read.value === value
}
