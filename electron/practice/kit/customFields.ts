import type { Answer } from '../answer.ts'
import { created, invalid, noContent, notFound, ok } from './answers.ts'
import { fieldKey } from './fieldKey.ts'
import type { Input, KitRequest } from './input.ts'
import { pathId } from './input.ts'
import type { CustomField } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import type { KitState } from './state.ts'
import { withValues } from './subscriberFields.ts'

/** GET /v4/custom_fields */
export function listCustomFields({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    state.customFields.values(),
    newestFirst((field) => field.id),
    input,
  )
  return ok({ custom_fields: rows.map(fieldAnswer), pagination })
}

/** POST /v4/custom_fields: a label that is there already comes back with 200. */
export function createCustomField({ input }: KitRequest, { state }: KitAccount): Answer {
  const { field, isNew } = ensureCustomField(state, requiredLabel(input))
  return isNew ? created({ custom_field: fieldAnswer(field) }) : ok({ custom_field: fieldAnswer(field) })
}

/** The field with exactly this label, made where there is none. */
export function ensureCustomField(
  state: KitState,
  label: string,
): { readonly field: CustomField; readonly isNew: boolean } {
  const existing = fieldByLabel(state, label)
  if (existing !== undefined) return { field: existing, isNew: false }
  const field = addCustomField(state, label)
  state.tell({ name: 'field_created', customField: field })
  return { field, isNew: true }
}

/** PUT /v4/custom_fields/{id}: the key follows the label, the name stays. */
export function renameCustomField(request: KitRequest, { state }: KitAccount): Answer {
  const field = customFieldOf(request, state)
  const label = requiredLabel(request.input)
  const owner = fieldByLabel(state, label)
  if (owner !== undefined && owner.id !== field.id) throw invalid('Label has already been taken')
  const renamed = { ...field, label, key: fieldKey(label, field.id, keysExcept(state, field.id)) }
  state.customFields.set(field.id, renamed)
  return ok({ custom_field: fieldAnswer(renamed) })
}

/** DELETE /v4/custom_fields/{id}: everybody's value is gone with it, for good. */
export function deleteCustomField(request: KitRequest, { state }: KitAccount): Answer {
  const field = customFieldOf(request, state)
  state.customFields.delete(field.id)
  const cleared = new Map([[field.id, null]])
  for (const person of state.subscribers.all()) {
    const next = withValues(person, cleared)
    if (next !== person) state.subscribers.save(next)
  }
  state.tell({ name: 'field_deleted', customField: field })
  return noContent()
}

/** Adds a field with this label; its key is derived from it. */
export function addCustomField(state: KitState, label: string): CustomField {
  const id = state.newId('customField')
  const key = fieldKey(label, id, keysExcept(state, id))
  const field = { id, name: `ck_field_${id}_${key}`, key, label, createdAt: state.now() }
  state.customFields.set(id, field)
  return field
}

/** `{ id, name, key, label }` */
export function fieldAnswer(field: CustomField) {
  return { id: field.id, name: field.name, key: field.key, label: field.label }
}

/** The field a path names. @throws Refusal 404 */
export function customFieldOf(request: KitRequest, state: KitState): CustomField {
  const field = state.customFields.get(pathId(request, 'id'))
  if (field === undefined) throw notFound()
  return field
}

/** The field with exactly this label. */
export function fieldByLabel(state: KitState, label: string): CustomField | undefined {
  return [...state.customFields.values()].find((field) => field.label === label)
}

function keysExcept(state: KitState, id: number): ReadonlySet<string> {
  return new Set(
    [...state.customFields.values()].filter((field) => field.id !== id).map((field) => field.key),
  )
}

function requiredLabel(input: Input): string {
  const label = typeof input.label === 'string' ? input.label.trim() : ''
  if (label === '') throw invalid("Label can't be blank")
  return label
}
