/** How to reach a database server. The password is never part of what is stored. */
export interface ServerOptions {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** `verify`: encrypted, and only with a certificate that this computer trusts. `off`: as for a server on this computer. */
  readonly encryption: 'verify' | 'unverified' | 'off'
}

export const connectMs = 10_000

export function tlsOf({ encryption }: ServerOptions): false | { readonly rejectUnauthorized: boolean } {
  return encryption === 'off' ? false : { rejectUnauthorized: encryption === 'verify' }
}

export function placeOf({ database, host, port }: ServerOptions): string {
  return `the database “${database}” on ${host}:${port}`
}

/** What the network says before any server does. */
export function networkWords(
  error: unknown,
  { host, port }: Pick<ServerOptions, 'host' | 'port'>,
): string | null {
  switch (codeOf(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `No server called ${host} was found. Check its name and your network.`
    case 'ECONNREFUSED':
      return `Nothing answers on ${host}:${port}. Check the port, and that the database server is running.`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${host}:${port} does not answer. Check the address, and that its firewall lets this computer in.`
    case 'ECONNRESET':
    case 'EPIPE':
    case 'PROTOCOL_CONNECTION_LOST':
      return `The connection to ${host} broke off. What was written is kept; run this again and it goes on from there.`
    default:
      return null
  }
}

export function codeOf(error: unknown): string {
  const given = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  return given instanceof Error && 'code' in given ? String(given.code) : ''
}
