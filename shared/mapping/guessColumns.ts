import { isLeftConcept } from './concepts.ts'
import { guessColumn } from './guessColumn.ts'
import type { ColumnGuess } from './guessColumn.ts'
import { headerWords } from './headerWords.ts'
import { guessKnownColumn } from './knownFiles/guessKnownColumn.ts'
import type { KnownFile } from './knownFiles/knownFile.ts'
import { trimInvisible } from '../values/trimInvisible.ts'
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
  const guesses = withHostsApart(
    withTextsApart(
      columns.map(({ column, samples }) => {
        const guess = guessColumn(column, samples)
        return { guess: known === null ? guess : guessKnownColumn(guess, known), samples }
      }),
    ),
  )
  const has = (concept: ColumnGuess['concept']) => guesses.some(({ guess }) => guess.concept === concept)
  if (!has('first-name') || has('last-name')) return guesses
  return guesses.map(({ guess, samples }) => ({
    guess: isRestOfName(guess) ? asLastName(guess) : guess,
    samples,
  }))
}

/**
 * Where one column says who left by email and another who left by text messages, the second holds nobody back from email:
 * most people of such a file never asked for texts. The only such column of a file does, as it may mean everything.
 */
function withTextsApart(guesses: readonly SampledGuess[]): readonly SampledGuess[] {
  const saysWhoLeft = ({ guess }: SampledGuess) => guess.concept !== null && isLeftConcept(guess.concept)
  const isAboutTexts = ({ guess }: SampledGuess) => {
    const words = headerWords(guess.column.header)
    return (
      /\b(?:sms|mms|whats ?app|text messages?|textnachrichten?)\b/.test(words) &&
      !/\be? ?mails?\b/.test(words)
    )
  }
  if (!guesses.some((one) => saysWhoLeft(one) && !isAboutTexts(one))) return guesses
  return guesses.map((one) => (saysWhoLeft(one) && isAboutTexts(one) ? aboutTexts(one) : one))
}

function aboutTexts({ guess, samples }: SampledGuess): SampledGuess {
  const reason =
    'About text messages only, so it holds nobody back from email. Subscribe nobody to them by this file without looking at it.'
  return { guess: { ...guess, concept: 'housekeeping', confidence: 0.9, reason }, samples }
}

/**
 * An address that all rows have, beside a column of different ones, is that of a host or a shop: by it, everybody would be
 * one person.
 */
function withHostsApart(guesses: readonly SampledGuess[]): readonly SampledGuess[] {
  const isEmail = ({ guess }: SampledGuess) => guess.concept === 'email'
  const addresses = ({ samples }: SampledGuess) =>
    new Set(samples.map((sample) => trimInvisible(sample).toLowerCase()).filter((sample) => sample !== ''))
  if (!guesses.some((one) => isEmail(one) && addresses(one).size > 1)) return guesses
  return guesses.map((one) => {
    const [only, ...others] = isEmail(one) ? addresses(one) : []
    if (only === undefined || others.length > 0 || one.guess.shape.filled < 2) return one
    const reason = `Every row has the same address here, so it is somebody else’s.`
    return { ...one, guess: { ...one.guess, concept: 'housekeeping', confidence: 0.9, reason } }
  })
}

/** "Name" beside "Vorname": the family name, if it is mostly one word. */
function isRestOfName({ concept, shape }: ColumnGuess): boolean {
  return concept === 'full-name' && shape.filled > 0 && shape.severalWords < shape.filled / 2
}

function asLastName(guess: ColumnGuess): ColumnGuess {
  const reason = `“${guess.column.header}” stands beside a first name, so it is the last name.`
  return { ...guess, concept: 'last-name', confidence: guess.confidence * 0.9, reason }
}
