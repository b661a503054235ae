/** Pages of which the next one is fetched while the one before is put away. */
export interface PageAhead<T> {
  /** Begins to fetch the next page, unless that was begun. */
  readonly begin: () => void
  /** The next page; `null` behind the last one. @throws what fetching it threw */
  next(): Promise<T | null>
  /** Nobody wants what is on its way any more. */
  end(): void
}

export function pageAhead<T>(pages: AsyncIterable<T>): PageAhead<T> {
  const reader = pages[Symbol.asyncIterator]()
  let coming: Promise<IteratorResult<T>> | null = null
  const begin = () => {
    if (coming !== null) return
    coming = reader.next()
    // Whoever asks for it is told.
    coming.catch(() => undefined)
  }
  return {
    begin,
    async next() {
      begin()
      const arrived = await coming
      coming = null
      return arrived === null || arrived.done === true ? null : arrived.value
    },
    end() {
      // It may be a while until a request that is under way lets go.
      void reader.return?.().catch(() => undefined)
    },
  }
}
