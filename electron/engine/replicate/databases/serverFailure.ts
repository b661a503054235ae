import type { Failure } from '../database.ts'
import { codeOf, type ServerOptions } from './serverOptions.ts'

/** How a kind of server says what is wrong. */
export interface ServerErrors {
  /** By the code of an error, or the class that its code begins with. */
  readonly codes: Readonly<Record<string, ServerTrouble>>
  /** By what its text says, where no code does. */
  readonly texts: readonly (readonly [RegExp, ServerTrouble])[]
}

type Place = Omit<ServerOptions, 'password'>

/** What a server, or the network before it, threw, in words; `null` for what neither of them said. */
export function serverFailure(error: unknown, place: Place, { codes, texts }: ServerErrors): Failure | null {
  const code = codeOf(error)
  const text = error instanceof Error ? error.message : ''
  const trouble =
    [networkCodes[code], codes[code], codes[code.slice(0, 3)], codes[code.slice(0, 2)]].find(Boolean) ??
    texts.find(([pattern]) => pattern.test(text))?.[1]
  if (trouble !== undefined) {
    const { words, ...how } = troubles[trouble]
    return { ...how, words: words(place, columnOf(error, text)) }
  }
  if (code === '') return null
  const words = `${place.host} refused (${code}). Look into the server’s log, then run this again.`
  return { code: 'rejected', isConnection: false, words }
}

/** The column that an error is about, where it names one. PostgreSQL's errors say it apart, MySQL's in their text. */
function columnOf(error: unknown, text: string): string | null {
  if (error instanceof Error && 'column' in error && typeof error.column === 'string') return error.column
  return /^(?:Field|Column) '([^']+)'/.exec(text)?.[1] ?? null
}

type Trouble = Omit<Failure, 'words'> & { readonly words: (place: Place, column: string | null) => string }
export type ServerTrouble =
  | 'unknown host'
  | 'nothing answers'
  | 'no answer'
  | 'broke off'
  | 'not encrypted'
  | 'not trusted'
  | 'not let in'
  | 'no database'
  | 'no schema'
  | 'may not write'
  | 'only read'
  | 'disk full'
  | 'too many connections'
  | 'busy'
  | 'table gone'
  | 'does not fit'
  | 'must be filled'
  | 'view in the way'

const networkCodes: Readonly<Record<string, ServerTrouble>> = {
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'unknown host',
  ECONNREFUSED: 'nothing answers',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no answer',
  ENETUNREACH: 'no answer',
  ECONNRESET: 'broke off',
  EPIPE: 'broke off',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'not trusted',
  CERT_HAS_EXPIRED: 'not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'not trusted',
}

/** What happened, and what to do. */
const troubles: Readonly<Record<ServerTrouble, Trouble>> = {
  'unknown host': {
    code: 'unavailable',
    isConnection: true,
    words: ({ host }) => `No server called ${host} was found. Check its name and your network.`,
  },
  'nothing answers': {
    code: 'unavailable',
    isConnection: true,
    words: ({ host, port }) =>
      `Nothing answers on ${host}:${port}. Check the port, and that the database server is running.`,
  },
  'no answer': {
    code: 'unavailable',
    isConnection: true,
    words: ({ host, port }) =>
      `${host}:${port} does not answer. Check the address, and that its firewall lets this computer in.`,
  },
  'broke off': {
    code: 'unavailable',
    isConnection: true,
    words: ({ host }) =>
      `The connection to ${host} broke off. What was written is kept; run this again and it goes on from there.`,
  },
  'not encrypted': {
    code: 'unavailable',
    isConnection: false,
    words: ({ host }) =>
      `${host} does not speak encrypted. Turn encryption on there, or off here if the server is in your own network.`,
  },
  'not trusted': {
    code: 'unavailable',
    isConnection: false,
    words: ({ host }) =>
      `This computer does not trust the certificate of ${host}. Install its certificate authority, or choose encryption without checking.`,
  },
  'not let in': {
    code: 'unauthorized',
    isConnection: false,
    words: ({ host, user }) => `${host} does not let “${user}” in with this password. Check both.`,
  },
  'no database': {
    code: 'conflict',
    isConnection: false,
    words: ({ host, database }) =>
      `${host} has no database called “${database}”. Make it there, or check the name.`,
  },
  'no schema': {
    code: 'conflict',
    isConnection: false,
    words: ({ user, database }) =>
      `The user “${user}” has no schema to write to in “${database}”. Make one, or set the user’s search_path.`,
  },
  'may not write': {
    code: 'forbidden',
    isConnection: false,
    words: ({ user, database }) =>
      `“${user}” may not write to the tables in “${database}”. Give the user the right to create and alter tables there, and to write to them.`,
  },
  'only read': {
    code: 'forbidden',
    isConnection: false,
    words: ({ host, database }) =>
      `“${database}” on ${host} can only be read. Use the main server rather than a copy of it, or let the user write.`,
  },
  'disk full': {
    code: 'unavailable',
    isConnection: false,
    words: ({ host }) =>
      `${host} has no room left on its disk. Make room there and run this again; it goes on where it stopped.`,
  },
  'too many connections': {
    code: 'unavailable',
    isConnection: true,
    words: ({ host }) => `${host} has as many connections as it takes. Close some, or try again later.`,
  },
  busy: {
    code: 'unavailable',
    isConnection: true,
    words: ({ host }) => `${host} is busy. Run this again in a while; it goes on where it stopped.`,
  },
  'table gone': {
    code: 'conflict',
    // Connecting again tells whether the database itself is gone; a table that is gone is made anew.
    isConnection: true,
    words: ({ database }) =>
      `A table in “${database}” is gone. Run this again: it is made anew, and read from the beginning.`,
  },
  'does not fit': {
    code: 'conflict',
    isConnection: false,
    words: ({ database }) =>
      `A table in “${database}” was changed by somebody else meanwhile, and a value no longer fits. Nothing of this page was written. Run this again: Listferry then mends its columns.`,
  },
  'must be filled': {
    code: 'conflict',
    isConnection: false,
    words: ({ database }, column) =>
      `In a table in “${database}” the column ${column === null ? '' : `“${column}” `}must be filled, and Listferry has nothing for it. Let it be empty or give it a default, then run this again.`,
  },
  'view in the way': {
    code: 'conflict',
    isConnection: false,
    words: ({ database }) =>
      `A column must become wider, and a view in “${database}” needs it as it is. Drop the view, run this again, and make the view anew.`,
  },
}
