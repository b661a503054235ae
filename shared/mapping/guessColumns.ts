import { isLeftConcept } from './concepts.ts'
import { asAddressOfLeavers, guessColumn } from './guessColumn.ts'
import type { ColumnGuess } from './guessColumn.ts'
import { headerWords, sideWords } from './headerWords.ts'
import { guessKnownColumn } from './knownFiles/guessKnownColumn.ts'
import type { KnownFile } from './knownFiles/knownFile.ts'
import { matchHeader } from './matchHeader.ts'
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
      withAddressOfLeavers(
        columns.map(({ column, samples }) => {
          const guess = guessColumn(column, samples)
          return { guess: known === null ? guess : guessKnownColumn(guess, known), samples }
        }),
      ),
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

/** "Unsubscribed" full of addresses is who left, unless the file has no other address. */
function withAddressOfLeavers(guesses: readonly SampledGuess[]): readonly SampledGuess[] {
  if (guesses.some(({ guess }) => guess.concept === 'email')) return guesses
  const first = guesses.findIndex(({ guess }) => asAddressOfLeavers(guess) !== null)
  return guesses.map((one, index) =>
    index === first ? { ...one, guess: asAddressOfLeavers(one.guess) ?? one.guess } : one,
  )
}

/** Of fewer rows two may well be of one person. */
const fewestForHost = 10

/**
 * An address that all rows have, beside a column of different ones, is that of a host or a shop: by it, everybody would be
 * one person. Not where its header is the plainer one, as in "Email" beside "Work email".
 */
function withHostsApart(guesses: readonly SampledGuess[]): readonly SampledGuess[] {
  const emails = guesses.filter(({ guess }) => guess.concept === 'email').map(addressColumn)
  const people = emails.filter(({ different }) => different > 1)
  const hosts = emails.filter(
    (one) =>
      one.different === 1 && people.some((other) => !isPlainerThan(one, other) && haveBoth(other, one)),
  )
  return guesses.map((one) => {
    if (!hosts.some(({ guess }) => guess === one.guess)) return one
    const reason = `In the first ${one.samples.length} rows every address here is the same, so it is somebody else’s.`
    return { ...one, guess: { ...one.guess, concept: 'housekeeping', confidence: 0.9, reason } }
  })
}

type AddressColumn = ReturnType<typeof addressColumn>

function addressColumn({ guess, samples }: SampledGuess) {
  const folded = samples.map((sample) => trimInvisible(sample).toLowerCase())
  const match = matchHeader(guess.column.header)
  const words = headerWords(guess.column.header)
    .replace(/\be mail/, 'email')
    .split(' ')
  return {
    guess,
    words,
    different: new Set(folded.filter((sample) => sample !== '')).size,
    strength: match?.concept === 'email' ? match.strength : 0,
    sideWords: words.filter((word) => sideWords.has(word)).length,
  }
}

function isPlainerThan(one: AddressColumn, other: AddressColumn): boolean {
  return one.strength === other.strength ? one.sideWords < other.sideWords : one.strength > other.strength
}

/** Whether enough rows have both; an invitee's address says by itself that others are of the host. */
function haveBoth(person: AddressColumn, host: AddressColumn): boolean {
  const fewest = person.words.includes('invitee') ? 2 : fewestForHost
  const { filled } = host.guess.shape
  return filled >= fewest && person.guess.shape.filled >= filled * 0.9
}

/** "Name" beside "Vorname": the family name, if it is mostly one word. */
function isRestOfName({ concept, shape }: ColumnGuess): boolean {
  return concept === 'full-name' && shape.filled > 0 && shape.severalWords < shape.filled / 2
}

function asLastName(guess: ColumnGuess): ColumnGuess {
  const reason = `“${guess.column.header}” stands beside a first name, so it is the last name.`
  return { ...guess, concept: 'last-name', confidence: guess.confidence * 0.9, reason }
}
