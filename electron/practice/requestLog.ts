/** One request as the service saw it. Never holds a key or a body. */
export interface LoggedRequest {
  readonly number: number
  readonly method: string
  readonly path: string
  /** With the question mark, or empty. */
  readonly query: string
  /** Which credential came with it: `valid 1`, `revoked`, `v3`, `unknown`, `token`, `token expired`, …; null without one. */
  readonly key: string | null
  /** Milliseconds since 1970, in the service's time. */
  readonly at: number
  /** `null`: not answered yet, or never (see `dropped`). */
  readonly status: number | null
  readonly dropped: 'before-commit' | 'after-commit' | null
}

export interface RequestLog {
  /** The latest requests, oldest first. */
  readonly entries: readonly LoggedRequest[]
  /** How many there have been since the last `clear`, also those no longer kept. */
  readonly count: number
  /** Notes a request as it arrives; the result is called once with how it ended. */
  arrived(request: Omit<LoggedRequest, 'number' | 'status' | 'dropped'>): (end: RequestEnd) => void
  /** Calls `hook` as each request arrives, before anything is done about it. Returns how to stop that. */
  onArrival(hook: (request: LoggedRequest) => void): () => void
  clear(): void
}

export type RequestEnd = Pick<LoggedRequest, 'status' | 'dropped'>

/** @param keep how many requests are kept; older ones are forgotten */
export function createRequestLog(keep: number): RequestLog {
  const entries = new Map<number, LoggedRequest>()
  const hooks = new Set<(request: LoggedRequest) => void>()
  let count = 0
  return {
    get entries() {
      return [...entries.values()]
    },
    get count() {
      return count
    },
    arrived: (request) => {
      const number = ++count
      const entry = { ...request, number, status: null, dropped: null }
      entries.set(number, entry)
      entries.delete(number - keep)
      for (const hook of hooks) hook(entry)
      return (end) => {
        if (entries.get(number) === entry) entries.set(number, { ...entry, ...end })
      }
    },
    onArrival: (hook) => {
      hooks.add(hook)
      return () => {
        hooks.delete(hook)
      }
    },
    clear: () => {
      entries.clear()
      count = 0
    },
  }
}
