/** What the service will do later: jobs, delayed effects. */
export interface Agenda {
  /** Does `run` once it is `dueAt`, in milliseconds of the service, with the time it was due. */
  at(dueAt: number, run: (at: number) => void): void
  /** Does everything due by `now`, in the order of its times; what that adds and is due too is done as well. */
  settle(now: number): void
}

interface Entry {
  readonly dueAt: number
  readonly run: (at: number) => void
}

export function createAgenda(): Agenda {
  const entries: Entry[] = []
  return {
    at: (dueAt, run) => {
      const before = entries.findLastIndex((each) => each.dueAt <= dueAt) + 1
      entries.splice(before, 0, { dueAt, run })
    },
    settle: (now) => {
      for (let next = entries[0]; next !== undefined && next.dueAt <= now; next = entries[0]) {
        entries.shift()
        next.run(next.dueAt)
      }
    },
  }
}
