import type { Operation } from './operation.ts'

export type Found =
  | {
      readonly operation: Operation
      readonly params: Readonly<Record<string, string>>
      readonly allow: string
    }
  /** The path is there, with other methods. */
  | { readonly operation: null; readonly allow: string }

/** Finds the operation for a method and a path, with or without a slash at its end; `undefined` for an unknown path. */
export type OperationFinder = (method: string, path: string) => Found | undefined

interface Compiled {
  readonly pattern: RegExp
  readonly path: string
  readonly byMethod: ReadonlyMap<string, Operation>
}

export function createOperationFinder(operations: readonly Operation[]): OperationFinder {
  const paths = [...new Set(operations.map(({ path }) => path))]
  const compiled = paths.map((path): Compiled => ({
    path,
    pattern: patternOf(path),
    byMethod: new Map(operations.filter((each) => each.path === path).map((each) => [each.method, each])),
  }))
  return (method, path) => {
    for (const { pattern, byMethod } of compiled) {
      const match = pattern.exec(path)
      if (match === null) continue
      const allow = [...byMethod.keys()].join(', ')
      const operation = byMethod.get(method)
      if (operation === undefined) return { operation: null, allow }
      return { operation, params: decoded(match.groups ?? {}), allow }
    }
    return undefined
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`)
}

function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decode(text)]))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign: nobody's id
  }
}
