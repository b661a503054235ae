import { yesOrNo } from '../values/boolean.ts'
import { parseDate } from '../values/date.ts'
import { isEmailAddress } from '../values/email.ts'
import { foldWord } from '../values/foldWord.ts'
import { trimInvisible } from '../values/trimInvisible.ts'
import { leftWords } from './leftWords.ts'
import { openingAnswer } from './openingAnswer.ts'

/** What a column's sample values look like: how many of them, of `filled`. One value may count in several. */
export interface ValueShape {
  readonly filled: number
  readonly emails: number
  readonly phones: number
  readonly dates: number
  readonly numbers: number
  /** Also answers that begin so: `Ja, gerne`. */
  readonly yesOrNo: number
  /** Words about joining and leaving, such as `subscribed` or `bounced`. */
  readonly leftWords: number
  /** Those of them that say that someone left. */
  readonly saysLeft: number
  readonly webAddresses: number
  /** Values with a letter in them. */
  readonly withLetters: number
  /** Names have no digits, and at most five words. */
  readonly nameLike: number
  /** At most twelve characters, at most one space. */
  readonly shortCodes: number
  readonly severalWords: number
  /** `Ms.`, `Herr`, `Mme`, `Dr.` */
  readonly salutations: number
}

type Count = Exclude<keyof ValueShape, 'filled'>

const longestSample = 500

/** Samples as in the file, blanks included. */
export function valueShape(samples: readonly string[]): ValueShape {
  const values = samples
    .map((sample) => trimInvisible(sample.slice(0, longestSample)))
    .filter((value) => value !== '')
  const count = (test: (value: string) => boolean) => values.filter(test).length
  const counts = Object.fromEntries(
    (Object.keys(tests) as Count[]).map((name) => [name, count(tests[name])]),
  ) as Record<Count, number>
  return { filled: values.length, ...counts }
}

/** The part of the filled values that look so, 0 to 1; 0 where nothing is filled. */
export function share(shape: ValueShape, name: Count): number {
  return shape.filled === 0 ? 0 : shape[name] / shape.filled
}

/** `Ja, gerne` and `No, thank you`, not a note that begins so. */
const longestAnswer = 60

const tests: Readonly<Record<Count, (value: string) => boolean>> = {
  emails: isEmailAddress,
  phones: looksLikePhone,
  dates: looksLikeDate,
  numbers: looksLikeNumber,
  yesOrNo: (value) =>
    (yesOrNo(value) ?? (value.length <= longestAnswer ? openingAnswer(value) : undefined)) !== undefined,
  leftWords: (value) => leftWords.has(foldWord(value.slice(0, 60))),
  saysLeft: (value) => leftWords.get(foldWord(value.slice(0, 60))) === 'left',
  webAddresses: (value) =>
    /^(?:https?:\/\/|www\.)\S+$|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}(?:\/\S*)?$/i.test(value),
  withLetters: (value) => /\p{L}/u.test(value),
  nameLike: (value) => /^[\p{L}\p{M}][\p{L}\p{M}.'’ -]*$/u.test(value) && value.split(/\s+/).length <= 5,
  shortCodes: (value) => value.length <= 24 && value.split(/\s+/).length <= 2,
  severalWords: (value) => /\S\s+\S/.test(value),
  salutations: (value) => salutations.has(foldWord(value.slice(0, 20))),
}

const salutations = new Set(
  'mr|mrs|ms|miss|mx|sir|dr|prof|prof dr|herr|frau|herr dr|frau dr|m|mme|mlle|monsieur|madame|sr|sra|srta|dhr|mevr|mw|sig|sig ra|dott|dott ssa'.split(
    '|',
  ),
)

/** Digits as people write phone numbers. Needs a plus, a leading zero or separators: bare digits could be an id. */
function looksLikePhone(value: string): boolean {
  if (!/^(?:\+|00?|\()?[\d\s().\-/]{6,24}(?:\s?(?:x|ext\.?)\s?\d{1,5})?$/i.test(value)) return false
  const digits = value.replace(/\D/g, '').length
  if (digits < 7 || digits > 15 || looksLikeDate(value) || /^\d+\.\d+$/.test(value)) return false
  return /^[+0(]|\d[\s().\-/]+\d/.test(value) || digits >= 9
}

function looksLikeDate(value: string): boolean {
  return value.length >= 6 && value.length <= 80 && parseDate(value, 'day-month').ok
}

function looksLikeNumber(value: string): boolean {
  return (
    /^[-−(]?\s?(?:\p{Sc}|[A-Z]{3}\s)?\s?\d[\d.,'’\s]*(?:\p{Sc}|\s?[A-Z]{3})?\)?$/u.test(value) &&
    value.length <= 20
  )
}
