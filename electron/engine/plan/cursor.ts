import { AppError } from '../../../shared/errors.ts'
import type { Column, ValueSettings } from '../../../shared/model.ts'
import { parseDate } from '../../../shared/values/date.ts'
import { parseNumber } from '../../../shared/values/number.ts'

/** A cell of the cursor column in a form that sorts: a number, a date as ISO text, or `null` for a blank. */
export type Cursor = number | string | null

/**
 * Reads cells of a cursor column. All of them must be numbers, or all dates: text has no order that means "newer".
 * @throws AppError `invalid-input` naming the row and the cell.
 */
export function cursorReader({ name }: Column, values: ValueSettings): (cell: string, row: number) => Cursor {
  let first: 'number' | 'string' | null = null
  return (cell, row) => {
    const text = cell.trim()
    if (text === '') return null
    const cursor = readCursor(text, values)
    first ??= cursor === null ? null : typeof cursor === 'number' ? 'number' : 'string'
    if (cursor === null || typeof cursor !== first)
      throw new AppError(
        'invalid-input',
        `Row ${row} has “${text.slice(0, 60)}” in “${name}”, which can't be compared with the other rows. ` +
          'Choose a cursor column that holds only numbers, or only dates.',
      )
    return cursor
  }
}

function readCursor(text: string, values: ValueSettings): Cursor {
  if (/^\d+$/.test(text)) return Number(text)
  const number = parseNumber(text, values.decimalMark)
  if (number.ok && typeof number.value === 'number') return number.value
  const date = parseDate(text, values.dateOrder)
  return date.ok && typeof date.value === 'string' ? date.value : null
}
