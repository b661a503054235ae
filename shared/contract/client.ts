import { type CallName, contract, type EngineClient } from './contract.ts'

/** Carries one call to the engine and its answer back. Throws `AppError`. */
export type Transport = (name: CallName, input: unknown, signal?: AbortSignal) => Promise<unknown>

/** The client that every host gets: derived from the contract, so that it can't drift from the handlers. */
export function clientOver(transport: Transport): EngineClient {
  const groups = Object.entries(contract).map(([group, calls]) => [
    group,
    Object.fromEntries(
      Object.keys(calls).map((name) => [
        name,
        (input: unknown, signal?: AbortSignal) => transport(`${group}.${name}` as CallName, input, signal),
      ]),
    ),
  ])
  return Object.fromEntries(groups) as EngineClient
}
