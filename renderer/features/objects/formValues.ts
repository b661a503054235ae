import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import { webhookEvents, type WebhookParameter } from '../../../shared/webhookEvents.ts'
import { valueOf } from './objectWords.ts'

export type FormValues = Readonly<Record<string, string>>
type FormField = ObjectTypeView['fields'][number]

/** What can be filled in: all that the service does not set itself. */
export function formFields({ fields }: Pick<ObjectTypeView, 'fields'>): readonly FormField[] {
  return fields.filter(({ readOnly }) => !readOnly)
}

/** Of a webhook only what its event needs is asked for. */
export function shownFields(type: ObjectTypeView, values: FormValues): readonly FormField[] {
  if (type.id !== 'webhooks') return formFields(type)
  const needs = parameterOf(values)
  return formFields(type).filter(({ id }) => id === 'target_url' || id === 'event' || id === needs)
}

export function parameterOf(values: FormValues): WebhookParameter | null {
  return webhookEvents.find(({ id }) => id === values['event'])?.needs ?? null
}

export function firstValues(type: ObjectTypeView, object: ObjectView | null): FormValues {
  if (object === null) return {}
  return Object.fromEntries(
    formFields(type).map((field) => {
      const value = valueOf(object, field.id)
      return [field.id, value === undefined || value === null ? '' : textOf(field, value)]
    }),
  )
}

function textOf({ type }: FormField, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return type === 'date' && typeof value === 'string' ? localTime(value) : String(value)
}

/** What is sent: what is filled in, and of something that is there only what is not as it was. */
export function rowOf(
  type: ObjectTypeView,
  values: FormValues,
  object: ObjectView | null,
): Readonly<Record<string, string>> {
  const before = firstValues(type, object)
  const filled = shownFields(type, values).flatMap(({ id, type: valueType }) => {
    const text = (values[id] ?? '').trim()
    if (text === '' || text === (before[id] ?? '').trim()) return []
    return [[id, valueType === 'date' ? inUtc(text) : text] as const]
  })
  return { ...(object !== null && { id: object.id }), ...Object.fromEntries(filled) }
}

/** Why it can't be sent yet, in a sentence. The engine looks closer before anything goes. */
export function formProblem(
  type: ObjectTypeView,
  values: FormValues,
  object: ObjectView | null,
): string | null {
  const op = object === null ? 'insert' : 'update'
  const needs = type.id === 'webhooks' ? parameterOf(values) : null
  const missing = shownFields(type, values).find(
    ({ id, requiredFor }) => (requiredFor.includes(op) || id === needs) && (values[id] ?? '').trim() === '',
  )
  if (missing !== undefined) return `Fill in: ${missing.label}.`
  const address = values['target_url'] ?? values['url'] ?? ''
  if (address !== '' && !/^https?:\/\/\S+$/.test(address.trim()))
    return 'The address must start with https:// or http://.'
  const filled = Object.keys(rowOf(type, values, object)).filter((id) => id !== 'id')
  if (filled.length === 0) return object === null ? 'Nothing is filled in yet.' : 'Nothing is changed yet.'
  return null
}

/** `2026-12-01T09:00`, as a field for times has it. */
function localTime(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

function inUtc(text: string): string {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? text : `${at.toISOString().slice(0, 19)}Z`
}
