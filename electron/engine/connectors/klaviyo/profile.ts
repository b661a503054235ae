import type { Contact, FieldId, FieldValue, LeftReason, RemoteId } from '../../../../shared/model.ts'
import { parsePhone } from '../../../../shared/values/phone.ts'
import type { KlaviyoProfile } from './answers.ts'
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

type Standing = Pick<Contact, 'state' | 'left'>

/**
 * Where somebody stands with mail. A suppression beats consent. Whatever says neither that they may be mailed nor why
 * not counts as suppressed. Someone who never subscribed has not left.
 */
function standingOf({ attributes }: KlaviyoProfile): Standing {
  const marketing = attributes.subscriptions?.email?.marketing
  if (!marketing) return { state: 'consent not told', left: 'suppressed' }
  const worst = (marketing.suppression ?? [])
    .map(({ reason }): Standing => ({ state: inWords(reason), left: leftBy(reason) }))
    .sort((one, other) => gravity(one) - gravity(other))[0]
  if (worst) return worst
  const state = inWords(marketing.consent ?? 'never subscribed')
  if (marketing.consent === 'UNSUBSCRIBED') return { state, left: 'unsubscribed' }
  const isBarred = marketing.can_receive_email_marketing === false && (attributes.email ?? '') !== ''
  return isBarred ? { state: 'suppressed', left: 'suppressed' } : { state, left: null }
}

/** A reason that Klaviyo adds later is treated as a suppression by hand. */
function leftBy(reason: string): LeftReason {
  switch (reason) {
    case 'HARD_BOUNCE':
    case 'INVALID_EMAIL':
      return 'bounced'
    case 'SPAM_COMPLAINT':
    case 'SPAM_REPORT':
      return 'complained'
    case 'UNSUBSCRIBE':
      return 'unsubscribed'
    default:
      return 'suppressed'
  }
}

const gravest: readonly (LeftReason | null)[] = ['complained', 'bounced', 'unsubscribed', 'suppressed', null]

function gravity({ left }: Standing): number {
  return gravest.indexOf(left)
}

/** `NEVER_SUBSCRIBED` to `never subscribed`. */
function inWords(word: string): string {
  return word.toLowerCase().replaceAll('_', ' ')
}
