import { AppError } from '../../../shared/errors.ts'
import type { DelimitedFormat, SheetFormat } from '../../../shared/model.ts'
import { decodeSample } from './decode.ts'
import { detectDelimiter } from './detectDelimiter.ts'
import { detectEncoding, hasMark, type DetectedEncoding } from './detectEncoding.ts'
import { detectHeader } from './detectHeader.ts'
import { detectLineEnd } from './detectLineEnd.ts'
import { refuseBinary } from './refuseBinary.ts'
import { sampleRecords } from './sampleRecords.ts'

/** What the user decided; the rest is detected under it. What does not concern a kind of file is passed over. */
export type FormatOverrides = {
  readonly [Key in keyof (DelimitedFormat & SheetFormat)]?: (DelimitedFormat & SheetFormat)[Key] | undefined
} & {
  /** Names of the files to read, of several chosen together or in an archive; else those that fit together. */
  readonly parts?: readonly string[] | undefined
}

/** Why each part of the format is what it is, a sentence each for the screen. */
export interface DelimitedReasons {
  readonly encoding: string
  readonly delimiter: string
  readonly headerRecord: string
  readonly lineEnd: string
  readonly quote: string
}

export type FormatReasons = DelimitedReasons | { readonly [Key in keyof SheetFormat]: string }

export interface DetectedFormat {
  readonly format: DelimitedFormat
  readonly reasons: DelimitedReasons
}

/** Bytes of a sample that say enough about lines, cells and header; the rest serves the encoding. */
const structureBytes = 64 * 1024
const headerRecords = 150
const chosen = 'You chose it.'

/**
 * How a file is to be read, from its first bytes (a MiB is plenty; where they end does not matter).
 * `name`: the file, for the error.
 * @throws AppError `invalid-input` for an empty sample and for what is not text, saying what it looks like.
 */
export function detectFormat(
  sample: Uint8Array,
  overrides: FormatOverrides = {},
  name = 'This file',
): DetectedFormat {
  if (sample.length === 0)
    throw new AppError('invalid-input', `${name} is empty. Export it again, or choose another file.`)
  const { encoding, bom, reason } = chooseEncoding(sample, overrides)
  refuseBinary(sample, encoding, name)
  const text = decodeSample(sample.subarray(0, structureBytes), encoding, bom)
  const { lineEnd, reason: lineEndReason } = chooseLineEnd(text, overrides)
  const { delimiter, quote, reasons } = detectDelimiter(text, {
    delimiter: overrides.delimiter,
    quote: overrides.quote,
    lineEnd,
  })
  const header = chooseHeader(text, { delimiter, quote, lineEnd }, overrides)
  return {
    format: { encoding, bom, delimiter, quote, lineEnd, headerRecord: header.headerRecord },
    reasons: { encoding: reason, ...reasons, lineEnd: lineEndReason, headerRecord: header.reason },
  }
}

function chooseEncoding(sample: Uint8Array, overrides: FormatOverrides): DetectedEncoding {
  const detected: DetectedEncoding = overrides.encoding
    ? { encoding: overrides.encoding, bom: hasMark(sample, overrides.encoding), reason: chosen }
    : detectEncoding(sample)
  return { ...detected, bom: overrides.bom ?? detected.bom }
}

function chooseLineEnd(text: string, overrides: FormatOverrides) {
  if (overrides.lineEnd) return { lineEnd: overrides.lineEnd, reason: chosen }
  return detectLineEnd(text, overrides.quote ?? '"')
}

function chooseHeader(
  text: string,
  dialect: Pick<DelimitedFormat, 'delimiter' | 'quote' | 'lineEnd'>,
  overrides: FormatOverrides,
) {
  if (overrides.headerRecord !== undefined) return { headerRecord: overrides.headerRecord, reason: chosen }
  return detectHeader(sampleRecords(text, dialect, headerRecords))
}
