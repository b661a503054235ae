import { AppError } from '../../shared/errors.ts'
import type { ObjectTypeView, ObjectView } from '../../shared/contract/objects.ts'
import type { FieldValue } from '../../shared/model.ts'
import { type ObjectTypeId, objectTypeIds } from '../../shared/objectTypes.ts'
import { table } from './table.ts'
import { counted } from './words.ts'

/** `tag-subscriptions` */
export function typeName(id: ObjectTypeId): string {
  return id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** A type as somebody typed it: `custom-fields`, `customFields`, `Custom fields`. @throws AppError `invalid-input` */
export function typeCalled(text: string): ObjectTypeId {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '')
  const found = objectTypeIds.find((id) => plain(id) === plain(text))
  if (found) return found
  throw new AppError(
    'invalid-input',
    `There is no “${text}”. There are: ${objectTypeIds.map(typeName).join(', ')}.`,
  )
}

/** What an account holds. */
export function typesWords(types: readonly ObjectTypeView[], width: number): string {
  const lines = types.map(({ id, operations, incremental, sees, unavailable }) => [
    typeName(id),
    operations.join(', ') || 'read only',
    incremental.join(', '),
    unavailable ?? sees,
  ])
  return table([['Type', 'A file can', 'New since, by', 'What is seen'], ...lines], width)
}

/** Objects as a table, with the fields that any of them has. */
export function objectsWords(
  { fields, one, many }: ObjectTypeView,
  objects: readonly ObjectView[],
  { width, isAll }: { readonly width: number; readonly isAll: boolean },
): string {
  if (objects.length === 0) return `No ${many}.`
  const shown = fields.filter(
    ({ id }) => id === 'id' || objects.some(({ values }) => values[id] !== undefined),
  )
  const lines = objects.map(({ id, values }) =>
    shown.map((field) => shortened(field.id === 'id' ? id : values[field.id])),
  )
  const total = `${counted(objects.length, one, many)}${isAll ? '' : ', and there are more: take all with --csv'}`
  return `${table([shown.map(({ label }) => label), ...lines], width)}\n${total}`
}

const longest = 60

/** A broadcast's content is long. */
function shortened(value: FieldValue | undefined): string {
  const text = value === undefined || value === null ? '' : String(value)
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
