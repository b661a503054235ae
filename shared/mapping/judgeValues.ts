import { assertNever } from '../errors.ts'
import type { ConceptId, ValueExpectation } from './concepts.ts'
import { concepts } from './concepts.ts'
import { share } from './valueShape.ts'
import type { ValueShape } from './valueShape.ts'

/** Whether values bear a header out. `silent`: there are none, or they could be anything. */
export type Judgement = 'agree' | 'silent' | 'disagree'

/** Do these values look like what the concept says? */
export function judgeValues(concept: ConceptId, shape: ValueShape): Judgement {
  if (shape.filled === 0) return 'silent'
  return judge(concepts[concept].values, shape)
}

function judge(expected: ValueExpectation, shape: ValueShape): Judgement {
  switch (expected) {
    case 'emails':
      return verdict(share(shape, 'emails') >= 0.5, share(shape, 'emails') < 0.2)
    case 'phones':
      return verdict(
        share(shape, 'phones') >= 0.5,
        share(shape, 'withLetters') > 0.5 || share(shape, 'dates') > 0.5,
      )
    case 'names':
      return verdict(share(shape, 'nameLike') >= 0.7, isSomethingElse(shape) || share(shape, 'numbers') > 0.5)
    case 'words':
      return verdict(share(shape, 'withLetters') >= 0.7, isSomethingElse(shape))
    case 'short-codes':
      return verdict(false, share(shape, 'shortCodes') < 0.5 || isEmailOrAnswer(shape))
    case 'dates':
      return verdict(
        share(shape, 'dates') >= 0.5,
        share(shape, 'withLetters') > 0.7 && share(shape, 'dates') < 0.2,
      )
    case 'numbers':
      return verdict(share(shape, 'numbers') >= 0.5, share(shape, 'numbers') < 0.3)
    case 'addresses-on-the-web':
      return verdict(share(shape, 'webAddresses') >= 0.5, share(shape, 'webAddresses') < 0.2)
    case 'consent':
      return verdict(consentShare(shape) >= 0.6, consentShare(shape) < 0.3)
    case 'anything':
      return 'silent'
    default:
      return assertNever(expected)
  }
}

function verdict(agrees: boolean, disagrees: boolean): Judgement {
  if (disagrees) return 'disagree'
  return agrees ? 'agree' : 'silent'
}

/** Yes and no, words about joining and leaving, and the dates on which people did. */
function consentShare(shape: ValueShape): number {
  return Math.max(share(shape, 'yesOrNo') + share(shape, 'leftWords'), share(shape, 'dates'))
}

function isEmailOrAnswer(shape: ValueShape): boolean {
  // 0 and 1 are answers and numbers both: only letters make an answer here.
  return share(shape, 'emails') > 0.5 || (share(shape, 'yesOrNo') > 0.8 && share(shape, 'withLetters') > 0.5)
}

function isSomethingElse(shape: ValueShape): boolean {
  return isEmailOrAnswer(shape) || share(shape, 'dates') > 0.5 || share(shape, 'leftWords') > 0.6
}
