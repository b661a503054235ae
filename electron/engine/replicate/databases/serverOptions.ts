/** How to reach a database server. The password is never part of what is stored. */
export interface ServerOptions {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** `verify`: encrypted, and only with a certificate that this computer trusts. `off`: as for a server on this computer. */
  readonly encryption: 'verify' | 'unverified' | 'off'
  /** In place of the usual wait for somebody else who holds a table; for tests. */
  readonly lockMs?: number
}

export const connectMs = 10_000

/** How long a statement waits for somebody else who holds a table. */
export const lockMs = 60_000

export function tlsOf({ encryption }: ServerOptions): false | { readonly rejectUnauthorized: boolean } {
  return encryption === 'off' ? false : { rejectUnauthorized: encryption === 'verify' }
}

export function placeOf({ database, host, port }: ServerOptions): string {
  return `the database “${database}” on ${host}:${port}`
}

export function codeOf(error: unknown): string {
  const given = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  return given instanceof Error && 'code' in given ? String(given.code) : ''
}
