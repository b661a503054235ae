import { AppError } from '../../../shared/errors.ts'
import type { DelimitedFormat, SheetFormat, SourceFormat } from '../../../shared/model.ts'
import { streamDecoder } from './decode.ts'
import { readFully, type SourceFile } from './openSourceFile.ts'
import { openPart, type PartFile } from './partFiles.ts'
import { rowShaper, type RowShaper, type RowSink, type ShapedCounts } from './shapeRows.ts'
import { recordSplitter } from './splitRecords.ts'
import { sheetCalled } from './workbook/detectSheet.ts'
import { readSheet, sampleSheet } from './workbook/readSheet.ts'
import { noNotes, type SheetNotes } from './workbook/sheetCells.ts'
import { openWorkbook } from './workbook/workbookParts.ts'

/** Where a file goes while it is parsed. */
export interface FileSink extends RowSink {
  /** The file's bytes as they were read, in order; the buffer is reused after the call. Before their rows. Not of a workbook. */
  bytes?(bytes: Uint8Array): void
  /** How many bytes of the file are done by now. After their rows. */
  read?(bytesDone: number): void
}

export interface ParseOptions {
  readonly signal?: AbortSignal
  /** Stop after so many rows. */
  readonly limitRecords?: number
  /** How much is read at a time. What comes out does not depend on it. */
  readonly pieceBytes?: number
  /** Where a workbook's texts may be kept meanwhile: a file that does not exist. Needed to read all of one. */
  readonly scratchPath?: string
}

export interface ParseResult extends ShapedCounts {
  /** Of a workbook: its size. */
  readonly bytesRead: number
  /** False where `limitRecords` stopped it first. */
  readonly wholeFile: boolean
  /** Of a workbook. */
  readonly notes?: SheetNotes
}

const defaultPieceBytes = 1024 * 1024

/**
 * The one parser, for preview and run. Every cell stays text exactly as written, or as its spreadsheet shows it. What is
 * wrong with a row is a problem and the row goes on; records without a single character are skipped and counted.
 * @throws AppError when the file can't be read, or ends above its header. Rejects with the signal's reason.
 */
export async function parseFile(
  part: PartFile,
  format: SourceFormat,
  sink: FileSink,
  options: ParseOptions = {},
): Promise<ParseResult> {
  const shaper = rowShaper(format, sink, options.limitRecords ?? Infinity)
  const read =
    'sheet' in format
      ? await readWorkbook(part, format, sink, shaper, options)
      : await readText(part, format, sink, shaper, options)
  shaper.finish()
  if (!shaper.hasColumns()) throw noHeader(part.name, format)
  const { whole, ...more } = read
  return { ...shaper.counts(), ...more, wholeFile: whole && !shaper.isFull() }
}

interface Reading {
  readonly bytesRead: number
  readonly whole: boolean
  readonly notes?: SheetNotes
}

async function readText(
  part: PartFile,
  format: DelimitedFormat,
  sink: FileSink,
  shaper: RowShaper,
  options: ParseOptions,
): Promise<Reading> {
  const file = await openPart(part)
  try {
    return { bytesRead: await readPieces(file, format, sink, shaper, options), whole: true }
  } finally {
    await file.close()
  }
}

async function readPieces(
  file: SourceFile,
  format: DelimitedFormat,
  sink: FileSink,
  shaper: RowShaper,
  options: ParseOptions,
): Promise<number> {
  const decoder = streamDecoder(format.encoding, format.bom)
  const split = recordSplitter(format)
  let position = 0
  for await (const { bytes, last } of piecesOf(file, options.pieceBytes ?? defaultPieceBytes)) {
    options.signal?.throwIfAborted()
    position += bytes.length
    sink.bytes?.(bytes)
    const text = last ? decoder.write(bytes) + decoder.end() : decoder.write(bytes)
    for (const batch of split(text, last)) shaper.accept(batch)
    sink.read?.(position)
    if (shaper.isFull()) break
  }
  return position
}

/** Each piece is good until the next one is asked for, which is read meanwhile. */
async function* piecesOf(
  file: SourceFile,
  pieceBytes: number,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly last: boolean }> {
  let [buffer, other] = [new Uint8Array(pieceBytes), new Uint8Array(pieceBytes)]
  let reading = readFully(file, buffer, 0)
  for (let position = 0; ;) {
    const bytes = await reading
    position += bytes.length
    if (bytes.length < buffer.length) {
      yield { bytes, last: true }
      return
    }
    ;[buffer, other] = [other, buffer]
    reading = readFully(file, buffer, position)
    // Nobody may ask for it any more.
    reading.catch(() => undefined)
    yield { bytes, last: false }
  }
}

async function readWorkbook(
  part: PartFile,
  format: SheetFormat,
  sink: FileSink,
  shaper: RowShaper,
  { limitRecords = Infinity, scratchPath, signal }: ParseOptions,
): Promise<Reading> {
  const notes = noNotes()
  const workbook = await openWorkbook(part.path, part.name)
  try {
    const sheet = sheetCalled(workbook, format.sheet, part.name)
    if (scratchPath === undefined) {
      const limit = limitRecords + (format.headerRecord ?? 0)
      const { batch, whole } = await sampleSheet(workbook, sheet, limit, { notes, ...(signal && { signal }) })
      shaper.accept(batch)
      return { bytesRead: part.sizeBytes, whole, notes }
    }
    const unpackedBytes = Math.max(1, sheet.entry.sizeBytes + (workbook.sharedStrings?.sizeBytes ?? 0))
    let done = 0
    const onRead = (bytes: number) => {
      done += bytes
      sink.read?.(Math.round(Math.min(1, done / unpackedBytes) * part.sizeBytes))
    }
    const reading = { notes, onRead, scratchPath, ...(signal && { signal }) }
    for await (const batch of readSheet(workbook, sheet, reading)) {
      shaper.accept(batch)
      if (shaper.isFull()) break
    }
    return { bytesRead: part.sizeBytes, whole: true, notes }
  } finally {
    workbook.close()
  }
}

function noHeader(name: string, format: SourceFormat): AppError {
  const where = 'sheet' in format ? `The sheet “${format.sheet}” of “${name}”` : `“${name}”`
  return new AppError(
    'invalid-input',
    format.headerRecord === null
      ? `${where} has no text in it. Export it again, or choose another file.`
      : `${where} ends before row ${format.headerRecord}, which should name its columns. Choose another row.`,
  )
}
