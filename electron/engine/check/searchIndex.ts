import { allRows, type RowSet } from '../rowSet.ts'
import { type LetterSets, rowsWithLetters } from './letterSets.ts'
import { openTrigramIndex, shortestIndexed } from './trigramIndex.ts'

/** Says without reading a row which ones can hold a text. */
export interface SearchIndex {
  /** Rows that can hold this text, which is folded and not empty; never leaves one out that does. */
  candidates(text: string): RowSet
  close(): void
}

export interface SearchIndexParts {
  readonly path: string
  readonly rows: number
  readonly bits: number
  readonly letters: LetterSets
}

/** Longer texts by their letters in threes, in a file; shorter ones by each letter, in memory. */
export function openSearchIndex({ path, rows, bits, letters }: SearchIndexParts): SearchIndex {
  const trigrams = openTrigramIndex(path, { rows, bits })
  const everyone = allRows(rows)
  return {
    candidates: (text) =>
      text.length < shortestIndexed ? rowsWithLetters(letters, text, everyone) : trigrams.candidates(text),
    close: () => trigrams.close(),
  }
}
