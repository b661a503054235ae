import type { FieldId } from '../../../../shared/model.ts'
import type { ObjectType, ServiceObject } from '../../../../shared/objectTypes.ts'
import { type ObjectRow, textIn } from './objectReader.ts'

type Values = ObjectRow['values']

/** The objects that an account has of one type, by what they are known by. */
export interface ObjectIndex {
  /** Those that are the same as this, line by line where they are grouped. */
  same(values: Values): readonly ServiceObject[]
  /** The one that this row is about, or why that can't be told. */
  find(values: Values): FoundObject
}

export type FoundObject =
  { readonly found: ServiceObject; readonly by: FieldId } | { readonly found: null; readonly words: string }

export function objectIndex(type: ObjectType, objects: readonly ServiceObject[]): ObjectIndex {
  const same = Map.groupBy(objects, ({ values }) => sameName(type, values))
  const byField = new Map(
    type.foundBy.map((field) => [field, Map.groupBy(objects, (one) => fold(idOrText(one, field)))] as const),
  )
  return {
    same: (values) => same.get(sameName(type, values)) ?? [],
    find(values) {
      const field = type.foundBy.find((one) => textIn(values, one) !== '')
      const labels = type.fields
        .filter(({ id }) => type.foundBy.includes(id))
        .map(({ label }) => `“${label}”`)
      if (field === undefined)
        return {
          found: null,
          words: `This row has no ${labels.join(' or ')}, so nothing says which ${type.one} is meant.`,
        }
      const text = textIn(values, field)
      const alike = byField.get(field)?.get(fold(text)) ?? []
      const exact = alike.filter((one) => idOrText(one, field) === text)
      const [found, other] = exact.length > 0 ? exact : alike
      if (found === undefined) return { found: null, words: `The account has no ${type.one} “${text}”.` }
      if (other !== undefined && other.id !== found.id)
        return { found: null, words: `The account has several of “${text}”. Say which by its id.` }
      return { found, by: field }
    },
  }
}

function idOrText(object: ServiceObject, field: FieldId): string {
  return field === 'id' ? object.id : textIn(object.values, field)
}

/** Two objects with the same name here are the same. */
export function sameName({ sameBy, foldsCase }: ObjectType, values: Values): string {
  const name = JSON.stringify(sameBy.map((field) => textIn(values, field).trim()))
  return foldsCase ? fold(name) : name
}

function fold(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}

/** What people call an object: its name, its subject, its address. */
export function nameOf(type: ObjectType, values: Values): string {
  const naming = [
    'name',
    'label',
    'old_label',
    'old_name',
    'subject',
    'transaction_id',
    'target_url',
    'url',
    'description',
    'id',
  ]
  const field = naming.find((id) => type.fields.some((one) => one.id === id) && textIn(values, id) !== '')
  const text = field === undefined ? '' : textIn(values, field)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
