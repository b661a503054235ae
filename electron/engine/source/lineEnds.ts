import type { LineEnd } from '../../../shared/model.ts'

/** Where a line ends: `start` is its first character, `next` the first one after it. */
export interface LineEndAt {
  readonly start: number
  readonly next: number
}

/**
 * The first line end at or after `from`, or `null` where there is none yet.
 *
 * LF and CRLF count the same in a file of either, because files glued together from two programs mix them and
 * the second half must not become one endless record. A file of bare CR accepts all three.
 * A CR in the last place counts as whole: text must not be cut between a CR and its LF.
 */
export function lineEndFrom(text: string, from: number, lineEnd: LineEnd): LineEndAt | null {
  if (lineEnd === '\r') return carriageReturnFrom(text, from)
  const feed = text.indexOf('\n', from)
  if (feed === -1) return null
  return { start: feed > from && text[feed - 1] === '\r' ? feed - 1 : feed, next: feed + 1 }
}

function carriageReturnFrom(text: string, from: number): LineEndAt | null {
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === '\n') return { start: at, next: at + 1 }
    if (char !== '\r') continue
    return { start: at, next: text[at + 1] === '\n' ? at + 2 : at + 1 }
  }
  return null
}
