import { isoSeconds } from '../answers.ts'
import { ensureCustomField, fieldAnswer } from '../customFields.ts'
import type { Input } from '../input.ts'
import type { KitAccount } from '../route.ts'
import { writeValue } from '../subscriberWrites.ts'
import type { BulkRow } from './bulk.ts'
import { bulk } from './bulk.ts'
import { personOfRow, rowId } from './bulkRows.ts'

/** POST /v4/bulk/custom_fields: labels that are there already come back like new ones. */
export const bulkCreateCustomFields = bulk({
  rows: 'custom_fields',
  noun: 'custom fields',
  done: 'custom_fields',
  write: createField,
})

/** POST /v4/bulk/custom_fields/subscribers: one value of one person a row. */
export const bulkCustomFieldValues = bulk({
  rows: 'custom_field_values',
  noun: 'custom field values',
  done: 'custom_field_values',
  write: writeRow,
})

function createField(row: Input, { state }: KitAccount): BulkRow {
  const label = typeof row.label === 'string' ? row.label.trim() : ''
  if (label === '')
    return { failed: { errors: ["Label can't be blank"], custom_field: { label: row.label ?? null } } }
  const { field } = ensureCustomField(state, label)
  return { done: { ...fieldAnswer(field), created_at: isoSeconds(field.createdAt) } }
}

function writeRow(row: Input, kit: KitAccount): BulkRow {
  const person = personOfRow(row, kit.state)
  const fieldId = rowId(row, 'subscriber_custom_field_id') ?? null
  const field = kit.state.customFields.get(fieldId ?? -1)
  const value = readValue(row.value)
  const shown = {
    subscriber_id: person?.id ?? null,
    subscriber_custom_field_id: fieldId,
    value: row.value ?? null,
  }
  const failed = (error: string) => ({ failed: { errors: [error], custom_field_value: shown } })
  if (person === undefined) return failed('Subscriber does not exist')
  if (field === undefined) return failed('Custom field does not exist')
  if (value === undefined) return failed('Value is invalid')
  writeValue(kit, person, field.id, value)
  return { done: { ...shown, value } }
}

/** Text; null clears; `undefined` for what is no value, or left out. */
function readValue(value: unknown): string | null | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' || value === null ? value : undefined
}
