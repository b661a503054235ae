import type { Input } from '../input.ts'
import type { KitAccount } from '../route.ts'
import { addPersonToForm, formContext, openForm } from '../forms.ts'
import type { BulkRow } from './bulk.ts'
import { bulk } from './bulk.ts'
import { bulkPerson, personOfRow, rowId } from './bulkRows.ts'

/** POST /v4/bulk/forms/subscribers: forms with double opt-in mail those who are new on them and unconfirmed. */
export const bulkFormAdditions = bulk({
  rows: 'additions',
  noun: 'additions',
  done: 'subscribers',
  write: addRow,
})

function addRow(row: Input, kit: KitAccount): BulkRow {
  const form = openForm(kit.state, rowId(row, 'form_id') ?? -1)
  const person = personOfRow(row, kit.state)
  const referrer = typeof row.referrer === 'string' ? row.referrer : null
  if (form === undefined || person === undefined) {
    const error = person === undefined ? 'Subscriber does not exist' : 'Form does not exist'
    const subscription = { form_id: form?.id ?? null, subscriber_id: person?.id ?? null, referrer }
    return { failed: { errors: [error], subscription } }
  }
  const { membership } = addPersonToForm(kit, form, person, referrer)
  return { done: bulkPerson(person, formContext(membership)) }
}
