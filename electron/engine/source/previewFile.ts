import type { Column, Problem, SourceFormat } from '../../../shared/model.ts'
import { chooseParts, type PartView } from './chooseParts.ts'
import type { FormatOverrides, FormatReasons } from './detectFormat.ts'
import { parseParts } from './parseParts.ts'
import type { SheetView } from './workbook/detectSheet.ts'

/** The first rows of a file, read exactly as a run would read them. */
export interface SourcePreview {
  readonly format: SourceFormat
  readonly reasons: FormatReasons
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
  /** Of the header and of these rows. */
  readonly problems: readonly Problem[]
  /** There are rows after these. */
  readonly more: boolean
  /** Of a workbook: what can be chosen from. */
  readonly sheets: readonly SheetView[]
  /** Several files, or those in an archive; empty for a single one. */
  readonly parts: readonly PartView[]
}

export interface PreviewOptions {
  /** How many rows to show. */
  readonly rows?: number
  readonly signal?: AbortSignal
}

/** Small, so that a preview of a huge file reads little of it. */
const pieceBytes = 64 * 1024

/** Of a cell, letters that are shown: one of a hundred megabytes would stop any window. */
const shownLetters = 10_000

/** @throws AppError for a file that can't be read, is empty, or is not text. A header without rows is no error here. */
export async function previewFile(
  path: string,
  overrides: FormatOverrides = {},
  { rows: wanted = 100, signal }: PreviewOptions = {},
): Promise<SourcePreview> {
  const { parts, detected, united, views } = await chooseParts(path, overrides)
  let columns: readonly Column[] = []
  const rows: (readonly string[])[] = []
  const problems: Problem[] = []
  const sink = {
    columns: (found: readonly Column[]) => (columns = found),
    rows: (_first: number, found: readonly (readonly string[])[]) => rows.push(...found),
    problem: (problem: Problem) => problems.push(problem),
  }
  // One row more than wanted tells whether there are more.
  const options = { limitRecords: wanted + 1, pieceBytes, united, ...(signal && { signal }) }
  for await (const { rows: read } of parseParts(parts, sink, options)) if (read > wanted) break
  return {
    format: detected.format,
    reasons: detected.reasons,
    columns,
    rows: rows.slice(0, wanted).map(shownCells),
    problems: problems.filter(({ row }) => row === undefined || row <= wanted),
    more: rows.length > wanted,
    sheets: detected.sheets ?? [],
    parts: views ?? [],
  }
}

function shownCells(cells: readonly string[]): readonly string[] {
  return cells.some(({ length }) => length > shownLetters)
    ? cells.map((cell) => (cell.length > shownLetters ? `${cell.slice(0, shownLetters)}…` : cell))
    : cells
}
