import type { CallName } from '../shared/contract/contract.ts'
import type { EngineAccess } from './engineThread.ts'

/** Calls of clients that name each one, to be able to stop it later from outside. */
export interface StoppableCalls {
  /** @param id a UUID of the client's; without one, nothing but its own end stops the call */
  call(name: CallName, input: unknown, id?: string): Promise<unknown>
  /** Does nothing where that call has ended. */
  stop(id: string): void
}

export function stoppableCalls(engine: Pick<EngineAccess, 'call'>): StoppableCalls {
  const underWay = new Map<string, AbortController>()
  return {
    async call(name, input, id) {
      if (id === undefined) return engine.call(name, input)
      const stopped = new AbortController()
      underWay.set(id, stopped)
      try {
        return await engine.call(name, input, stopped.signal)
      } finally {
        underWay.delete(id)
      }
    },
    stop: (id) => underWay.get(id)?.abort(),
  }
}
