import { createHash } from 'node:crypto'
import type { FieldId } from '../../../shared/model.ts'
import { type Column, type ColumnKind, ownNames, type TableShape } from './table.ts'

/** PostgreSQL cuts names after 63 bytes without a word; MySQL takes 64 characters. */
const mostBytes = 63

/** A name that every database takes: `Favourite cake!` is `favourite_cake`. Long ones end in a sum of what was cut. */
export function databaseName(wish: string): string {
  const plain = wish
    .normalize('NFC')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
  const name = /^\p{L}/u.test(plain) ? plain : `_${plain}`
  if (Buffer.byteLength(name) <= mostBytes) return name
  const sum = createHash('sha256').update(wish).digest('hex').slice(0, 8)
  let short = name
  while (Buffer.byteLength(short) > mostBytes - 9) short = Array.from(short).slice(0, -1).join('')
  return `${short}_${sum}`
}

/**
 * The columns of a table: those that it has, as they are, and one for each field that is new, up to `most`. A column
 * whose field is gone stays, so that nobody's reports break; one that the user added is left alone and its name taken.
 * Pure.
 */
export function columnsFor(
  { fields }: Pick<TableShape, 'fields'>,
  known: readonly Column[],
  taken: Iterable<string>,
  most: number,
): readonly Column[] {
  const names = new Set([
    ...ownNames,
    ...[...taken].map((name) => name.toLowerCase()),
    ...known.map(({ name }) => name),
  ])
  const byField = new Map(known.map((column) => [column.field, column]))
  const columns = [...known]
  for (const { field, wish, kind } of fields) {
    if (byField.has(field) || columns.length >= most) continue
    const column = { field, kind, name: freeName(databaseName(wish), names) }
    names.add(column.name)
    byField.set(field, column)
    columns.push(column)
  }
  return columns
}

function freeName(wish: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wish)) return wish
  for (let n = 2; ; n += 1) {
    const name = databaseName(`${wish}_${n}`)
    if (!taken.has(name)) return name
  }
}

/** A field that the account's own list doesn't have yet says its name behind its kind: `property:Cake`. */
export function lateField(
  field: FieldId,
  value: unknown,
): { readonly field: FieldId; readonly wish: string; readonly kind: ColumnKind } | null {
  const [, name] = /^property:(.+)$/s.exec(field) ?? []
  if (name === undefined) return null
  const kind = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'
  return { field, wish: name, kind }
}
