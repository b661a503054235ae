/** Work on the same key runs one after the other, in the order it was asked for; different keys run side by side. */
export interface KeyedQueue {
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

export function keyedQueue(): KeyedQueue {
  const last = new Map<string, Promise<unknown>>()
  return {
    run(key, work) {
      const before = last.get(key) ?? Promise.resolve()
      const mine = before.then(work, work)
      const quiet = mine.catch(() => undefined)
      last.set(key, quiet)
      void quiet.then(() => {
        if (last.get(key) === quiet) last.delete(key)
      })
      return mine
    },
  }
}
