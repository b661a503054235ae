import { AppError } from '../../../shared/errors.ts'
import type { SourceFormat } from '../../../shared/model.ts'
import { streamDecoder } from './decode.ts'
import { openSourceFile, readFully, type SourceFile } from './openSourceFile.ts'
import { rowShaper, type RowShaper, type RowSink, type ShapedCounts } from './shapeRows.ts'
import { recordSplitter } from './splitRecords.ts'

/** Where a file goes while it is parsed. */
export interface FileSink extends RowSink {
  /** The file's bytes as they were read, in order; the buffer is reused after the call. Before their rows. */
  bytes?(bytes: Uint8Array): void
}

export interface ParseOptions {
  readonly signal?: AbortSignal
  /** Stop after so many rows. */
  readonly limitRecords?: number
  /** How much is read at a time. What comes out does not depend on it. */
  readonly pieceBytes?: number
}

export interface ParseResult extends ShapedCounts {
  readonly bytesRead: number
  /** False where `limitRecords` stopped it first. */
  readonly wholeFile: boolean
}

const defaultPieceBytes = 1024 * 1024

/**
 * The one parser, for preview and run. Every cell stays text exactly as written. What is wrong with a row is a
 * problem and the row goes on; records without a single character are skipped and counted.
 * @throws AppError when the file can't be read, or ends above its header. Rejects with the signal's reason.
 */
export async function parseFile(
  path: string,
  format: SourceFormat,
  sink: FileSink,
  options: ParseOptions = {},
): Promise<ParseResult> {
  const file = await openSourceFile(path)
  try {
    const shaper = rowShaper(format, sink, options.limitRecords ?? Infinity)
    const bytesRead = await readPieces(file, format, sink, shaper, options)
    shaper.finish()
    if (!shaper.hasColumns()) throw noHeader(file.name, format)
    return { ...shaper.counts(), bytesRead, wholeFile: !shaper.isFull() }
  } finally {
    await file.handle.close()
  }
}

async function readPieces(
  file: SourceFile,
  format: SourceFormat,
  sink: FileSink,
  shaper: RowShaper,
  options: ParseOptions,
): Promise<number> {
  const decoder = streamDecoder(format.encoding, format.bom)
  const split = recordSplitter(format)
  const buffer = new Uint8Array(options.pieceBytes ?? defaultPieceBytes)
  for (let position = 0; ;) {
    options.signal?.throwIfAborted()
    const bytes = await readFully(file, buffer, position)
    position += bytes.length
    sink.bytes?.(bytes)
    const last = bytes.length < buffer.length
    const text = last ? decoder.write(bytes) + decoder.end() : decoder.write(bytes)
    for (const batch of split(text, last)) shaper.accept(batch)
    if (last || shaper.isFull()) return position
  }
}

function noHeader(name: string, format: SourceFormat): AppError {
  return new AppError(
    'invalid-input',
    format.headerRecord === null
      ? `“${name}” has no text in it. Export it again, or choose another file.`
      : `“${name}” ends before row ${format.headerRecord}, which should name its columns. Choose another row.`,
  )
}
