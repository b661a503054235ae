import { AppError } from '../../../../shared/errors.ts'
import type {
  ContactChange,
  ContactKey,
  FieldId,
  FieldValue,
  MembershipChange,
  UnsubscribeChange,
} from '../../../../shared/model.ts'
import type { KitCustomField } from './answers.ts'
import { memberPath, membersPath, subscriberPath } from './audience.ts'
import type { CustomFields } from './customFields.ts'
import type { KitRequest } from './request.ts'
import { emailField, firstNameField, storedText } from './subscriber.ts'

/** Refusals of one person's data, or of one person: an outcome of their row, not the end of the run. */
export const aboutThePerson = [400, 404, 409, 413, 422] as const

/**
 * The one request that writes a person. Someone whose id is known is written by id: that follows a changed address,
 * and can never create anybody. Otherwise an upsert by address, which leaves the state of someone who is there alone.
 *
 * @throws AppError `not-found` when a field is no longer in the account: Kit would drop its values without an error.
 */
export function contactRequest(change: ContactChange, fields: CustomFields): KitRequest {
  const { remoteId, email } = change.key
  const values = bodyOf(change.after, fields)
  if (change.op === 'update' && remoteId !== null)
    return { method: 'PUT', path: subscriberPath(remoteId), body: values, accept: aboutThePerson }
  // Kit takes the state of a new person only, and asks one who is inactive to confirm when a form gets them.
  const state = change.confirms === true ? { state: 'inactive' } : {}
  const body = { email_address: email, ...state, ...values }
  return { method: 'POST', path: '/v4/subscribers', body, accept: aboutThePerson }
}

/** The request that puts someone into an audience or out of it: by id, or by address for someone just created. */
export function membershipRequest(change: MembershipChange, { remoteId, email }: ContactKey): KitRequest {
  const method = change.op === 'join' ? 'POST' : 'DELETE'
  const accept = aboutThePerson
  if (remoteId === null)
    return { method, path: membersPath(change.audience), body: { email_address: email }, accept }
  const body = change.op === 'join' ? { body: {} } : {}
  return { method, path: memberPath(change.audience, remoteId), accept, ...body }
}

/** Kit takes it by id only. */
export function unsubscribeRequest({ key }: UnsubscribeChange): KitRequest {
  const path = `${subscriberPath(key.remoteId ?? '')}/unsubscribe`
  return { method: 'POST', path, body: {}, accept: aboutThePerson }
}

/** Names, values and address as Kit takes them, by the keys of the fields. */
export function bodyOf(
  after: Readonly<Record<FieldId, FieldValue>>,
  fields: CustomFields,
): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  const custom: [string, string][] = []
  for (const [field, value] of Object.entries(after) as [FieldId, FieldValue][]) {
    // Kit documents text and no other value for a field, and "" among its examples: clearing is writing "".
    const text = storedText(value) ?? ''
    if (field === emailField) body['email_address'] = text
    else if (field === firstNameField) body['first_name'] = text
    else custom.push([knownField(field, fields).key, text])
  }
  return custom.length === 0 ? body : { ...body, fields: Object.fromEntries(custom) }
}

/** @throws AppError `not-found` when the field is no longer in the account. */
export function knownField(field: FieldId, { byId }: Pick<CustomFields, 'byId'>): KitCustomField {
  const known = byId.get(field)
  if (known) return known
  throw new AppError(
    'not-found',
    'A field of this mapping is no longer in the Kit account: it was deleted since the plan was made. Map its column to another field, then plan again.',
    { cause: new Error(`no custom field ${field}`) },
  )
}
