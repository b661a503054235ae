import type { PersonDetail } from '../../../shared/contract/people.ts'
import type { FieldValue } from '../../../shared/model.ts'
import { readableValue } from './readableValue.ts'

/** One field of somebody, at each account; `undefined` where an account has no value. */
export interface SharedField {
  readonly label: string
  readonly values: readonly (FieldValue | undefined)[]
  /** The accounts that have a value don't say the same. */
  readonly differs: boolean
}

/** Fields of the same label beside each other, in any letters: `First name` at one service, `first_name` at another. */
export function sideBySide(details: readonly PersonDetail[]): readonly SharedField[] {
  const labels = new Map<string, string>()
  for (const { fields } of details)
    for (const { label } of fields) labels.set(keyOf(label), labels.get(keyOf(label)) ?? label)
  return [...labels].map(([key, label]) => {
    const values = details.map(({ fields }) => fields.find((field) => keyOf(field.label) === key)?.value)
    return { label, values, differs: new Set(values.filter(isGiven).map(said)).size > 1 }
  })
}

function keyOf(label: string): string {
  return label.toLowerCase().replace(/[\s_-]+/g, ' ')
}

function isGiven(value: FieldValue | undefined): value is string | number | boolean {
  return value !== undefined && value !== null && value !== ''
}

function said(value: string | number | boolean): string {
  return readableValue(value).trim().toLowerCase()
}
