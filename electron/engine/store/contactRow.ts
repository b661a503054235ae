import type { SQLInputValue } from 'node:sqlite'
import type {
  ConsentState,
  Contact,
  FieldId,
  FieldValue,
  LeftAudience,
  LeftReason,
  RemoteId,
} from '../../../shared/model.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { type NamingFields, searchText } from './personSearch.ts'

export interface ContactRow {
  readonly remote_id: string
  readonly email: string | null
  readonly phone: string | null
  readonly external_id: string | null
  readonly state: string
  readonly left_reason: string | null
  readonly email_consent: string | null
  readonly sms_consent: string | null
  readonly left_audiences: string | null
  readonly fields: string
  readonly created_at: number | null
}

/** As `contactValues` gives them. A page has thousands of values: bound by name they would take twice as long. */
export const contactColumns = [
  'connection',
  'remote_id',
  'email',
  'email_folded',
  'phone',
  'external_id',
  'state',
  'left_reason',
  'email_consent',
  'sms_consent',
  'left_audiences',
  'fields',
  'search',
  'created_at',
  'seen_in',
  'written_at',
] as const

/** In the order of `contactColumns`. */
export function contactValues(
  connection: number,
  contact: Contact,
  naming: NamingFields,
  refresh: number,
  writtenAt: number | null,
): SQLInputValue[] {
  const { email, consent, leftAudiences } = contact
  return [
    connection,
    contact.remoteId,
    email,
    email === null ? null : foldEmail(email),
    contact.phone,
    contact.externalId,
    contact.state,
    contact.left,
    consent.email ?? null,
    consent.sms ?? null,
    leftAudiences.length === 0 ? null : JSON.stringify(leftAudiences),
    JSON.stringify(contact.fields),
    searchText(contact, naming),
    contact.createdAt,
    refresh,
    writtenAt,
  ]
}

/** What the mirror knows of somebody's consent. Those without any share one value: there may be a million of them. */
export function consentFromRow(
  row: Pick<ContactRow, 'email_consent' | 'sms_consent' | 'left_audiences'>,
): Pick<Contact, 'consent' | 'leftAudiences'> {
  const { email_consent, sms_consent, left_audiences } = row
  if (email_consent === null && sms_consent === null && left_audiences === null) return nothingKnown
  return {
    consent: {
      ...(email_consent !== null && { email: email_consent as ConsentState }),
      ...(sms_consent !== null && { sms: sms_consent as ConsentState }),
    },
    leftAudiences: left_audiences === null ? [] : (JSON.parse(left_audiences) as LeftAudience[]),
  }
}

const nothingKnown: Pick<Contact, 'consent' | 'leftAudiences'> = { consent: {}, leftAudiences: [] }

/** A row of the `contact` table as the contact it stands for. */
export function contactFromRow(row: ContactRow): Contact {
  return {
    remoteId: row.remote_id as RemoteId,
    email: row.email,
    phone: row.phone,
    externalId: row.external_id,
    state: row.state,
    left: row.left_reason as LeftReason | null,
    ...consentFromRow(row),
    fields: JSON.parse(row.fields) as Record<FieldId, FieldValue>,
    createdAt: row.created_at,
  }
}
