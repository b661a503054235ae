import { assertNever } from '../errors.ts'
import type { LeftRule, ValueSettings } from '../model.ts'
import { yesOrNo } from '../values/boolean.ts'
import { parseDate } from '../values/date.ts'
import { foldWord } from '../values/foldWord.ts'
import { isBlank } from '../values/trimInvisible.ts'
import { leftWords, mentionsLeaving } from './leftWords.ts'
import { openingAnswer } from './openingAnswer.ts'

/**
 * What a cell in a left column says about a person:
 * - `left`: hold back. `unclear`: cannot be understood, so hold back too, and say so.
 * - `stayed`: may be written to. `not-known`: the column says nothing about this person.
 */
export type LeftVerdict = 'left' | 'unclear' | 'stayed' | 'not-known'

/**
 * Reads a cell of a left column. Whatever could mean that someone left is read so.
 *
 * - `yes` ("Unsubscribed"): yes, a date, or a word of leaving or of never having agreed → left; no → stayed; blank →
 *   not known, which in such a column means nobody recorded that they left.
 * - `no` ("Accepts marketing"): no, or such a word → left; yes, a date of consent → stayed. Blank is not known and not
 *   left: most files leave it blank for people whose consent was recorded elsewhere, and holding back the whole file
 *   would teach users to take the rule off. The mapping reports it on the row instead, so that it is seen and counted.
 * - `any-value` ("Unsubscribed at"): anything but a blank, or what databases write for one (`NULL`) → left.
 */
export function readLeft(text: string, leftWhen: LeftRule['leftWhen'], settings: ValueSettings): LeftVerdict {
  if (isBlank(text)) return 'not-known'
  const word = foldWord(text.slice(0, longestRead))
  const known = leftWords.get(word)
  if (known === 'blank' || hasNothing.test(text)) return 'not-known'
  switch (leftWhen) {
    case 'any-value':
      return 'left'
    case 'yes':
    case 'no':
      return readWord(text, word, leftWhen, settings)
    default:
      return assertNever(leftWhen)
  }
}

/** UTF-16 units. What goes on after that may take back what it began with. */
const longestRead = 2000

/** Dashes, and what programs write for nothing: `\N`, a list or record without anything in it. */
const hasNothing = /^(?:[\s–—-]+|\s*\\N\s*|\s*\[\s*\]\s*|\s*\{\s*\}\s*)$/

function readWord(text: string, word: string, leftWhen: 'yes' | 'no', settings: ValueSettings): LeftVerdict {
  const known = leftWords.get(word)
  if (known === 'left' || known === 'never-agreed') return 'left'
  if (known === 'joined') return 'stayed'
  const answer = yesOrNo(text)
  if (answer !== undefined) return answer === (leftWhen === 'yes') ? 'left' : 'stayed'
  if (mentionsLeaving(word)) return 'left'
  const opening = openingAnswer(text)
  // Only towards holding back, or for a plain "Yes, please": "No, remove me" must not pass for a no to leaving.
  if (opening !== undefined && opening === (leftWhen === 'yes')) return 'left'
  if (opening === true && text.length <= longestRead && !hasDoubt.test(word)) return 'stayed'
  if (parseDate(text, settings.dateOrder).ok) return leftWhen === 'yes' ? 'left' : 'stayed'
  return 'unclear'
}

const hasDoubt =
  /\b(?:not|no|don|dont|never|but|only|except|until|nicht|keine?|keinen|nie|aber|nur|ne|pas|jamais|mais|pero|solo|nao|nunca|mas|non|mai|ma|niet|nooit|geen|maar)\b/
