import type { Column, Problem, SourceFormat } from '../../../shared/model.ts'
import { detectFile } from './detectFile.ts'
import type { FormatOverrides, FormatReasons } from './detectFormat.ts'
import { parseFile } from './parseFile.ts'

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
}

export interface PreviewOptions {
  /** How many rows to show. */
  readonly rows?: number
  readonly signal?: AbortSignal
}

/** Small, so that a preview of a huge file reads little of it. */
const pieceBytes = 64 * 1024

/** @throws AppError for a file that can't be read, is empty, or is not text. A header without rows is no error here. */
export async function previewFile(
  path: string,
  overrides: FormatOverrides = {},
  { rows: wanted = 100, signal }: PreviewOptions = {},
): Promise<SourcePreview> {
  const { format, reasons } = await detectFile(path, overrides)
  let columns: readonly Column[] = []
  const rows: (readonly string[])[] = []
  const problems: Problem[] = []
  const sink = {
    columns: (found: readonly Column[]) => (columns = found),
    rows: (_first: number, found: readonly (readonly string[])[]) => rows.push(...found),
    problem: (problem: Problem) => problems.push(problem),
  }
  // One row more than wanted tells whether there are more.
  await parseFile(path, format, sink, { limitRecords: wanted + 1, pieceBytes, ...(signal && { signal }) })
  return {
    format,
    reasons,
    columns,
    rows: rows.slice(0, wanted),
    problems: problems.filter(({ row }) => row === undefined || row <= wanted),
    more: rows.length > wanted,
  }
}
