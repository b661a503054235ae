import { ratio } from 'fuzzball'
import { isLeftConcept } from './concepts.ts'
import type { ConceptId } from './concepts.ts'
import {
  headerWords,
  headerWordsOutsideBrackets,
  longestHeader,
  otherPersonWords,
  sideWords,
} from './headerWords.ts'
import { turnedRound } from './leavingWords.ts'
import { leftHeaders } from './headers/leftHeaders.ts'
import { personHeaders } from './headers/personHeaders.ts'
import { placeHeaders } from './headers/placeHeaders.ts'
import { shopHeaders } from './headers/shopHeaders.ts'

export interface HeaderMatch {
  readonly concept: ConceptId
  /** 0 to 1: 1 for a header of the table, less for side words, other words beside it, or a slip of the keyboard. */
  readonly strength: number
}

/** What a header means by its words alone, `null` where the tables don't know. */
export function matchHeader(header: string): HeaderMatch | null {
  const known = asWritten(header)
  if (known) return known
  const likely = misspelt(headerWordsOutsideBrackets(header))
  return likely && { ...likely, concept: turnedRound(likely.concept, headerWords(header)) }
}

/** Whether the tables know it without a slip of the keyboard, which is what takes long to look for. */
export function isKnownHeader(header: string): boolean {
  return asWritten(header) !== null
}

function asWritten(header: string): HeaderMatch | null {
  const whole = headerWords(header)
  const outside = headerWordsOutsideBrackets(header)
  const known = exact(whole, 1) ?? exact(outside, 0.97)
  if (known) return known
  const likely = firstOfSeveral(header) ?? amongWords(outside) ?? amongWords(whole)
  return likely && { ...likely, concept: turnedRound(likely.concept, whole) }
}

/** Whether the words say that the value is another person's. */
export function isAboutOtherPerson(header: string): boolean {
  return headerWords(header)
    .split(' ')
    .some((word) => otherPersonWords.has(word))
}

const table: ReadonlyMap<string, ConceptId> = new Map(
  // A later entry overwrites an earlier one, so what holds people back comes last.
  [personHeaders, placeHeaders, shopHeaders, leftHeaders].flatMap((headers) =>
    (Object.keys(headers) as ConceptId[]).flatMap((concept) => entriesOf(concept, headers[concept] ?? [])),
  ),
)

function entriesOf(concept: ConceptId, lines: readonly string[]): [string, ConceptId][] {
  const phrases = lines.flatMap((line) => line.split('|'))
  return phrases.flatMap((phrase) =>
    spellings(phrase).map((spelling): [string, ConceptId] => [spelling, concept]),
  )
}

/** German without umlauts is written both `Strasse`, `Empfanger` and `Empfaenger`. */
function spellings(phrase: string): readonly string[] {
  const expanded = phrase.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue')
  return expanded === phrase ? [headerWords(phrase)] : [headerWords(phrase), headerWords(expanded)]
}

function exact(words: string, strength: number): HeaderMatch | null {
  const concept = table.get(words)
  return concept === undefined ? null : { concept, strength }
}

/** `Company / Organisation`, `Remarks, follow-up`: what comes first says it. */
function firstOfSeveral(header: string): HeaderMatch | null {
  const [first = '', second] = header.slice(0, longestHeader).split(/[/|,;:]/)
  return second === undefined ? null : exact(headerWordsOutsideBrackets(first), 0.85)
}

/**
 * The longest phrase of the table among the words. Side words around it cost little; other words cost more than half,
 * so that `Email opens` needs values that look like emails. What may hold people back counts wherever it stands.
 */
function amongWords(text: string): HeaderMatch | null {
  const words = text.split(' ')
  for (let length = Math.min(words.length, 6); length > 0; length--) {
    const found = bestOfLength(words, length)
    if (found) return found
  }
  return null
}

function bestOfLength(words: readonly string[], length: number): HeaderMatch | null {
  let best: HeaderMatch | null = null
  for (let start = 0; start + length <= words.length; start++) {
    const phrase = words.slice(start, start + length).join(' ')
    const concept = table.get(phrase)
    if (concept === undefined || tooCommon.has(phrase)) continue
    const others = [...words.slice(0, start), ...words.slice(start + length)].filter(
      (word) => !sideWords.has(word),
    )
    const strength = strengthBeside(concept, others.length, length)
    // Of two equals the later one: in `Default Address Company` the company is meant.
    if (best === null || strength >= best.strength) best = { concept, strength }
  }
  return best
}

/** Words that mean something only when they stand alone. */
const tooCommon: ReadonlySet<string> = new Set(
  'first|last|id|no|nr|row|name|title|total|order|sent|list|land|web|via|site|group|status|source|state|added|marketing'.split(
    '|',
  ),
)

function strengthBeside(concept: ConceptId, others: number, length: number): number {
  if (others === 0) return 0.9
  if (isLeftConcept(concept)) return concept === 'consent' ? 0.6 : 0.7
  return length / (length + others + 0.5) > 0.5 ? 0.55 : 0.4
}

const fuzzyThreshold = 86

function misspelt(words: string): HeaderMatch | null {
  if (words.length < 5) return null
  let best = { score: fuzzyThreshold - 1, concept: null as ConceptId | null }
  for (const [phrase, concept] of table) {
    if (Math.abs(phrase.length - words.length) > 2 || phrase.length < 5) continue
    const score = ratio(words, phrase)
    if (score > best.score) best = { score, concept }
  }
  return best.concept === null ? null : { concept: best.concept, strength: 0.7 }
}
