/** One thing that was asked for in bulk: a person, and a tag, form or field. Ids as text. */
export interface Pair {
  readonly subscriber: string
  readonly target: string
}

/** What Kit says it did not do. Ids that it doesn't know are `null`. */
export interface FailedPair {
  readonly subscriber: string | null
  readonly target: string | null
  readonly reason: string
}

/** What became of a pair: done, refused for a reason, or nothing that the answer tells. */
export type PairFate = 'done' | 'untold' | { readonly refused: string }

/**
 * What became of each pair, by ids alone: Kit answers in another order than it was asked. `doneFor` holds the person of
 * each pair that was done, once for each; `null` where the answer names only failures. Pure.
 */
export function fatesOf(
  pairs: readonly Pair[],
  doneFor: readonly string[] | null,
  failures: readonly FailedPair[],
): readonly PairFate[] {
  const done = countOf(doneFor ?? [])
  const asked = countOf(pairs.map(({ subscriber }) => subscriber))
  const fates: (PairFate | null)[] = pairs.map(() => null)
  // Whoever has fewer done than asked for has a failure somewhere.
  const lacks = ({ subscriber }: Pair) =>
    doneFor === null || (done.get(subscriber) ?? 0) < (asked.get(subscriber) ?? 0)
  // Those that say the most find theirs first.
  for (const failure of failures.toSorted((a, b) => unknowns(a) - unknowns(b))) {
    const at = pairs.findIndex((pair, n) => fates[n] === null && lacks(pair) && fits(failure, pair))
    if (at >= 0) fates[at] = { refused: failure.reason }
  }
  return fates.map((fate, n) => {
    const subscriber = pairs[n]?.subscriber ?? ''
    if (fate !== null) return fate
    if (doneFor === null) return 'done'
    const left = done.get(subscriber) ?? 0
    done.set(subscriber, left - 1)
    return left > 0 ? 'done' : 'untold'
  })
}

function unknowns({ subscriber, target }: FailedPair): number {
  return Number(subscriber === null) + Number(target === null)
}

function fits(failure: FailedPair, pair: Pair): boolean {
  return (
    (failure.subscriber === null || failure.subscriber === pair.subscriber) &&
    (failure.target === null || failure.target === pair.target)
  )
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
