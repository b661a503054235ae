import { isEmailAddress } from '../emailAddress.ts'
import type { Input } from '../input.ts'
import { nullableText } from '../input.ts'
import type { Subscriber, SubscriberState } from '../model.ts'
import { subscriberStates } from '../model.ts'
import { foldEmail } from '../people.ts'
import { noFields } from '../subscriberFields.ts'
import { upsertPerson } from '../subscriberWrites.ts'
import type { KitAccount } from '../route.ts'
import { plainSubscriber } from '../subscriberAnswer.ts'
import type { BulkRow } from './bulk.ts'
import { bulk } from './bulk.ts'

/** POST /v4/bulk/subscribers: creates or renames people. No fields, no tags, and no state for who is there. */
export const bulkSubscribers = bulk({
  rows: 'subscribers',
  noun: 'subscribers',
  done: 'subscribers',
  write: writePerson,
})

function writePerson(row: Input, kit: KitAccount): BulkRow {
  const emailAddress = typeof row.email_address === 'string' ? foldEmail(row.email_address) : ''
  const state = readState(row.state)
  if (!isEmailAddress(emailAddress)) return failed(row, 'Email address is invalid')
  if (state === undefined) return failed(row, 'State is invalid')
  const name = readName(row)
  if (name === 'invalid') return failed(row, 'First name is invalid')
  const person = upsertPerson(kit, { emailAddress, state, firstName: name.value, fields: noFields })
  return { done: plainSubscriber(person) }
}

/** `undefined` for a word that is no state. */
function readState(value: unknown): SubscriberState | undefined {
  if (value === undefined || value === null) return 'active'
  return subscriberStates.find((each) => each === value)
}

function readName(row: Input): { readonly value: Subscriber['firstName'] | undefined } | 'invalid' {
  const name = row.first_name
  return typeof name === 'object' && name !== null ? 'invalid' : { value: nullableText(row, 'first_name') }
}

function failed(row: Input, error: string): BulkRow {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    failed: {
      subscriber: {
        first_name: text(row.first_name),
        email_address: text(row.email_address),
        state: text(row.state) ?? 'active',
        created_at: null,
      },
      errors: [error],
    },
  }
}
