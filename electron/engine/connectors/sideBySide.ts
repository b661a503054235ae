/** A stretch of a list that is read page by page from its own place. It is plain JSON, for the cursor of the whole. */
export interface Part {
  /** Unlike that of any other part of the same reading, also of those that are read to their end. */
  readonly part: number
}

export interface PartReader<P extends Part, Page> {
  /** Parts that are read at once, at most. */
  readonly atOnce: number
  read(part: P, signal: AbortSignal): Promise<Page>
  /**
   * What is left to read once this page of `part` is there: without parts that are at their end, with pieces of others
   * made parts of their own. A part keeps its number for as long as it goes on from its own place. Pure.
   */
  rest(parts: readonly P[], part: P, page: Page): readonly P[]
}

export interface PartPage<P extends Part, Page> {
  readonly page: Page
  /** Whoever goes on with these, also much later, has missed nothing and gets none of the pages so far again. */
  readonly left: readonly P[]
}

/**
 * Reads parts of a list side by side and yields each page as it comes. Where a request fails, the others that are under
 * way are waited for and their pages yielded, so that none is asked for twice; then the failure is thrown.
 */
export async function* sideBySide<P extends Part, Page>(
  parts: readonly P[],
  reader: PartReader<P, Page>,
  signal: AbortSignal,
): AsyncGenerator<PartPage<P, Page>> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const underWay = new Map<number, Promise<Arrival<Page>>>()
  let failure: { readonly error: unknown } | null = null
  let left = parts
  try {
    for (;;) {
      if (failure === null)
        for (const one of left.filter(({ part }) => !underWay.has(part)))
          if (underWay.size < reader.atOnce)
            underWay.set(one.part, arrival(one.part, reader.read(one, either)))
      if (underWay.size === 0 || left.length === 0) break
      const arrived = await Promise.race(underWay.values())
      underWay.delete(arrived.part)
      const part = left.find((one) => one.part === arrived.part)
      if ('error' in arrived) failure ??= arrived
      else if (part !== undefined) {
        left = reader.rest(left, part, arrived.page)
        yield { page: arrived.page, left }
      }
    }
    if (failure !== null && left.length > 0) throw failure.error
  } finally {
    stop.abort()
  }
}

type Arrival<Page> =
  { readonly part: number; readonly page: Page } | { readonly part: number; readonly error: unknown }

/** Never rejects: nobody may be waiting for it any more. */
function arrival<Page>(part: number, reading: Promise<Page>): Promise<Arrival<Page>> {
  return reading.then(
    (page) => ({ part, page }),
    (error: unknown) => ({ part, error }),
  )
}
