import { isBlank } from '../../../shared/values/trimInvisible.ts'
import type { SomeCells } from '../source/stagedRows.ts'

/**
 * A row with its blank cells filled from other rows of the same person; the first of them that says something counts. Pure.
 * @param except a column that stays as it is: it says something of the row, not of the person
 */
export function fillBlanks(
  row: SomeCells,
  others: readonly (readonly (string | undefined)[])[],
  except: number | null = null,
): SomeCells {
  if (others.length === 0) return row
  const cells = [...row.cells]
  const width = Math.max(cells.length, ...others.map(({ length }) => length))
  for (let at = 0; at < width; at += 1) {
    const own = cells[at]
    if (at === except) continue
    if (own !== undefined && !isBlank(own)) continue
    const other = others.find((one) => one[at] !== undefined && !isBlank(one[at] ?? ''))
    if (other?.[at] !== undefined) cells[at] = other[at]
  }
  return { row: row.row, cells }
}

/** How many of these columns a row says something in. Pure. */
export function filledCells(cells: readonly (string | undefined)[], columns: readonly number[]): number {
  let filled = 0
  for (const column of columns) if (!isBlank(cells[column] ?? '')) filled += 1
  return filled
}
