/**
 * A map that remembers for a while what it held before, so that list reads can be answered as Kit answers them:
 * from some seconds ago (Kit's page on eventual consistency: lists and counts are behind, reads by id are not).
 */
export interface LaggedMap<K, V> {
  readonly size: number
  get(key: K): V | undefined
  values(): Iterable<V>
  /** A write that slower readers see later. */
  set(key: K, value: V): void
  delete(key: K): void
  /** Puts something in as if it had always been there. */
  load(key: K, value: V): void
  /** What a reader sees whose copy is from time `at` (milliseconds, not older than the kept history). */
  getAsOf(key: K, at: number): V | undefined
  valuesAsOf(at: number): Iterable<V>
}

interface Past<V> {
  /** Until when this was the value. */
  readonly until: number
  readonly value: V | undefined
}

/** @param keepMs how far back `getAsOf` and `valuesAsOf` can look. */
export function createLaggedMap<K, V>(now: () => number, keepMs: number): LaggedMap<K, V> {
  const current = new Map<K, V>()
  const history = new Map<K, Past<V>[]>()

  const remember = (key: K) => {
    const recent = (history.get(key) ?? []).filter((past) => past.until > now() - keepMs)
    recent.push({ until: now(), value: current.get(key) })
    history.set(key, recent)
  }
  const getAsOf = (key: K, at: number) => {
    const past = history.get(key)?.find((each) => each.until > at)
    return past === undefined ? current.get(key) : past.value
  }
  function* valuesAsOf(at: number): Iterable<V> {
    forgetBefore(history, at)
    for (const [key, value] of current) {
      const seen = history.has(key) ? getAsOf(key, at) : value
      if (seen !== undefined) yield seen
    }
    for (const key of history.keys()) {
      const seen = current.has(key) ? undefined : getAsOf(key, at)
      if (seen !== undefined) yield seen
    }
  }
  return {
    get size() {
      return current.size
    },
    get: (key) => current.get(key),
    values: () => current.values(),
    set: (key, value) => {
      remember(key)
      current.set(key, value)
    },
    delete: (key) => {
      if (!current.has(key)) return
      remember(key)
      current.delete(key)
    },
    load: (key, value) => {
      history.delete(key)
      current.set(key, value)
    },
    getAsOf,
    valuesAsOf,
  }
}

function forgetBefore<K, V>(history: Map<K, Past<V>[]>, at: number): void {
  for (const [key, pasts] of history) {
    const last = pasts.at(-1)
    if (last === undefined || last.until <= at) history.delete(key)
  }
}
