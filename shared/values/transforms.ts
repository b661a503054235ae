import { assertNever } from '../errors.ts'
import type { TransformWord } from '../model.ts'
import { trimInvisible } from './trimInvisible.ts'

/**
 * A step that needs nothing said about it. Case follows Unicode's own rules, never the computer's language: `I` is `i` on a Turkish one too.
 * `collapse-spaces` makes one plain space of every run of white space, line breaks and no-break spaces included.
 */
export function applyTransform(text: string, transform: TransformWord): string {
  switch (transform) {
    case 'trim':
      return trimInvisible(text)
    case 'collapse-spaces':
      return text.replace(/\s+/gu, ' ')
    case 'lower-case':
      return text.toLowerCase()
    case 'upper-case':
      return text.toUpperCase()
    case 'title-case':
      return text.replace(/[\p{L}\p{M}\p{N}'’]+/gu, titleCaseWord)
    default:
      return assertNever(transform)
  }
}

/** `o'neill` → `O'Neill` and `d'artagnan` → `D'Artagnan`, but `john's` → `John's`. */
function titleCaseWord(word: string): string {
  const elided = /^(\p{L})(['’])(\p{L}{2}.*)$/u.exec(word)
  if (elided) return capitalise(elided[1] ?? '') + (elided[2] ?? '') + capitalise(elided[3] ?? '')
  return capitalise(word)
}

/** Only the first letter of what `toUpperCase` makes of one: `ß` becomes `Ss`, not `SS`. */
function capitalise(word: string): string {
  const lower = word.toLowerCase()
  const first = String.fromCodePoint(lower.codePointAt(0) ?? 0)
  const upper = first.toUpperCase()
  const lead = String.fromCodePoint(upper.codePointAt(0) ?? 0)
  return lead + upper.slice(lead.length).toLowerCase() + lower.slice(first.length)
}
