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
    let at = 0
    for (const [field, key] of keys) {
      const value = values[field]
      if (value === undefined) continue
      const found = endOfKey(json, key, at)
      if (found === -1 ? value !== null : !isAt(json, found, value)) return false
      if (found !== -1) at = found
    }
    return true
  }
}

/** Where the value of a field starts, -1 where there is none. Contacts of one account have their fields in one order, mostly. */
function endOfKey(json: string, key: string, from: number): number {
  const after = json.indexOf(key, from)
  const at = after === -1 && from > 0 ? json.lastIndexOf(key, from) : after
  return at === -1 ? -1 : at + key.length
}

function isAt(json: string, at: number, value: FieldValue): boolean {
  if (typeof value === 'string')
    return (
      json[at] === '"' &&
      json.startsWith(value, at + 1) &&
      json.indexOf('"', at + 1) === at + 1 + value.length
    )
  const end = at + String(value).length
  return value !== null && json.startsWith(String(value), at) && (json[end] === ',' || json[end] === '}')
}
