import { guessColumn } from './guessColumn.ts'
import type { ColumnGuess } from './guessColumn.ts'
import { guessKnownColumn } from './knownFiles/guessKnownColumn.ts'
import type { KnownFile } from './knownFiles/knownFile.ts'
import type { SampledColumn } from './suggestMapping.ts'

/** A guessed column with its samples. */
export interface SampledGuess {
  readonly guess: ColumnGuess
  readonly samples: readonly string[]
}

/** Guesses each column by itself, then those that only their neighbours explain. */
export function guessColumns(
  columns: readonly SampledColumn[],
  known: KnownFile | null = null,
): readonly SampledGuess[] {
  const guesses = columns.map(({ column, samples }) => {
    const guess = guessColumn(column, samples)
    return { guess: known === null ? guess : guessKnownColumn(guess, known), samples }
  })
  const has = (concept: ColumnGuess['concept']) => guesses.some(({ guess }) => guess.concept === concept)
  if (!has('first-name') || has('last-name')) return guesses
  return guesses.map(({ guess, samples }) => ({
    guess: isRestOfName(guess) ? asLastName(guess) : guess,
    samples,
  }))
}

/** "Name" beside "Vorname": the family name, if it is mostly one word. */
function isRestOfName({ concept, shape }: ColumnGuess): boolean {
  return concept === 'full-name' && shape.filled > 0 && shape.severalWords < shape.filled / 2
}

function asLastName(guess: ColumnGuess): ColumnGuess {
  const reason = `"${guess.column.header}" stands beside a first name, so it is the last name.`
  return { ...guess, concept: 'last-name', confidence: guess.confidence * 0.9, reason }
}
