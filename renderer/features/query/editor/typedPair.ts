const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', "'": "'", '"': '"', '`': '`' }

/** What stands in place of the selection, and what is selected then. */
export interface TypedPair {
  readonly insert: string
  readonly select: readonly [from: number, to: number]
}

/**
 * What typing a bracket or a quote does beside the sign itself: it brings its other half, goes around what is selected,
 * or steps over the half that is there. `null`: nothing. Pure.
 */
export function typedPair(text: string, from: number, to: number, sign: string): TypedPair | null {
  const close = closing[sign]
  const next = text.charAt(to)
  if (from === to && next === sign && Object.values(closing).includes(sign))
    return { insert: '', select: [from + 1, from + 1] }
  if (close === undefined) return null
  if (from !== to) return { insert: sign + text.slice(from, to) + close, select: [from + 1, to + 1] }
  if (next !== '' && !/[\s)\],;]/.test(next)) return null
  if (sign === close && /[\p{L}\p{N}_'"`]/u.test(text.charAt(from - 1))) return null
  return { insert: sign + close, select: [from + 1, from + 1] }
}

/** Whether the caret stands between the two halves of an empty pair. Pure. */
export function isInEmptyPair(text: string, caret: number): boolean {
  const close = closing[text.charAt(caret - 1)]
  return close !== undefined && close === text.charAt(caret)
}
