/** Begins with each item before what became of the one before is used, so that both go on at once. */
export async function* oneAhead<T, R>(
  items: Iterable<T>,
  begin: (item: T) => Promise<R>,
): AsyncGenerator<R, void, void> {
  let before: Promise<R> | null = null
  for (const item of items) {
    const begun = begin(item)
    // Who fails says so once it is its turn.
    begun.catch(() => undefined)
    if (before !== null) yield await before
    before = begun
  }
  if (before !== null) yield await before
}
