import { invalid } from './answers.ts'
import type { Input } from './input.ts'
import { asList, asRecord, scalarText } from './input.ts'
import type { Subscriber } from './model.ts'
import type { KitState } from './state.ts'

/** The custom fields a write carries. */
export interface FieldWrite {
  /** Custom field id → text; null clears. */
  readonly values: ReadonlyMap<number, string | null>
  /** One text for each key the account doesn't have: those are dropped (S3: 2xx and `warnings`). */
  readonly warnings: readonly string[]
  /** More than ten fields are written later, and the request is answered with 202. */
  readonly later: boolean
}

/** A write without any. */
export const noFields: FieldWrite = { values: new Map(), warnings: [], later: false }

const maxFields = 140
const maxFieldsAtOnce = 10

/**
 * Reads `fields` of a write: an object from key to text.
 * @throws Refusal 422 for more than 140 fields, or for `fields` or a value of the wrong type
 */
export function readFieldWrite(state: KitState, input: Input): FieldWrite {
  const entries = Object.entries(fieldsObject(input))
  if (entries.length > maxFields)
    throw invalid(`A maximum of ${maxFields} custom fields can be written at a time`)
  const idByKey = new Map([...state.customFields.values()].map((field) => [field.key, field.id]))
  const values = new Map<number, string | null>()
  const warnings: string[] = []
  for (const [key, value] of entries) {
    const id = idByKey.get(key)
    const text = value === null ? null : scalarText(value, `fields.${key}`)
    if (id === undefined) warnings.push(`Custom field "${key}" does not exist and was ignored`)
    else values.set(id, text)
  }
  return { values, warnings, later: entries.length > maxFieldsAtOnce }
}

function fieldsObject(input: Input): Input {
  // PHP, in which Kit's own SDK is written, has one empty value for lists and objects: `[]`.
  if (input.fields === undefined || input.fields === null || asList(input.fields)?.length === 0) return {}
  const fields = asRecord(input.fields)
  if (fields === undefined) throw invalid('fields is invalid')
  return fields
}

/** The person with these values; the same object where nothing changes. */
export function withValues(person: Subscriber, values: ReadonlyMap<number, string | null>): Subscriber {
  const next = new Map(person.values)
  for (const [id, value] of values) {
    if (value === null) next.delete(id)
    else next.set(id, value)
  }
  const same =
    next.size === person.values.size && [...next].every(([id, value]) => person.values.get(id) === value)
  return same ? person : { ...person, values: next }
}
