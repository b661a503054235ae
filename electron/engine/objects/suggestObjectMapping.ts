import type { Column, FieldId, ValueSettings } from '../../../shared/model.ts'
import type {
  ColumnSuggestion,
  MappingSuggestion,
  SampledColumn,
} from '../../../shared/mapping/suggestMapping.ts'
import { fieldCalled, type ObjectField, type ObjectOp, type ObjectType } from '../../../shared/objectTypes.ts'

/**
 * Which column fills which field of a type, by the names of the columns alone: an object's fields are few, and a guess
 * from values could fill the wrong one. What `others` say of a column counts where its name leads to no field. Pure.
 */
export function suggestObjectMapping(
  type: ObjectType,
  op: ObjectOp,
  columns: readonly SampledColumn[],
  others: MappingSuggestion,
): MappingSuggestion {
  const taken = new Set<FieldId>()
  const byColumn = columns.map(({ column }): ColumnSuggestion => {
    const field = fieldCalled(type, column.name)
    const isFree = field !== undefined && mayFill(type, op, field) && !taken.has(field.id)
    if (field !== undefined && isFree) {
      taken.add(field.id)
      const target = { field: field.id, type: field.type, transforms: ['trim'] as const }
      return { column, target, reason: `The header says “${column.header || column.name}”.`, confidence: 1 }
    }
    return { column, target: { ignore: true }, reason: ignoredWords(type, column, field), confidence: 0 }
  })
  const ofPeople = type.aboutPeople || type.fields.some(({ id }) => id === 'email')
  return {
    columns: ofPeople ? byColumn.map((one, n) => withPeople(one, others.columns[n], taken, type)) : byColumn,
    values: others.values satisfies ValueSettings,
    valueReasons: others.valueReasons,
    known: null,
  }
}

function mayFill({ foundBy }: ObjectType, op: ObjectOp, field: ObjectField): boolean {
  if (!field.readOnly) return true
  return op !== 'insert' && foundBy.includes(field.id)
}

function ignoredWords({ one }: ObjectType, { name }: Column, field: ObjectField | undefined): string {
  if (field === undefined) return `A ${one} has nothing called “${name}”.`
  return field.readOnly ? 'The service sets it itself.' : `“${field.label}” is filled from another column.`
}

/** Columns with addresses or custom fields of people, and those that say who left, as for any file about people. */
function withPeople(
  one: ColumnSuggestion,
  other: ColumnSuggestion | undefined,
  taken: Set<FieldId>,
  type: ObjectType,
): ColumnSuggestion {
  if (other === undefined || !('ignore' in one.target)) return one
  if ('left' in other.target) return other
  if (!('field' in other.target)) return one
  const { field } = other.target
  const isOurs =
    type.fields.some(({ id, readOnly }) => id === field && !readOnly) ||
    (type.id === 'subscribers' && field.startsWith('custom:'))
  if (!isOurs || taken.has(field)) return one
  taken.add(field)
  return other
}
