/** Begins with so many items before what became of the first of them is used, so that both go on at once. */
export async function* beginAhead<T, R>(
  items: Iterable<T>,
  ahead: number,
  begin: (item: T) => Promise<R>,
): AsyncGenerator<R, void, void> {
  const begun: Promise<R>[] = []
  for (const item of items) {
    const next = begin(item)
    // Who fails says so once it is its turn.
    next.catch(() => undefined)
    begun.push(next)
    if (begun.length > ahead) yield await (begun.shift() as Promise<R>)
  }
  for (const next of begun) yield await next
}
