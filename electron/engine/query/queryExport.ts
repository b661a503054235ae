import type { ExportedFile } from '../../../shared/contract/exports.ts'
import type { ExportFormat } from '../../../shared/exportFormat.ts'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import type { EngineParts } from '../createEngine.ts'
import { csvText } from '../export/csvText.ts'
import type { Table } from '../export/table.ts'
import { tableFile, tableFileName } from '../export/tableFile.ts'
import { writePieces } from '../export/writeExport.ts'
import { openSourceFile } from '../source/openSourceFile.ts'
import { freePastedPath } from '../source/pastedFile.ts'
import { columnTypes } from './columnTypes.ts'
import type { Rows, WholeResult } from './queryResults.ts'

interface AskedQuery {
  readonly sql: string
  readonly timeLimitMs: number
  /** What the file is called, without its ending. */
  readonly name: string
}

/** All rows of a query as a file for the user. @throws AppError as `QueryResults.run` */
export function exportQuery(
  { results, exports }: EngineParts,
  { sql, timeLimitMs, name, format }: AskedQuery & { readonly format: ExportFormat },
  signal: AbortSignal,
): Promise<ExportedFile> {
  return results.whole(sql, { timeLimitMs, signal }, async (whole) =>
    exports.write(tableFileName(name, format), tableFile(await tableOf(whole), format), signal),
  )
}

/** All rows of a query as a file that can be imported, in the data folder. */
export async function queryAsFile(
  parts: EngineParts,
  { sql, timeLimitMs, name }: AskedQuery,
  signal: AbortSignal,
): Promise<OpenedFile> {
  const path = freePastedPath(parts.pastedFolder, { stem: name, ending: 'csv' })
  await parts.results.whole(sql, { timeLimitMs, signal }, async (whole) =>
    writePieces(path, csvText(await tableOf(whole)), signal),
  )
  const written = await openSourceFile(path)
  await written.close()
  return { file: parts.registerFile(path), name: written.name, sizeBytes: written.sizeBytes }
}

/** What the columns hold is told by the first page. */
async function tableOf({ columns, pages }: WholeResult): Promise<Table> {
  const reader = pages[Symbol.asyncIterator]()
  const first = await reader.next()
  const rows = first.done === true ? [] : first.value
  const types = columnTypes(columns.length, rows)
  async function* all(): AsyncGenerator<Rows> {
    yield rows
    yield* { [Symbol.asyncIterator]: () => reader }
  }
  return { columns: columns.map((label, n) => ({ label, type: types[n] ?? 'text' })), pages: all() }
}
