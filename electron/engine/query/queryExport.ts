import type { ExportedFile } from '../../../shared/contract/exports.ts'
import type { QueryCell } from '../../../shared/contract/queries.ts'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import type { EngineParts } from '../createEngine.ts'
import { csvText } from '../export/csvText.ts'
import { writePieces } from '../export/writeExport.ts'
import { openSourceFile } from '../source/openSourceFile.ts'
import { freePastedPath } from '../source/pastedFile.ts'
import type { WholeResult } from './queryResults.ts'

export type QueryFormat = 'csv' | 'jsonl'

/** All rows of a query as a file for the user. @throws AppError as `QueryResults.run` */
export function exportQuery(
  { results, exports }: EngineParts,
  { sql, name, format }: { readonly sql: string; readonly name: string; readonly format: QueryFormat },
  signal: AbortSignal,
): Promise<ExportedFile> {
  return results.whole(sql, signal, (whole) =>
    exports.write(`${name}.${format}`, format === 'csv' ? csvOf(whole) : jsonLinesOf(whole), signal),
  )
}

/** All rows of a query as a file that can be imported, in the data folder. */
export async function queryAsFile(
  parts: EngineParts,
  { sql, name }: { readonly sql: string; readonly name: string },
  signal: AbortSignal,
): Promise<OpenedFile> {
  const path = freePastedPath(parts.pastedFolder, { stem: name, ending: 'csv' })
  await parts.results.whole(sql, signal, (whole) => writePieces(path, csvOf(whole), signal))
  const { handle, name: fileName, sizeBytes } = await openSourceFile(path)
  await handle.close()
  return { file: parts.registerFile(path), name: fileName, sizeBytes }
}

function csvOf({ columns, pages }: WholeResult): AsyncIterable<string> {
  return csvText(columns, cellTexts(pages))
}

async function* cellTexts(pages: WholeResult['pages']): AsyncGenerator<string[][]> {
  for await (const rows of pages) yield rows.map((row) => row.map(cellText))
}

async function* jsonLinesOf({ columns, pages }: WholeResult): AsyncGenerator<string> {
  const names = distinct(columns)
  for await (const rows of pages)
    yield rows
      .map((row) => `${JSON.stringify(Object.fromEntries(names.map((name, index) => [name, row[index]])))}\n`)
      .join('')
}

/** A JSON object has each name once. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return nth === 1 ? name : `${name}_${nth}`
  })
}

function cellText(cell: QueryCell): string {
  return cell === null ? '' : String(cell)
}
