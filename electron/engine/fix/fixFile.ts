import type { FixFile, FixTarget } from '../../../shared/contract/fixes.ts'
import { AppError } from '../../../shared/errors.ts'
import { rowPlace } from '../../../shared/rowPlace.ts'
import type { EngineParts } from '../createEngine.ts'
import type { Table, TableRow } from '../export/table.ts'
import { tableFile } from '../export/tableFile.ts'
import { openStagedRows } from '../source/stagedRows.ts'
import { fixRowsOf, sourceOfTarget } from './fixRows.ts'

/** By this column rows find back; its name tells people to leave it alone. */
export const rowLabel = 'Row (leave as it is)'
export const problemLabel = 'What is wrong'

/** The most characters that a cell of a spreadsheet holds. */
const mostCharacters = 32_767
/** In the place of a cell that is longer: it stays as it is. */
export const tooLong = '(too long for a spreadsheet; it stays as it is)'

const rowsPerPage = 200

/**
 * Writes the rows of a target that have a problem into an Excel file among the exports, where it is as safe as those:
 * only the user can read it, and it is gone with the next start or when somebody is forgotten.
 * @throws AppError `not-found` where there is no such row
 */
export async function writeFixFile(
  parts: EngineParts,
  target: FixTarget,
  signal: AbortSignal,
): Promise<FixFile> {
  const source = sourceOfTarget(parts, target)
  const { name, parts: files } = parts.sources.get(source).info
  const staged = openStagedRows(parts.stagedPath(source))
  let count = 0
  try {
    const { columns, rows } = fixRowsOf(parts, target, staged)
    const places = files !== undefined
    function* pages(): Generator<TableRow[]> {
      let page: TableRow[] = []
      for (const { row, problem, cells } of rows()) {
        count += 1
        const place = rowPlace(files, row)
        const where = place === null ? [] : [`${place.file}, row ${place.row}`]
        page.push([
          String(row),
          problem,
          ...where,
          ...columns.map(({ index }) => written(cells[index] ?? '')),
        ])
        if (page.length < rowsPerPage) continue
        yield page
        page = []
      }
      yield page
    }
    const label = (text: string) => ({ label: text, type: 'text' as const, asTyped: true as const })
    const table: Table = {
      columns: [
        rowLabel,
        problemLabel,
        ...(places ? ['File'] : []),
        ...columns.map((column) => column.name),
      ].map(label),
      pages: pages(),
    }
    const stem =
      'run' in target ? `to correct from run ${target.run}` : `to correct from ${name.replace(/\.\w+$/, '')}`
    const file = await parts.exports.write(`${stem}.xlsx`, tableFile(table, { is: 'xlsx' }), signal)
    if (count > 0) return { ...file, rows: count }
  } finally {
    staged.close()
  }
  throw new AppError('not-found', 'There is no row with a problem here, so there is nothing to correct.')
}

function written(cell: string): string {
  return cell.length > mostCharacters ? tooLong : cell
}
