import type { Contact, FieldId, LeftReason, RemoteId } from '../../../../shared/model.ts'
import type { KitSubscriber } from './answers.ts'

export const emailField = 'email' as FieldId
export const firstNameField = 'first_name' as FieldId

/** Kit's subscriber as a contact. `fieldIds` leads from a custom field's key to its id; other keys are left out. */
export function toContact(
  { id, email_address, first_name, state, created_at, fields }: KitSubscriber,
  fieldIds: ReadonlyMap<string, FieldId>,
): Contact {
  const values: [FieldId, string][] = []
  const set = (field: FieldId | undefined, value: unknown) => {
    const text = storedText(value)
    if (field !== undefined && text !== null) values.push([field, text])
  }
  set(emailField, email_address)
  set(firstNameField, first_name)
  for (const [key, value] of Object.entries(fields ?? {})) set(fieldIds.get(key), value)
  return {
    remoteId: id as RemoteId,
    email: email_address ?? null,
    phone: null,
    externalId: null,
    state,
    left: leftReason(state),
    consent: {},
    leftAudiences: [],
    fields: Object.fromEntries(values),
    createdAt: timeMs(created_at),
  }
}

/** What Kit's word for a state means for the guard. One that Kit adds later is treated as someone who left. */
export function leftReason(state: string): LeftReason | null {
  switch (state) {
    case 'active':
    case 'inactive':
      return null
    case 'cancelled':
      return 'unsubscribed'
    case 'bounced':
      return 'bounced'
    case 'complained':
      return 'complained'
    default:
      return 'suppressed'
  }
}

/** A value as Kit holds it: text. Empty text is no value: it is what clearing a field leaves behind. */
export function storedText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** Milliseconds since 1970, `null` where there is no readable time. */
export function timeMs(text: string | null | undefined): number | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : ms
}
