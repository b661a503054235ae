import { AppError } from '../../../shared/errors.ts'
import { foldWord } from '../../../shared/values/foldWord.ts'
import type { Column, SourceFormat } from '../../../shared/model.ts'
import { detectFile, type DetectedFile } from './detectFile.ts'
import type { FormatOverrides } from './detectFormat.ts'
import type { PartFile } from './partFiles.ts'
import { type FileSink, parseFile, type ParseOptions, type ParseResult } from './parseFile.ts'

/** A file with how it is to be read. */
export interface ReadablePart {
  readonly part: PartFile
  readonly format: SourceFormat
}

/**
 * One file after the other into one table: rows are numbered on, and cells stand under the columns of the first file,
 * in whatever order the others have them.
 * @throws AppError as `parseFile`; `invalid-input` for a file with other columns, naming them.
 */
export async function* parseParts(
  parts: readonly ReadablePart[],
  sink: Omit<FileSink, 'bytes' | 'read'> & {
    bytes?(part: PartFile, bytes: Uint8Array): void
    read?(part: PartFile, bytesDone: number): void
  },
  options: ParseOptions = {},
): AsyncGenerator<ParseResult & ReadablePart & { readonly firstRow: number }> {
  let columns: readonly Column[] | null = null
  let rows = 0
  for (const { part, format } of parts) {
    const before = rows
    const limitRecords = (options.limitRecords ?? Infinity) - before
    if (limitRecords <= 0) return
    let places: readonly number[] | null = null
    const partSink: FileSink = {
      bytes: (bytes) => sink.bytes?.(part, bytes),
      read: (done) => sink.read?.(part, done),
      columns(found) {
        if (columns === null) {
          columns = found
          sink.columns(found)
        } else places = placesIn(columns, found, parts[0]?.part.name ?? '', part.name)
      },
      rows: (first, found) =>
        sink.rows(before + first, places === null ? found : found.map(inPlaces(places))),
      problem({ row, column, ...problem }) {
        // The header's own problems are those of the first file.
        if (row === undefined && before > 0) return
        sink.problem({
          ...problem,
          ...(row !== undefined && { row: before + row }),
          ...(column !== undefined && { column: places?.[column] ?? column }),
        })
      },
    }
    const result = await parseFile(part, format, partSink, { ...options, limitRecords })
    rows += result.rows
    yield { ...result, part, format, firstRow: before + 1 }
  }
}

/** Where the columns of a further file stand in the first one's, `null` where they stand in the same order. */
function placesIn(
  first: readonly Column[],
  found: readonly Column[],
  firstName: string,
  name: string,
): readonly number[] | null {
  const places = matchColumns(first, found)
  if ('lacks' in places) throw otherColumns(name, firstName, places)
  return places.at.every((place, index) => place === index) ? null : places.at
}

export interface ColumnDifference {
  readonly lacks: readonly string[]
  readonly more: readonly string[]
}

/** By name; without a header by their number. */
export function matchColumns(
  first: readonly Column[],
  found: readonly Column[],
): { readonly at: readonly number[] } | ColumnDifference {
  const same = (a: Column, b: Column) =>
    a.name === b.name || (foldWord(a.name) !== '' && foldWord(a.name) === foldWord(b.name))
  const taken = new Set<number>()
  const at = found.map((column) => {
    const place =
      first.find((one) => one.name === column.name && !taken.has(one.index)) ??
      first.find((one) => same(one, column) && !taken.has(one.index))
    if (place) taken.add(place.index)
    return place?.index ?? -1
  })
  const more = found.filter((_, index) => at[index] === -1).map(({ name }) => name)
  const lacks = first.filter(({ index }) => !taken.has(index)).map(({ name }) => name)
  return more.length === 0 && lacks.length === 0 ? { at } : { lacks, more }
}

const namesShown = 4

/** `lacks “City” and has “Town”` */
export function differenceWords({ lacks, more }: ColumnDifference): string {
  const list = (names: readonly string[]) =>
    names
      .slice(0, namesShown)
      .map((one) => `“${one}”`)
      .join(', ') + (names.length > namesShown ? ` and ${names.length - namesShown} more` : '')
  const parts = [
    ...(lacks.length > 0 ? [`lacks ${list(lacks)}`] : []),
    ...(more.length > 0 ? [`has ${list(more)} besides`] : []),
  ]
  return parts.join(' and ')
}

function otherColumns(name: string, firstName: string, difference: ColumnDifference): AppError {
  return new AppError(
    'invalid-input',
    `“${name}” has other columns than “${firstName}”: it ${differenceWords(difference)}. Import it by itself, or give both the same columns.`,
  )
}

/**
 * Cells beyond the columns stay behind them. A short row ends before the first cell that it lacks: in its place a blank
 * would say something, that nobody left for instance.
 */
function inPlaces(places: readonly number[]): (cells: readonly string[]) => readonly string[] {
  return (cells) => {
    const moved: (string | undefined)[] = Array.from({ length: Math.max(places.length, cells.length) })
    cells.forEach((cell, index) => (moved[places[index] ?? index] = cell))
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
