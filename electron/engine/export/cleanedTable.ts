import { hasRow } from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import { type Table, type TableRow, textColumns } from './table.ts'

const pageRows = 500

/** The rows of a file as they are now, but for those that are skipped. Cells stay text. */
export function cleanedTable(staged: StagedRows): Table {
  const { columns } = staged.info
  return {
    columns: textColumns(columns.map(({ header, name }) => (header === '' ? name : header))),
    pages: pagesOf(staged),
  }
}

function* pagesOf(staged: StagedRows): Generator<TableRow[]> {
  const skipped = staged.skipped()
  for (const batch of staged.iterate(pageRows))
    yield batch.filter(({ row }) => !hasRow(skipped, row)).map(({ cells }) => cells)
}
