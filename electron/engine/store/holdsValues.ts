import type { FieldId, FieldValue } from '../../../shared/model.ts'

/**
 * Whether a contact has all of these values, found in its `fields` as the mirror keeps them: flat JSON as
 * `JSON.stringify` writes it. That takes a third of the time of parsing it, for what is true of most rows of most files.
 * `true` is certain; `false` may also mean that text alone can't tell. Pure.
 */
export function holdsValues(json: string, values: Readonly<Record<FieldId, FieldValue>>): boolean {
  // Without a backslash every quote is one around a key or a text.
  if (json.includes('\\')) return false
  let at = 0
  for (const field in values) {
    const value = values[field as FieldId]
    if (value === undefined) continue
    const found = endOfKey(json, field, at)
    if (found === -1) {
      if (value !== null) return false
    } else if (!isAt(json, found, value)) return false
    else at = found
  }
  return true
}

/** Where the value of a field starts, -1 where there is none. Contacts of one account have their fields in one order, mostly. */
function endOfKey(json: string, field: string, from: number): number {
  const key = `"${field}":`
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
