import { columnAt } from '../mapping/columnAt.ts'
import type { AudienceRef, Column } from '../model.ts'
import { cellListReader } from '../values/cellList.ts'
import { quoteCell } from '../values/quoteCell.ts'
import { foldValue } from '../values/steps/valuesStep.ts'
import type { ListColumn, UnplacedValue } from './listColumns.ts'

export interface RowLists {
  /** Each once. */
  readonly joins: readonly AudienceRef[]
  /** Which values nothing was chosen for, in words. */
  readonly warning: string | null
  /** The same of lists that are made, which say nothing on rows. */
  readonly unplaced: readonly UnplacedValue[]
}

type ReadLists = (cells: readonly (string | undefined)[]) => RowLists | null

const mostRemembered = 5000

/**
 * Compiles list columns once, for any number of rows. `null`: nothing in the row.
 * @throws AppError `invalid-input` where one names a column that the file does not have
 */
export function compileLists(lists: readonly ListColumn[], columns: readonly Column[]): ReadLists {
  const readers = lists.map((list) => {
    const { index, name } = columnAt(columns, list.column)
    const read = remembered(valueReader(list, name))
    return (cells: readonly (string | undefined)[]) => read(cells[index] ?? '')
  })
  const [only] = readers
  if (only !== undefined && readers.length === 1) return only
  return (cells) => {
    const found = readers.map((read) => read(cells)).filter((one) => one !== null)
    if (found.length === 0) return null
    const warnings = found.flatMap(({ warning }) => warning ?? [])
    return {
      joins: eachOnce(found.flatMap(({ joins }) => joins)),
      warning: warnings.join(' ') || null,
      unplaced: found.flatMap(({ unplaced }) => unplaced),
    }
  }
}

function valueReader(
  { values, separators, kind, makes }: ListColumn,
  name: string,
): (cell: string) => RowLists | null {
  const audiences = new Map(values.map(({ value, audience }) => [foldValue(value), audience]))
  const list = cellListReader(separators)
  return (cell) => {
    const joins: AudienceRef[] = []
    const unknown: string[] = []
    for (const value of list(cell)) {
      const audience = audiences.get(foldValue(value))
      if (audience === undefined) unknown.push(value)
      else if (audience !== null) joins.push(audience)
    }
    if (joins.length === 0 && unknown.length === 0) return null
    const warning =
      unknown.length === 0 || makes === true
        ? null
        : `No ${kind} was chosen for ${unknown.map(quoteCell).join(', ')} in column “${name}”, so nothing is done for it.`
    const unplaced = makes === true ? unknown.map((value) => ({ kind, value })) : []
    return { joins: eachOnce(joins), warning, unplaced }
  }
}

function eachOnce(audiences: readonly AudienceRef[]): readonly AudienceRef[] {
  if (audiences.length < 2) return audiences
  return [...new Map(audiences.map((one) => [`${one.kind} ${one.id}`, one])).values()]
}

/** Such columns hold the same lists over and over. */
function remembered(read: (cell: string) => RowLists | null): (cell: string) => RowLists | null {
  const known = new Map<string, RowLists | null>()
  return (cell) => {
    const before = known.get(cell)
    if (before !== undefined) return before
    const made = read(cell)
    if (known.size < mostRemembered && cell.length <= 200) known.set(cell, made)
    return made
  }
}
