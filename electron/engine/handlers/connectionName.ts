import { AppError } from '../../../shared/errors.ts'
import type { Connection } from '../store/connections.ts'

/** The name that was wished for, with a number where another account has it. */
export function nameFor(wanted: string, all: readonly Connection[]): string {
  let name = wanted
  for (let n = 2; owner(name, all); n += 1) name = `${wanted} (${n})`
  return name
}

/** @throws AppError `conflict` when another account has the name, in whatever case. */
export function refuseTakenName(name: string, all: readonly Connection[], own: Connection['id'] | undefined) {
  const taken = owner(name, all)
  if (taken && taken.id !== own)
    throw new AppError('conflict', `Another account is already called “${name}”. Choose another name.`)
}

function owner(name: string, all: readonly Connection[]): Connection | undefined {
  return all.find((one) => one.name.toLowerCase() === name.toLowerCase())
}
