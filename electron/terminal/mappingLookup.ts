import { AppError } from '../../shared/errors.ts'
import type { Column, Field } from '../../shared/model.ts'

/** What names on the command line are looked up in. */
export interface Lookup {
  readonly columns: readonly Column[]
  readonly fields: readonly Field[]
}

/** For what starts with a column's name, which may hold a `=`. */
export function cutAtLast(text: string): [string, string?] {
  return cutAt(text, text.lastIndexOf('='))
}

/** For what ends with a value, which may hold a `=`. */
export function cutAtFirst(text: string): [string, string?] {
  return cutAt(text, text.indexOf('='))
}

function cutAt(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** By its name, whatever its capitals. @throws AppError `invalid-input` naming those that there are */
export function columnOf({ columns }: Lookup, name: string): Column {
  const wanted = name.trim().toLowerCase()
  const found =
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === wanted)
  if (found) return found
  throw new AppError(
    'invalid-input',
    `The file has no column “${name}”. It has: ${columns.map((column) => column.name).join(', ')}.`,
  )
}

/** By its id, its key or its label. @throws AppError `invalid-input` naming those that there are */
export function fieldOf({ fields }: Lookup, name: string): Field {
  const wanted = name.trim().toLowerCase()
  const found = fields.find(({ id, key, label }) =>
    [id, key, label].some((text) => text.toLowerCase() === wanted),
  )
  if (found) return found
  throw new AppError(
    'invalid-input',
    `The account has no field “${name}”. It has: ${fields.map((field) => field.label).join(', ')}.`,
  )
}
