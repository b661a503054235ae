import type { FieldRule } from '../model.ts'
import type { ColumnSuggestion } from './suggestMapping.ts'

/** The rule of somebody who takes a suggestion as it is: none where the column fills no field. */
export function suggestedRules({ column, target }: Pick<ColumnSuggestion, 'column' | 'target'>): FieldRule[] {
  if (!('field' in target)) return []
  const { field, type, transforms, template } = target
  const from = template === undefined ? { column: column.index } : { template }
  return [{ field, type, from, transforms, write: 'always', blank: 'leave' }]
}
