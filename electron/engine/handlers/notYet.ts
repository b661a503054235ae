import { AppError } from '../../../shared/errors.ts'

/** Calls that the window's contract names and whose handlers are being built. */
export function notYet<N extends string>(names: readonly N[]): Record<N, () => Promise<never>> {
  const refuse = (name: N) => () => Promise.reject(new AppError('bug', `${name} is not built yet.`))
  return Object.fromEntries(names.map((name) => [name, refuse(name)])) as Record<N, () => Promise<never>>
}
