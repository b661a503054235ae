import { AppError } from '../../../shared/errors.ts'
import type { Encoding } from '../../../shared/model.ts'
import { decodeSample } from './decode.ts'

interface Signature {
  readonly bytes: readonly number[]
  readonly looksLike: string
  readonly advice: string
}

const exportAdvice = 'Export the list as CSV, and choose that file.'
const workbookAdvice = 'Open it in your spreadsheet, save it as CSV (UTF-8), and choose that file.'
const unpackAdvice = 'Unpack it, and choose the CSV file inside.'

const ascii = (text: string) => [...Buffer.from(text, 'latin1')]

/** First bytes of files that are no tables, from https://en.wikipedia.org/wiki/List_of_file_signatures */
const signatures: readonly Signature[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], looksLike: 'a PNG picture', advice: exportAdvice },
  { bytes: [0xff, 0xd8, 0xff], looksLike: 'a JPEG picture', advice: exportAdvice },
  { bytes: ascii('GIF8'), looksLike: 'a GIF picture', advice: exportAdvice },
  { bytes: ascii('%PDF-'), looksLike: 'a PDF document', advice: exportAdvice },
  { bytes: ascii('{\\rtf'), looksLike: 'a rich text document', advice: exportAdvice },
  { bytes: ascii('SQLite format 3\0'), looksLike: 'a database', advice: exportAdvice },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], looksLike: 'an old Excel workbook (.xls)', advice: workbookAdvice },
  { bytes: [0x1f, 0x8b], looksLike: 'a compressed file (gzip)', advice: unpackAdvice },
  { bytes: ascii('7z\xbc\xaf'), looksLike: 'a compressed file (7z)', advice: unpackAdvice },
  { bytes: ascii('Rar!\x1a\x07'), looksLike: 'a compressed file (RAR)', advice: unpackAdvice },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], looksLike: 'a program', advice: exportAdvice },
  { bytes: [0xcf, 0xfa, 0xed, 0xfe], looksLike: 'a program', advice: exportAdvice },
  { bytes: [0x4d, 0x5a, 0x90, 0x00], looksLike: 'a program', advice: exportAdvice },
]

/** Pages that web shops hand out as `.xls`, and what Excel once saved as XML: spreadsheets open both. */
const markups: readonly { readonly start: RegExp; readonly looksLike: string }[] = [
  { start: /^<\?xml[^]*<(?:\w+:)?Workbook\b/, looksLike: 'an Excel workbook in XML' },
  { start: /^<(?:!doctype\s+html|html|head|meta|style|table)\b/i, looksLike: 'a web page' },
]

/** A byte order mark that UTF-16 has too, and then two zeros: https://www.unicode.org/faq/utf_bom.html */
const utf32Marks: readonly (readonly number[])[] = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
]

/** Random bytes have ten percent of them, text next to none. */
const maxControlShare = 0.05

/**
 * Does nothing for text, even broken text.
 * @throws AppError `invalid-input` for pictures, workbooks, archives and the like: what `name` looks like, what to do.
 */
export function refuseBinary(sample: Uint8Array, encoding: Encoding, name: string): void {
  const known = zipSignature(sample) ?? signatures.find(({ bytes }) => startsWith(sample, bytes))
  if (known) throw new AppError('invalid-input', `${name} looks like ${known.looksLike}. ${known.advice}`)
  if (utf32Marks.some((bytes) => startsWith(sample, bytes)))
    throw new AppError(
      'invalid-input',
      `${name} is written in UTF-32. Save it as CSV (UTF-8), and choose that file.`,
    )
  const head = decodeSample(sample.subarray(0, 4096), encoding, true).trimStart()
  const markup = markups.find(({ start }) => start.test(head))
  if (markup) throw new AppError('invalid-input', `${name} looks like ${markup.looksLike}. ${workbookAdvice}`)
  const utf16 = encoding === 'utf-16le' || encoding === 'utf-16be'
  if (!utf16 && controlShare(sample) > maxControlShare)
    throw new AppError('invalid-input', `${name} doesn't look like text at all. ${exportAdvice}`)
}

function startsWith(sample: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => sample[at] === byte)
}

/** Workbooks are ZIP archives; the names of their parts are readable in the first bytes. */
function zipSignature(sample: Uint8Array): Signature | undefined {
  const bytes = ascii('PK\x03\x04')
  if (!startsWith(sample, bytes)) return undefined
  const head = Buffer.from(sample.subarray(0, 64 * 1024)).toString('latin1')
  if (/\[Content_Types\]\.xml|xl\/|_rels\//.test(head))
    return { bytes, looksLike: 'an Excel workbook (.xlsx)', advice: workbookAdvice }
  if (head.includes('opendocument.spreadsheet'))
    return { bytes, looksLike: 'an OpenDocument spreadsheet (.ods)', advice: workbookAdvice }
  if (/Index\/.*\.iwa/.test(head))
    return { bytes, looksLike: 'a Numbers spreadsheet', advice: workbookAdvice }
  return { bytes, looksLike: 'a ZIP archive', advice: unpackAdvice }
}

/** Control characters that no text has, other than zero bytes, which damaged text may have. UTF-16 has them all. */
function controlShare(sample: Uint8Array): number {
  const head = sample.subarray(0, 64 * 1024)
  const controls = head.filter((byte) => (byte > 0 && byte < 9) || (byte > 13 && byte < 32 && byte !== 27))
  const zeros = head.filter((byte) => byte === 0).length
  const text = head.length - zeros
  return text === 0 ? 1 : controls.length / text
}
