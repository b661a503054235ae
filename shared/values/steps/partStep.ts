import { assertNever } from '../../errors.ts'
import type { PartTaken, TransformStep } from '../../model.ts'
import { trimInvisible } from '../trimInvisible.ts'
import type { Step } from './step.ts'

type PartTransform = Extract<TransformStep, { readonly step: 'part' }>

/**
 * One part of a text: of `Ada van Dyk` the first word is `Ada` and the rest `van Dyk`. A text of one part is its own
 * first and last, and has neither rest nor start, so that it lands in one of two fields and not in both.
 */
export function partStep({ take, separator }: PartTransform): Step {
  const isFromEnd = take === 'last' || take === 'start'
  return (text) => {
    const whole = trimInvisible(text)
    const cut = separator === null ? spaceIn(whole, isFromEnd) : separatorIn(whole, separator, isFromEnd)
    return trimInvisible(taken(whole, take, cut))
  }
}

/** Where the separator stands, and where it ends. */
type Cut = readonly [at: number, end: number]

function taken(whole: string, take: PartTaken, cut: Cut | null): string {
  switch (take) {
    case 'first':
    case 'start':
      return cut === null ? (take === 'first' ? whole : '') : whole.slice(0, cut[0])
    case 'last':
    case 'rest':
      return cut === null ? (take === 'last' ? whole : '') : whole.slice(cut[1])
    default:
      return assertNever(take)
  }
}

function separatorIn(whole: string, separator: string, isFromEnd: boolean): Cut | null {
  if (separator === '') return null
  const at = isFromEnd ? whole.lastIndexOf(separator) : whole.indexOf(separator)
  return at === -1 ? null : [at, at + separator.length]
}

/** A run of white space of any kind; there is none at the ends. */
function spaceIn(whole: string, isFromEnd: boolean): Cut | null {
  const isSpace = (at: number) => space.test(whole.charAt(at))
  if (isFromEnd) {
    for (let end = whole.length; end > 0; end -= 1)
      if (isSpace(end - 1)) {
        let at = end - 1
        while (at > 0 && isSpace(at - 1)) at -= 1
        return [at, end]
      }
    return null
  }
  const at = whole.search(space)
  if (at === -1) return null
  let end = at + 1
  while (isSpace(end)) end += 1
  return [at, end]
}

const space = /\s/u
