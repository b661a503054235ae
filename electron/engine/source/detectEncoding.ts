import { analyse } from 'chardet'
import { isAscii, isUtf8 } from 'node:buffer'
import type { Encoding } from '../../../shared/model.ts'
import { encodingName } from './rowProblems.ts'
import { scoreSingleByte } from './scoreSingleByte.ts'

export interface DetectedEncoding {
  readonly encoding: Encoding
  readonly bom: boolean
  /** A sentence for the screen. */
  readonly reason: string
}

/** Byte order marks: https://www.unicode.org/faq/utf_bom.html */
const marks: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]

/** Works on any part of a file from its start; where the part ends does not matter. */
export function detectEncoding(sample: Uint8Array): DetectedEncoding {
  const mark = marks.find(({ encoding }) => hasMark(sample, encoding))
  if (mark) {
    const reason = `The file says so itself: it starts with the ${encodingName(mark.encoding)} byte order mark.`
    return { encoding: mark.encoding, bom: true, reason }
  }
  return detectUtf16(sample) ?? detectUtf8(sample) ?? detectSingleByte(sample)
}

/** Does the file start with this encoding's byte order mark? */
export function hasMark(sample: Uint8Array, encoding: Encoding): boolean {
  const bytes = marks.find((mark) => mark.encoding === encoding)?.bytes
  return bytes?.every((byte, at) => sample[at] === byte) ?? false
}

/** UTF-16 without a mark: the high byte of every Latin letter, digit and delimiter is zero. */
function detectUtf16(sample: Uint8Array): DetectedEncoding | null {
  const zeros = [0, 0] as [number, number]
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) zeros[at % 2 === 0 ? 0 : 1]++
  const pairs = sample.length / 2
  const [even, odd] = zeros
  if (Math.max(even, odd) < pairs * 0.1 || Math.min(even, odd) * 10 > Math.max(even, odd)) return null
  const reason = 'Every other byte is zero, as in UTF-16 text without a byte order mark.'
  return { encoding: odd > even ? 'utf-16le' : 'utf-16be', bom: false, reason }
}

function detectUtf8(sample: Uint8Array): DetectedEncoding | null {
  const found = (reason: string): DetectedEncoding => ({ encoding: 'utf-8', bom: false, reason })
  if (isAscii(sample))
    return found(
      'There are only plain letters, which are the same in nearly every encoding, so it is read as UTF-8.',
    )
  if (isUtf8(withoutCutCharacter(sample))) return found('All its accents and symbols are valid UTF-8.')
  const { valid, invalid } = countSequences(sample)
  // Chance makes valid sequences out of another encoding's bytes far too seldom for ten to one.
  if (valid < invalid * 10) return null
  return found('Nearly all its accents and symbols are valid UTF-8; the rest is shown as �.')
}

function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= sample.length; back++) {
    const byte = sample[sample.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) return back < sequenceLength(byte) ? sample.subarray(0, -back) : sample
  }
  return sample
}

/** Bytes in the UTF-8 character that starts with `lead` (RFC 3629, section 3); 0 where none can. */
function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if (lead >= 0xe0 && lead <= 0xef) return 3
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
}

function countSequences(sample: Uint8Array): { valid: number; invalid: number } {
  let valid = 0
  let invalid = 0
  for (let at = 0; at < sample.length;) {
    const lead = sample[at] ?? 0
    const length = lead < 0x80 ? 1 : sequenceLength(lead)
    const whole = length > 0 && isUtf8(sample.subarray(at, at + length))
    if (lead >= 0x80 && whole) valid++
    else if (lead >= 0x80) invalid++
    at += whole ? length : 1
  }
  return { valid, invalid }
}

/** Windows-1252 is by far the most frequent, so another must read clearly better. */
const singleByte: readonly { readonly encoding: Encoding; readonly handicap: number }[] = [
  { encoding: 'windows-1252', handicap: 0 },
  { encoding: 'iso-8859-15', handicap: 0.5 },
  { encoding: 'macintosh', handicap: 5 },
  { encoding: 'cp850', handicap: 6 },
]

function detectSingleByte(sample: Uint8Array): DetectedEncoding {
  const scored = singleByte.map(({ encoding, handicap }) => ({
    encoding,
    score: scoreSingleByte(sample, encoding),
    handicap,
  }))
  const best = scored.reduce((a, b) => (b.score - b.handicap > a.score - a.handicap ? b : a))
  if (best.score <= 0) return { encoding: 'windows-1252', bom: false, reason: unsureReason(sample) }
  const reason = `It is not UTF-8, and its accents and symbols make words when read as ${encodingName(best.encoding)}.`
  return { encoding: best.encoding, bom: false, reason }
}

/** No encoding that we read makes words of it; chardet knows more of them by name. */
function unsureReason(sample: Uint8Array): string {
  const guess = analyse(sample).find(({ confidence }) => confidence >= 30)?.name
  const unsure = 'It is not UTF-8, and reads as Windows-1252 only with some doubt; compare the preview.'
  const known = new Set(['UTF-8', 'ISO-8859-1', 'windows-1252', 'ASCII'])
  return guess === undefined || known.has(guess)
    ? unsure
    : `${unsure} It may be ${guess}: if letters look wrong, save the file as UTF-8.`
}
