import type { Column, Field, FieldId, ValueType } from '../../../shared/model.ts'
import { suggestMapping } from '../../../shared/mapping/suggestMapping.ts'
import type { SuggestedTarget } from '../../../shared/mapping/suggestMapping.ts'
import type { Label, LabelledFile } from './labelled/labelledColumn.ts'

/** The fields of an account as people set one up in Kit. */
export const accountFields: readonly Field[] = [
  field('email', 'Email', 'email', false),
  field('first_name', 'First name', 'text', false),
  ...[
    'Last name',
    'Phone',
    'Company',
    'Job title',
    'Address',
    'City',
    'State',
    'Postal code',
    'Country',
    'Birthday',
    'Website',
    'Language',
    'Interests',
    'Notes',
    'Source',
    'Customer ID',
    'Orders count',
    'Total spent',
    'Last order',
    'Signed up on',
  ].map((label) => field(label.toLowerCase().replaceAll(' ', '_'), label, 'text', true)),
]

function field(key: string, label: string, type: ValueType, custom: boolean): Field {
  return { id: key as FieldId, key, label, type, custom }
}

export interface Score {
  readonly right: number
  readonly total: number
  /** A line for each column that was read otherwise. */
  readonly wrong: readonly string[]
}

/** How many of the labelled columns are suggested as labelled. */
export function scoreSuggestions(files: readonly LabelledFile[]): Score {
  const wrong = files.flatMap(wrongInFile)
  const total = files.reduce((sum, file) => sum + file.columns.length, 0)
  return { right: total - wrong.length, total, wrong }
}

function wrongInFile({ file, columns }: LabelledFile): readonly string[] {
  const sampled = columns.map(({ header, samples }, index) => ({ column: asColumn(header, index), samples }))
  const suggestion = suggestMapping({ columns: sampled, fields: accountFields })
  return suggestion.columns.flatMap(({ target, reason, column }, at) => {
    const wanted = columns[at]?.label
    const got = labelOf(target)
    return got === wanted
      ? []
      : [`${file}: "${column.header}" is ${wanted ?? '?'}, suggested ${got}: ${reason}`]
  })
}

function asColumn(header: string, index: number): Column {
  return { index, header, name: header }
}

function labelOf(target: SuggestedTarget): Label {
  if ('left' in target) return 'left'
  return 'ignore' in target ? 'ignore' : (target.field as string as Label)
}
