import type { CallName, EngineClient } from './contract.ts'

/** Carries one call to the engine and its answer back. Throws `AppError`. */
export type Transport = (name: CallName, input: unknown, signal?: AbortSignal) => Promise<unknown>

/**
 * The client that every host gets. Its calls are those of the contract by its type alone: the window would else carry the
 * schemas of every input with it. A name that is no call is refused by the host.
 */
export function clientOver(transport: Transport): EngineClient {
  return byName((group) =>
    byName(
      (name) => (input: unknown, signal?: AbortSignal) =>
        transport(`${group}.${name}` as CallName, input, signal),
    ),
  ) as EngineClient
}

/** An object that has whatever it is asked for, each made once. */
function byName(make: (name: string) => unknown): object {
  const made = new Map<string, unknown>()
  return new Proxy(
    {},
    {
      get(_target, name) {
        // A promise looks for `then` in whatever it is resolved with.
        if (typeof name === 'symbol' || name === 'then') return undefined
        if (!made.has(name)) made.set(name, make(name))
        return made.get(name)
      },
    },
  )
}
