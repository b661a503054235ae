import type { Column, Field, FieldId, FieldRule, Mapping } from '../model.ts'
import { noSuchColumn } from './columnAt.ts'
import { columnsOf, countryColumnOf } from './columnsOf.ts'
import { emailField } from './emailField.ts'

/**
 * What is wrong with which column fills which field: a sentence each. `fields` are the account's; `requiredFields` those of
 * which it needs at least one to know a person.
 */
export function fillProblems(
  mapping: Mapping,
  columns: readonly Column[],
  fields: readonly Field[],
  { requiredFields }: { readonly requiredFields: readonly FieldId[] },
): readonly string[] {
  const labelOf = (id: FieldId) => fields.find((field) => field.id === id)?.label ?? id
  return [
    ...(namesSomebody(mapping, requiredFields) ? [] : [nobodyNamed(requiredFields.map(labelOf))]),
    ...repeatedFields(mapping).map((id) => `“${labelOf(id)}” is mapped more than once. Keep one of them.`),
    ...unknownFields(mapping, fields).map(
      (id) => `The account has no field “${id}” any more. Choose another field, or leave the column out.`,
    ),
    ...missingColumns(mapping, columns).map((index) => noSuchColumn(columns, index)),
    ...mapping.fields.flatMap((rule) => templateProblems(rule, labelOf(rule.field))),
    ...mapping.fields.filter(isOnePerson).map(({ field }) => sameEverywhere(labelOf(field))),
  ]
}

function namesSomebody({ fields }: Mapping, required: readonly FieldId[]): boolean {
  return required.length === 0 || fields.some((rule) => required.includes(rule.field))
}

function nobodyNamed(labels: readonly string[]): string {
  const last = labels.at(-1) ?? ''
  if (labels.length < 2) return `No column is mapped to “${last}”. Choose the column that holds it.`
  const others = labels.slice(0, -1).map((label) => `“${label}”`)
  return `No column is mapped to ${others.join(', ')} or “${last}”. Choose the column that says who each row is about.`
}

function repeatedFields(mapping: Mapping): readonly FieldId[] {
  const ids = mapping.fields.map((rule) => rule.field)
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]
}

function unknownFields(mapping: Mapping, fields: readonly Field[]): readonly FieldId[] {
  const known = new Set(fields.map((field) => field.id))
  return [...new Set(mapping.fields.map((rule) => rule.field))].filter((id) => !known.has(id))
}

function missingColumns(mapping: Mapping, columns: readonly Column[]): readonly number[] {
  const known = new Set(columns.map((column) => column.index))
  const used = [...mapping.fields.flatMap(({ from }) => columnsOf(from)), ...countryColumnOf(mapping.values)]
  return [...new Set([...used, ...mapping.left.map((rule) => rule.column)])].filter(
    (index) => !known.has(index),
  )
}

function templateProblems({ from }: FieldRule, label: string): readonly string[] {
  if (!('template' in from) || columnsOf(from).length > 0) return []
  return [
    `“${label}” is made of text alone, without any column, so nobody would get it. Name a column, or use a fixed value.`,
  ]
}

function isOnePerson({ field, from }: FieldRule): boolean {
  return field === emailField && 'constant' in from
}

function sameEverywhere(label: string): string {
  return `“${label}” has the same fixed value in every row, so all rows would be one person. Choose a column.`
}
