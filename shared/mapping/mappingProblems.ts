import type { Column, Field, FieldId, Mapping } from '../model.ts'
import { fillProblems } from './fillProblems.ts'
import { valueProblems } from './valueProblems.ts'

/**
 * What is wrong with a mapping as a whole, before any row is read: a sentence each, empty where it can be used.
 * `fields` are the account's; `requiredFields` those of which it needs at least one to know a person.
 */
export function mappingProblems(
  mapping: Mapping,
  columns: readonly Column[],
  fields: readonly Field[],
  needed: { readonly requiredFields: readonly FieldId[] },
): readonly string[] {
  return [...fillProblems(mapping, columns, fields, needed), ...valueProblems(mapping, fields)]
}
