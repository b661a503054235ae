import type { FieldId, FieldValue } from '../../../shared/model.ts'

/** Whether a contact has all of these values, found in its `fields` as the mirror keeps them. */
export type HoldsValues = (json: string, values: Readonly<Record<FieldId, FieldValue>>) => boolean

/**
 * Compares by text alone: the fields of a contact are flat JSON as `JSON.stringify` writes it, and parsing that is most
 * of the work for what is true of most rows of most files. `true` is certain; `false` may also mean that text alone can't
 * tell. `fields` are all that values may have. Pure.
 */
export function valueHolder(fields: readonly FieldId[]): HoldsValues {
  const keys = fields.map((field) => [field, `${JSON.stringify(field)}:`] as const)
  return (json, values) => {
    // Without a backslash every quote is one around a key or a text.
    if (json.includes('\\')) return false
    let next = 1
    for (const [field, key] of keys) {
      const value = values[field]
      if (value === undefined) continue
      const at = json.startsWith(key, next) ? next + key.length : endOfKey(json, key)
      const end = at === -1 ? -1 : endOfValue(json, at, value)
      if (end === -1 && (at !== -1 || value !== null)) return false
      if (end !== -1) next = end + 1
    }
    return true
  }
}

/** Where the value of a field starts, -1 where there is none. Looked for only where it does not come right after the one before. */
function endOfKey(json: string, key: string): number {
  const at = json.indexOf(key)
  return at === -1 ? -1 : at + key.length
}

/** Where it ends, -1 where it is another one. Clearing is never done: a field that is there has a value. */
function endOfValue(json: string, at: number, value: FieldValue): number {
  if (value === null) return -1
  if (typeof value === 'string') {
    const end = at + 1 + value.length
    const isWhole = json[at] === '"' && json.indexOf('"', at + 1) === end
    return isWhole && json.startsWith(value, at + 1) ? end + 1 : -1
  }
  const end = at + String(value).length
  const isWhole = json[end] === ',' || json[end] === '}'
  return isWhole && json.slice(at, end) === String(value) ? end : -1
}
