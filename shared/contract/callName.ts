import { type CallName, contract } from './contract.ts'

const names: ReadonlySet<string> = new Set(
  Object.entries(contract).flatMap(([group, calls]) => Object.keys(calls).map((name) => `${group}.${name}`)),
)

/** Whether something that came from outside names a call of the contract. */
export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && names.has(name)
}
