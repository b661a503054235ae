import { createRandom } from '../../random.ts'

/** The same items in another order, the same one every time; never the order they came in where there are two. */
export function shuffled<T>(items: readonly T[]): readonly T[] {
  const random = createRandom(items.length)
  const keyed = items.map((item, index) => ({ item, index, key: random.next() }))
  const mixed = keyed.toSorted((a, b) => a.key - b.key)
  const isSame = mixed.every(({ index }, at) => index === at)
  return (isSame ? mixed.toReversed() : mixed).map(({ item }) => item)
}
