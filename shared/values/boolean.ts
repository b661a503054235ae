import { booleanWords } from './booleanWords.ts'
import { foldWord } from './foldWord.ts'
import { bad, good } from './parsedValue.ts'
import type { ParsedValue } from './parsedValue.ts'
import { quoteCell } from './quoteCell.ts'
import { trimInvisible } from './trimInvisible.ts'

const yes = good(true)
const no = good(false)

/** Reads yes or no in seven languages, as software writes it (`TRUE`, `1`, `on`), or as a mark (`x`, `✓`). */
export function parseBoolean(text: string): ParsedValue {
  const known = yesOrNo(text)
  if (known !== undefined) return known ? yes : no
  return bad('invalid-boolean', `${quoteCell(trimInvisible(text))} is neither yes nor no.`)
}

/** `undefined` where the text is neither. */
export function yesOrNo(text: string): boolean | undefined {
  const known = booleanWords.get(text)
  if (known !== undefined) return known
  // Longer than any word of the table, even in capitals and with space around: not worth folding.
  if (text.length > 40) return undefined
  const word = trimInvisible(text)
  return booleanWords.get(word) ?? (onlyLetters.test(word) ? booleanWords.get(foldWord(word)) : undefined)
}

// Folding drops signs, and `-1` or `(0)` must not pass for 1 and 0.
const onlyLetters = /^[\p{L}\p{M}\p{N}]+[.!]?$/u
