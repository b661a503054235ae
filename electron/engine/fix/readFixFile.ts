import { AppError } from '../../../shared/errors.ts'
import type { Column } from '../../../shared/model.ts'
import { chooseParts } from '../source/chooseParts.ts'
import { parseParts } from '../source/parseParts.ts'
import { nameOfPaths } from '../source/pathList.ts'
import { rowLabel } from './fixFile.ts'

/** A row as it came back from a spreadsheet. */
export interface ReturnedRow {
  /** Of the row in the source; `null` where the number is gone or no number any more. */
  readonly row: number | null
  /** By column of the source; a column that was taken out of the sheet is absent. */
  readonly cells: ReadonlyMap<number, string>
}

/**
 * Reads a corrected file, saved as a workbook or as CSV.
 * @throws AppError `invalid-input` for a file without the column of row numbers; as the reading of any file
 */
export async function readFixFile(
  path: string,
  columns: readonly Column[],
  scratchPath: string,
  signal: AbortSignal,
): Promise<readonly ReturnedRow[]> {
  const { parts } = await chooseParts(path, { headerRecord: 1 })
  const found: { places: ReadonlyMap<number, number>; rowAt: number } = { places: new Map(), rowAt: -1 }
  const returned: ReturnedRow[] = []
  const sink = {
    columns(headers: readonly Column[]) {
      found.rowAt = headers.findIndex(({ header }) => header.trim() === rowLabel)
      if (found.rowAt === -1) throw noNumbers(path)
      // What stands before the numbers is not ours, nor is what the sheet says about the rows.
      found.places = placesOf(headers.slice(found.rowAt + 1), columns)
    },
    rows(_first: number, rows: readonly (readonly string[])[]) {
      for (const cells of rows) {
        const number = Number(cells[found.rowAt]?.trim())
        returned.push({
          row: Number.isInteger(number) && number > 0 ? number : null,
          cells: new Map([...found.places].map(([column, at]) => [column, cells[at] ?? ''])),
        })
      }
    },
    problem: () => undefined,
  }
  for await (const { rows } of parseParts(parts, sink, { scratchPath, signal })) if (rows < 0) break
  return returned
}

/** By name, wherever a column was moved to: source column → column of the sheet. */
function placesOf(headers: readonly Column[], columns: readonly Column[]): Map<number, number> {
  const places = new Map<number, number>()
  for (const { index, name } of columns) {
    const at = headers.findLast((one) => one.header === name)?.index
    if (at !== undefined) places.set(index, at)
  }
  return places
}

function noNumbers(path: string): AppError {
  return new AppError(
    'invalid-input',
    `“${nameOfPaths(path)}” has no column “${rowLabel}” in its first line, so its rows can’t be told. Correct the file that was written here, keep that column, and save it.`,
  )
}
