import { AppError } from '../../../shared/errors.ts'
import type { Column, SourceFormat } from '../../../shared/model.ts'
import { detectFile, type DetectedFile } from './detectFile.ts'
import type { FormatOverrides } from './detectFormat.ts'
import { type ColumnMatch, differenceWords, isSame, matchColumns } from './matchColumns.ts'
import type { PartFile } from './partFiles.ts'
import { type FileSink, parseFile, type ParseOptions, type ParseResult } from './parseFile.ts'

/** A file with how it is to be read. */
export interface ReadablePart {
  readonly part: PartFile
  readonly format: SourceFormat
}

/**
 * One file after the other into one table: rows are numbered on, and cells stand under the columns of the first file,
 * in whatever order the others have them. `united`: under those of all, which are blank where a file lacks one.
 * @throws AppError as `parseFile`; `invalid-input` for a file with other columns, naming them.
 */
export async function* parseParts(
  parts: readonly ReadablePart[],
  sink: Omit<FileSink, 'bytes' | 'read'> & {
    bytes?(part: PartFile, bytes: Uint8Array): void
    read?(part: PartFile, bytesDone: number): void
  },
  { united, ...options }: ParseOptions & { readonly united?: readonly Column[] | null } = {},
): AsyncGenerator<ParseResult & ReadablePart & { readonly firstRow: number }> {
  let columns: readonly Column[] | null = null
  let rows = 0
  for (const { part, format } of parts) {
    const before = rows
    const limitRecords = (options.limitRecords ?? Infinity) - before
    if (limitRecords <= 0) return
    let places: Places | null = null
    const partSink: FileSink = {
      bytes: (bytes) => sink.bytes?.(part, bytes),
      read: (done) => sink.read?.(part, done),
      columns(found) {
        if (columns === null) {
          columns = united ?? found
          sink.columns(columns)
          if (!united) return
        }
        const match = matchColumns(columns, found)
        if (!(united ? match.more.length === 0 : isSame(match)))
          throw otherColumns(part.name, parts[0]?.part.name ?? '', match)
        places = placesOf(match)
      },
      rows: (first, found) =>
        sink.rows(before + first, places === null ? found : found.map(inPlaces(places))),
      problem({ row, column, ...problem }) {
        // The header's own problems are those of the first file.
        if (row === undefined && before > 0) return
        sink.problem({
          ...problem,
          ...(row !== undefined && { row: before + row }),
          ...(column !== undefined && { column: places?.at[column] ?? column }),
        })
      },
    }
    const result = await parseFile(part, format, partSink, { ...options, limitRecords })
    rows += result.rows
    yield { ...result, part, format, firstRow: before + 1 }
  }
}

interface Places {
  /** Of each cell, in the table. */
  readonly at: readonly number[]
  /** Columns of the table that the file lacks. */
  readonly blank: readonly number[]
}

/** `null` where the columns stand in the same order. */
function placesOf({ at, lacks }: ColumnMatch): Places | null {
  if (lacks.length === 0 && at.every((place, index) => place === index)) return null
  return { at, blank: lacks.map(({ index }) => index) }
}

function otherColumns(name: string, firstName: string, difference: ColumnMatch): AppError {
  return new AppError(
    'invalid-input',
    `“${name}” has other columns than “${firstName}”: it ${differenceWords(difference)}. Import it by itself, or give both the same columns.`,
  )
}

/**
 * Cells beyond the columns stay behind them. A short row ends before the first cell that it lacks: in its place a blank
 * would say something, that nobody left for instance.
 */
function inPlaces({ at, blank }: Places): (cells: readonly string[]) => readonly string[] {
  return (cells) => {
    const width = Math.max(at.length, cells.length) + blank.length
    const moved: (string | undefined)[] = Array.from({ length: width })
    for (const place of blank) moved[place] = ''
    cells.forEach((cell, index) => (moved[at[index] ?? index + blank.length] = cell))
    const end = moved.indexOf(undefined)
    const known = moved.slice(0, end === -1 ? moved.length : end).filter((cell) => cell !== undefined)
    return known.length === 0 ? [''] : known
  }
}

/** The columns of a file, as they are known from its beginning. */
export async function columnsOf(
  part: PartFile,
  overrides: FormatOverrides,
): Promise<{
  readonly columns: readonly Column[]
  readonly detected: DetectedFile
}> {
  const detected = await detectFile(part, overrides)
  let columns: readonly Column[] = []
  const sink = { columns: (found: readonly Column[]) => (columns = found), rows: nothing, problem: nothing }
  await parseFile(part, detected.format, sink, { limitRecords: 1, pieceBytes: 64 * 1024 })
  return { columns, detected }
}

const nothing = () => undefined
