import { ratio } from 'fuzzball'
import type { Field } from '../model.ts'
import { concepts } from './concepts.ts'
import type { ConceptId } from './concepts.ts'
import type { ColumnGuess } from './guessColumn.ts'
import { headerWords, headerWordsOutsideBrackets } from './headerWords.ts'
import { matchHeader } from './matchHeader.ts'
import { phoneConfidence } from './phoneKinds.ts'

/** A field of the account with what its name means. */
export interface KnownField {
  readonly field: Field
  readonly words: readonly string[]
  readonly concept: ConceptId | null
}

export interface FieldMatch {
  readonly field: Field
  /** 0 to 1 */
  readonly confidence: number
  readonly reason: string
}

export function knownField(field: Field): KnownField {
  const words = [
    ...new Set([headerWords(field.label), headerWordsOutsideBrackets(field.label), headerWords(field.key)]),
  ]
  return { field, words, concept: conceptOf(field) }
}

function conceptOf(field: Field): ConceptId | null {
  if (!field.custom && /^email(?:_address)?$/.test(field.key)) return 'email'
  for (const name of [field.label, field.key]) {
    const match = matchHeader(name)
    if (match && match.strength >= 0.85 && match.concept !== 'housekeeping') return match.concept
  }
  return null
}

const fuzzyThreshold = 84

/** How well a column fits a field: by name, by meaning, then by a similar name. `null`: it does not. */
export function matchField(guess: ColumnGuess, known: KnownField): FieldMatch | null {
  const match = matchByWords(guess, known)
  if (match === null || guess.concept !== 'phone' || known.concept !== 'phone') return match
  const confidence = phoneConfidence(guess, known.field, match.confidence)
  return confidence === 0 ? null : { ...match, confidence }
}

function matchByWords(guess: ColumnGuess, known: KnownField): FieldMatch | null {
  const { column } = guess
  const { field } = known
  const valuesDisagree = guess.concept !== null && known.concept !== null && guess.concept !== known.concept
  const sameName =
    known.words.includes(headerWords(column.header)) ||
    known.words.includes(headerWordsOutsideBrackets(column.header))
  if (sameName && !valuesDisagree && (guess.concept !== null || known.concept === null))
    return {
      field,
      confidence: 1,
      reason: `The account has a field “${field.label}”.${afterFirstSentence(guess)}`,
    }
  if (guess.concept !== null && guess.concept === known.concept)
    return { field, confidence: Math.min(0.98, guess.confidence), reason: guess.reason }
  if (guess.concept === 'full-name' && known.concept === 'first-name') return asFirstName(guess, field)
  if (guess.concept !== null || known.concept !== null) return null
  return similarName(guess, known)
}

function afterFirstSentence({ concept, reason }: ColumnGuess): string {
  const values = /\d+ of \d+ values .*$/.exec(reason)
  return concept === null || values === null ? '' : ` ${values[0]}`
}

/** Services keep one name for the greeting. Below any real first name column, and said plainly. */
function asFirstName(guess: ColumnGuess, field: Field): FieldMatch {
  const whole = guess.shape.severalWords > 0
  const reason = `${guess.reason} “${field.label}” is the nearest field${whole ? '; people would be greeted with their whole name' : ''}.`
  return { field, confidence: guess.confidence * (whole ? 0.5 : 0.8), reason }
}

function similarName(guess: ColumnGuess, known: KnownField): FieldMatch | null {
  const header = headerWordsOutsideBrackets(guess.column.header)
  if (header.length < 4) return null
  const score = Math.max(...known.words.map((words) => ratio(header, words)))
  if (score < fuzzyThreshold) return null
  const reason = `The header “${guess.column.header}” is close to the field “${known.field.label}”.`
  return { field: known.field, confidence: (score / 100) * 0.8, reason }
}

export function noFieldReason(guess: ColumnGuess): string {
  if (guess.concept === null || guess.concept === 'housekeeping') return guess.reason
  const instead =
    guess.concept === 'tags' ? ' Each of its values can put people into a tag or a list instead.' : ''
  return `${guess.reason} The account has no field for ${concepts[guess.concept].label}.${instead}`
}
