import type { Column, LeftRule } from '../model.ts'
import { concepts, isLeftConcept } from './concepts.ts'
import type { ConceptId, LeftConcept } from './concepts.ts'
import { judgeValues } from './judgeValues.ts'
import { isAboutOtherPerson, matchHeader } from './matchHeader.ts'
import type { HeaderMatch } from './matchHeader.ts'
import { share, valueShape } from './valueShape.ts'
import type { ValueShape } from './valueShape.ts'

/** What a column seems to be about, from its header and its values. */
export interface ColumnGuess {
  readonly column: Column
  readonly shape: ValueShape
  /** `null`: nothing says. */
  readonly concept: ConceptId | null
  /** 0 to 1 */
  readonly confidence: number
  /** One or two sentences. */
  readonly reason: string
  /** In a known export: not the program's column of this meaning, but one that a user of it added. */
  readonly isAddition?: true
}

/** Values overrule the header where they clearly disagree: a "Contact" full of addresses is the email. */
export function guessColumn(column: Column, samples: readonly string[]): ColumnGuess {
  const shape = valueShape(samples)
  const header = matchHeader(column.header)
  const guess = (header && fromHeader(column, header, shape)) ?? fromValues(column, shape)
  return { column, shape, ...(guess ?? nothingSays(header, column)) }
}

type Guess = Pick<ColumnGuess, 'concept' | 'confidence' | 'reason'>

function fromHeader(column: Column, header: HeaderMatch, shape: ValueShape): Guess | null {
  const { strength } = header
  const concept = conceptFor(header, shape)
  if (concept === 'email' && isAboutOtherPerson(column.header))
    return {
      concept: 'housekeeping',
      confidence: 0.6,
      reason: `The header “${column.header}” means somebody else.`,
    }
  const judgement = judgeValues(concept, shape)
  if (judgement === 'disagree')
    return concept === 'left-yes' && strength >= sureHeader ? unclearLeft(column, strength) : null
  if (judgement === 'silent' && strength < 0.5) return null
  const reason = `The header “${column.header}” means ${concepts[concept].label}.${valueSentence(concept, shape)}`
  return {
    concept,
    confidence: judgement === 'agree' ? Math.min(1, strength + 0.05) : strength * 0.9,
    reason,
  }
}

/** A header that says so by itself, but for side words. */
const sureHeader = 0.9

/** "Bounce" of `hard` and `soft`: what is no plain no holds people back, rather than nobody. */
function unclearLeft({ header }: Column, strength: number): Guess {
  const reason = `The header “${header}” means people who left, though its values are not yes or no. What is unclear counts as a yes.`
  return { concept: 'left-yes', confidence: strength * 0.7, reason }
}

/** "Subscribed" with dates says since when, not whether; a "Title" of Mr. and Ms. is no profession. */
function conceptFor({ concept }: HeaderMatch, shape: ValueShape): ConceptId {
  if (concept === 'job-title' && share(shape, 'salutations') > 0.5) return 'gender'
  return concept === 'consent' && share(shape, 'dates') > 0.5 ? 'signed-up' : concept
}

function nothingSays(header: HeaderMatch | null, column: Column): Guess {
  const reason =
    header === null
      ? 'Neither the header nor the values say what this is.'
      : `The header “${column.header}” suggests ${concepts[header.concept].label}, but the values don't look like it.`
  return { concept: null, confidence: 0.3, reason }
}

/** An address is one by itself; anything else could look so once. */
const fewestForValues = 2

/** By values alone, only what nothing else looks like. */
function fromValues(column: Column, shape: ValueShape): Guess | null {
  if (isAboutOtherPerson(column.header)) return null
  if (holdsAddresses(shape)) return valueGuess('email', 0.75, shape)
  if (shape.filled < fewestForValues) return null
  if (share(shape, 'leftWords') >= 0.8 && shape.saysLeft > 0) return valueGuess('status', 0.7, shape)
  if (header(column, 'consent') && share(shape, 'yesOrNo') >= 0.8) return valueGuess('consent', 0.6, shape)
  if (share(shape, 'phones') >= 0.8 && share(shape, 'withLetters') < 0.2)
    return valueGuess('phone', 0.6, shape)
  return null
}

function holdsAddresses(shape: ValueShape): boolean {
  return share(shape, 'emails') >= 0.8
}

/** The addresses of a list of those who left, under "Unsubscribed"; `null` for other columns. */
export function asAddressOfLeavers(guess: ColumnGuess): ColumnGuess | null {
  const { column, concept, shape } = guess
  if (concept !== 'left-yes' || !holdsAddresses(shape)) return null
  const email = valueGuess('email', 0.75, shape)
  return { ...guess, ...email, reason: `${email.reason} By “${column.header}” they are of people who left.` }
}

/** A column called "Email" that holds yes and no asks whether people want any. */
function header(column: Column, wanted: 'consent'): boolean {
  const found = matchHeader(column.header)?.concept
  return found === wanted || found === 'email' || found === 'phone'
}

function valueGuess(concept: ConceptId, confidence: number, shape: ValueShape): Guess {
  return { concept, confidence, reason: valueSentence(concept, shape).trim() }
}

function valueSentence(concept: ConceptId, shape: ValueShape): string {
  const [count, what] = evidence(concept, shape)
  return count * 2 > shape.filled ? ` ${count} of ${shape.filled} values look like ${what}.` : ''
}

function evidence(concept: ConceptId, shape: ValueShape): readonly [number, string] {
  switch (concepts[concept].values) {
    case 'emails':
      return [shape.emails, 'email addresses']
    case 'phones':
      return [shape.phones, 'phone numbers']
    case 'dates':
      return [shape.dates, 'dates']
    case 'numbers':
      return [shape.numbers, 'numbers']
    case 'addresses-on-the-web':
      return [shape.webAddresses, 'web addresses']
    case 'consent':
      return [
        Math.max(shape.yesOrNo, shape.leftWords),
        shape.yesOrNo > shape.leftWords ? 'yes or no' : 'states of a subscription',
      ]
    default:
      return [0, '']
  }
}

/** How a column that says who left is to be read; `null` for other columns. */
export function leftWhen({ concept, shape }: ColumnGuess): LeftRule['leftWhen'] | null {
  return concept !== null && isLeftConcept(concept) ? leftWhenFor(concept, shape) : null
}

function leftWhenFor(concept: LeftConcept, shape: ValueShape): LeftRule['leftWhen'] {
  switch (concept) {
    case 'left-when':
      return 'any-value'
    case 'left-yes':
      return share(shape, 'dates') > 0.5 ? 'any-value' : 'yes'
    case 'consent':
    case 'status':
      return 'no'
  }
}
