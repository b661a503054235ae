import { concepts } from '../concepts.ts'
import type { ColumnGuess } from '../guessColumn.ts'
import { judgeValues } from '../judgeValues.ts'
import { knownColumn, type KnownFile } from './knownFile.ts'

/**
 * What a column of a known export means, whatever its header seems to say. Values overrule it only where they clearly
 * are something else, as in a file that somebody rearranged.
 */
export function guessKnownColumn(guess: ColumnGuess, file: KnownFile): ColumnGuess {
  const known = knownColumn(file, guess.column.header)
  if (known === null) return hasOwn(file, guess) ? { ...guess, isAddition: true } : guess
  if (judgeValues(known.concept, guess.shape) === 'disagree') return guess
  const { concept, note } = known
  const meaning =
    note ??
    (concept === 'housekeeping' ? `${file.title}’s own, of no use elsewhere.` : `${concepts[concept].label}.`)
  return { ...guess, concept, confidence: 1, reason: `From ${file.title}: ${meaning}` }
}

function hasOwn({ columns }: KnownFile, { concept }: ColumnGuess): boolean {
  return columns.some((one) => one.concept === concept)
}
