import type { Table, TableColumn, TablePages, TableRow } from '../table.ts'
import { columnName, headerCell, sheetCell, typedCell } from './sheetCell.ts'
import { sheetEnd, sheetStart, workbookParts } from './workbookParts.ts'
import { type ZipEntry, zipStream } from './zipStream.ts'

/** The most rows that a sheet has, header included. */
export const excelRows = 1_048_576

/** Characters after which a sheet ends too, so that none outgrows what a ZIP entry can be. */
const mostText = 1_000_000_000

/**
 * A table as an Excel file, page by page: write-excel-file would hold all rows in memory and the engine's thread with
 * them. What does not fit into one sheet goes on in the next, under the same header.
 */
export function xlsxFile({ columns, pages }: Table, mostRows = excelRows): AsyncGenerator<Uint8Array> {
  return zipStream(entries(columns, pages, mostRows))
}

async function* entries(
  columns: readonly TableColumn[],
  pages: TablePages,
  mostRows: number,
): AsyncGenerator<ZipEntry> {
  const rows = rowReader(pages)
  let sheets = 0
  do {
    sheets += 1
    yield { name: `xl/worksheets/sheet${sheets}.xml`, text: sheetText(columns, rows, mostRows) }
  } while (await rows.hasMore())
  yield* workbookParts(sheets)
}

async function* sheetText(
  columns: readonly TableColumn[],
  rows: RowReader,
  mostRows: number,
): AsyncGenerator<string> {
  const names = columns.map((_, n) => columnName(n))
  const header = columns.map(({ label }, n) => headerCell(label, `${names[n] ?? ''}1`))
  yield `${sheetStart}<row r="1">${header.join('')}</row>`
  let row = 1
  let written = 0
  while (row < mostRows && written < mostText) {
    const page = await rows.take(mostRows - row)
    if (page.length === 0) break
    let text = ''
    for (const cells of page) {
      row += 1
      const number = row
      const written = columns.map(({ type, asTyped }, n) => {
        const at = `${names[n] ?? ''}${number}`
        return asTyped ? typedCell(cells[n] ?? null, at) : sheetCell(cells[n] ?? null, type, at)
      })
      text += `<row r="${number}">${written.join('')}</row>`
    }
    written += text.length
    yield text
  }
  yield sheetEnd
}

interface RowReader {
  /** At most so many rows of the next page; none at the end. */
  take(most: number): Promise<readonly TableRow[]>
  hasMore(): Promise<boolean>
}

function rowReader(pages: TablePages): RowReader {
  const reader = inOrder(pages)
  let left: readonly TableRow[] = []
  const fill = async () => {
    while (left.length === 0) {
      const { value, done } = await reader.next()
      if (done === true) return
      left = value
    }
  }
  return {
    async take(most) {
      await fill()
      const taken = left.slice(0, most)
      left = left.slice(most)
      return taken
    },
    async hasMore() {
      await fill()
      return left.length > 0
    },
  }
}

async function* inOrder(pages: TablePages): AsyncGenerator<readonly TableRow[], undefined> {
  yield* pages
}
