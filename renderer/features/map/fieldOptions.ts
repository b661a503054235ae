import { columnsOf } from '../../../shared/mapping/columnsOf.ts'
import type { PickerOption } from '../../components/searchOptions.ts'
import type { Column, Field, LeftRule, Mapping, ValueOrigin } from '../../../shared/model.ts'
import { leftWhenWords, typeWords } from './mapWords.ts'

/** What a column can be for. */
export type ColumnTarget =
  | { readonly is: 'ignored' }
  | { readonly is: 'left'; readonly leftWhen: LeftRule['leftWhen'] }
  | { readonly is: 'field'; readonly field: string }
  /** One of several columns that fill a field together. */
  | { readonly is: 'part'; readonly field: string }

export function targetOf(mapping: Pick<Mapping, 'fields' | 'left'>, column: number): ColumnTarget {
  const left = mapping.left.find((rule) => rule.column === column)
  if (left !== undefined) return { is: 'left', leftWhen: left.leftWhen }
  const rule = mapping.fields.find(({ from }) => 'column' in from && from.column === column)
  if (rule !== undefined) return { is: 'field', field: rule.field }
  const joined = mapping.fields.find(({ from }) => columnsOf(from).includes(column))
  return joined === undefined ? { is: 'ignored' } : { is: 'part', field: joined.field }
}

export function valueOfTarget(target: ColumnTarget): string {
  if (target.is === 'left') return `left:${target.leftWhen}`
  return target.is === 'ignored' ? 'ignored' : `${target.is}:${target.field}`
}

/** The inverse of `valueOfTarget`, of what can be picked. */
export function targetOfValue(value: string): ColumnTarget {
  if (value.startsWith('field:')) return { is: 'field', field: value.slice('field:'.length) }
  if (value.startsWith('left:'))
    return { is: 'left', leftWhen: value.slice('left:'.length) as LeftRule['leftWhen'] }
  return { is: 'ignored' }
}

/** Fields of the account, each with who fills it already. */
export function fieldOptions(
  fields: readonly Field[],
  mapping: Mapping,
  columns: readonly Column[],
): readonly PickerOption[] {
  const filledBy = new Map(mapping.fields.map(({ field, from }) => [field, originWords(from, columns)]))
  return fields.map(({ id, label, type, custom }) => ({
    value: `field:${id}`,
    label,
    hint: filledBy.get(id) ?? typeWords[type],
    group: custom ? 'Custom fields' : 'Fields',
  }))
}

export const ignoreChoice: PickerOption = {
  value: 'ignored',
  label: 'Don’t send this column',
  group: 'Nothing',
}

/** For rows about people: columns that say who left. */
export const leftChoices: readonly PickerOption[] = (['yes', 'no', 'any-value'] as const).map((leftWhen) => ({
  value: `left:${leftWhen}`,
  label: leftWhenWords[leftWhen],
  group: 'Hold people back',
}))

function originWords(from: ValueOrigin, columns: readonly Column[]): string {
  if ('constant' in from) return 'has a fixed value'
  if ('template' in from) return 'filled from several columns'
  return `from ${columns.find(({ index }) => index === from.column)?.name ?? 'another column'}`
}
