import type { FileSuggestion } from '../../shared/contract/sources.ts'
import { AppError } from '../../shared/errors.ts'
import { columnsOf } from '../../shared/mapping/columnsOf.ts'
import type { Column, Field } from '../../shared/model.ts'
import { type ChosenMapping, notUsed } from './chooseMapping.ts'

/** What the last file of the same columns was mapped to, as it was. @throws AppError `not-found` where there is none */
export function rememberedMapping(
  { remembered }: Pick<FileSuggestion, 'remembered'>,
  columns: readonly Column[],
  fields: readonly Field[],
): ChosenMapping {
  if (remembered === null)
    throw new AppError(
      'not-found',
      'No file with these columns was mapped for this account before. Leave out --remembered.',
    )
  const { mapping } = remembered
  const uses = columns.map(({ index, name }) => {
    const filled = mapping.fields.filter(({ from }) => columnsOf(from).includes(index))
    const labels = filled.map(({ field }) => fields.find(({ id }) => id === field)?.label ?? field)
    const left = mapping.left.some(({ column }) => column === index) ? ['who left'] : []
    const use = [...labels, ...left].join(', ') || notUsed
    return { column: name, use, reason: 'as the last time' }
  })
  return { mapping, uses }
}
