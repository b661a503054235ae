import type { Encoding } from '../../../shared/model.ts'
import { decodeSample } from './decode.ts'

/** How many non-ASCII bytes are judged; more would not change the answer. */
const judgedBytes = 4000

/**
 * How much the bytes above 0x7F read like words and prices under a one-byte encoding: about +2 for each that fits
 * its neighbours, negative for each that does not. Looks at the neighbours because one byte alone fits anywhere.
 */
export function scoreSingleByte(bytes: Uint8Array, encoding: Encoding): number {
  const table = decodeSample(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    encoding,
    false,
  )
  const charAt = (at: number) => table[bytes[at] ?? 0x0a] ?? '\n'
  let score = 0
  let judged = 0
  for (let at = 0; at < bytes.length && judged < judgedBytes; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue
    judged++
    score += fit(charAt(at), at === 0 ? '\n' : charAt(at - 1), charAt(at + 1), () =>
      wordAround(charAt, at, bytes.length),
    )
  }
  return score
}

interface WordAround {
  readonly before: string
  readonly after: string
}

function fit(char: string, before: string, after: string, word: () => WordAround): number {
  if (char === '\uFFFD' || isControl(char)) return -5
  if (char === '’') return fitApostrophe(before, after, word)
  if (isLetter(char)) return fitLetter(char, before, after)
  const inWord = isLetter(before) && isLetter(after)
  if ('€£¢¥'.includes(char)) return isDigit(before + after) || !(isLetter(before) || isLetter(after)) ? 2 : -2
  if ('–—‘“”„«»'.includes(char)) return inWord ? -1 : 1
  if ('…•™®©°²³½¼§·¿¡ªº\u00A0'.includes(char)) return inWord ? -2 : 0.5
  return -2
}

function fitLetter(char: string, before: string, after: string): number {
  const lower = char === char.toLowerCase()
  if (lower && isUpper(after)) return -2
  if (!lower && isLower(before)) return -2
  // `MÅller`: a second capital belongs to a word of capitals.
  if (!lower && isUpper(before) && isLower(after)) return -2
  // Words made of accented letters alone are another script, such as Cyrillic, read as this one.
  if (isAccented(before) && isAccented(after)) return -2
  const joined = isLetter(before) || isLetter(after)
  // In French sœur, cœur and œuvre: other encodings have a letter of theirs there.
  if (char === 'œ' && after === 'u') return 2
  if (rareLetters.has(char)) return joined ? 0.5 : -1
  return joined ? 2 : 0
}

/** Letters that another encoding's frequent bytes turn into, and that the languages of these encodings seldom use. */
const rareLetters = new Set('ƒıﬁﬂπΩµŸÿšŠžŽœŒ')

/** O’Brien, l’eau, don’t, we’ll: short before it, or one of the few endings after it. */
function fitApostrophe(before: string, after: string, word: () => WordAround): number {
  if (!isLetter(before) || !isLetter(after)) return 1
  const around = word()
  const ending = /^(?:s|t|d|m|n|re|ll|ve)$/i.test(around.after)
  return ending || around.before.length <= 2 ? 2 : -1
}

function wordAround(charAt: (at: number) => string, at: number, length: number): WordAround {
  let start = at
  let end = at + 1
  while (start > 0 && at - start < 20 && isLetter(charAt(start - 1))) start--
  while (end < length && end - at < 20 && isLetter(charAt(end))) end++
  const text = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => charAt(from + i)).join('')
  return { before: text(start, at), after: text(at + 1, end) }
}

function isLetter(text: string): boolean {
  return /^[\p{Lu}\p{Ll}]$/u.test(text)
}

function isAccented(text: string): boolean {
  return text > '\u007F' && isLetter(text)
}

function isUpper(text: string): boolean {
  return /^\p{Lu}$/u.test(text)
}

function isLower(text: string): boolean {
  return /^\p{Ll}$/u.test(text)
}

function isDigit(text: string): boolean {
  return /\d/.test(text)
}

function isControl(char: string): boolean {
  return /^\p{Cc}$/u.test(char)
}
