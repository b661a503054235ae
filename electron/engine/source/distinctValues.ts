import type { DistinctValues } from '../../../shared/contract/sources.ts'
import { columnAt } from '../../../shared/mapping/columnAt.ts'
import { columnsOf } from '../../../shared/mapping/columnsOf.ts'
import { compileTemplate } from '../../../shared/mapping/compileTemplate.ts'
import { suggestValues } from '../../../shared/mapping/suggestValues.ts'
import type { Column, Transform, ValueOrigin } from '../../../shared/model.ts'
import { cellListReader } from '../../../shared/values/cellList.ts'
import { compileSteps } from '../../../shared/values/steps/compileSteps.ts'
import { isBlank, trimInvisible } from '../../../shared/values/trimInvisible.ts'
import { breathe } from '../breathe.ts'
import type { StagedRows } from './stagedRows.ts'

export interface WantedValues {
  readonly from: ValueOrigin
  /** What is done to them before they are counted. */
  readonly transforms: readonly Transform[]
  /** Cells hold lists, whose values stand between these signs. */
  readonly separators?: string | undefined
  /** How many of the most frequent ones were answered before. */
  readonly offset?: number
}

/** From here on a column has too many values for anybody to look at each. */
const mostToldApart = 20_000
const mostAnswered = 500
const batchRows = 1000

/** Counts the different values over the whole file. */
export async function distinctValues(
  staged: StagedRows,
  { from, transforms, separators, offset = 0 }: WantedValues,
  signal: AbortSignal,
): Promise<DistinctValues> {
  const counts = new Map<string, number>()
  let blankRows = 0
  const read = reader(from, staged.info.columns)
  const steps = compileSteps(transforms)
  const list = separators === undefined ? null : cellListReader(separators)
  const count = (value: string) => {
    const before = counts.get(value)
    if (before !== undefined) counts.set(value, before + 1)
    else if (counts.size < mostToldApart) counts.set(value, 1)
  }
  for (const batch of staged.iterateColumns(columnsOf(from), batchRows)) {
    signal.throwIfAborted()
    for (const { cells } of batch) {
      const text = changed(read(cells), steps)
      if (isBlank(text)) blankRows += 1
      else if (list === null) count(text)
      else list(text).forEach(count)
    }
    await breathe()
  }
  const all = [...counts].map(([value, times]) => ({ value, count: times }))
  const values = all
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(offset, offset + mostAnswered)
  return { values, distinct: counts.size, blankRows, suggestions: suggestValues(values) }
}

function reader(
  from: ValueOrigin,
  columns: readonly Column[],
): (cells: readonly (string | undefined)[]) => string {
  if ('constant' in from) return () => from.constant
  if ('column' in from) {
    const { index } = columnAt(columns, from.column)
    return (cells) => cells[index] ?? ''
  }
  const join = compileTemplate(from.template, columns)
  return (cells) => join(cells) ?? ''
}

/** What a step refuses is no value that a table could have. */
function changed(text: string, steps: ReturnType<typeof compileSteps>): string {
  if (isBlank(text)) return ''
  const made = steps(text, { country: null })
  if (typeof made === 'string') return trimInvisible(made)
  return 'text' in made ? trimInvisible(made.text) : ''
}
