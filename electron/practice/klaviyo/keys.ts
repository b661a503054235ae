import type { Answer } from '../answer.ts'
import { failure, forbidden } from './errors.ts'

/** Private keys of the practice account. None of them opens anything anywhere else. */
export interface PracticeKlaviyoKeys {
  /** May do everything a private key can. */
  readonly all: string
  /** Has every `:read` scope and no other. */
  readonly readOnly: string
  /** Worked once. */
  readonly revoked: string
}

export const klaviyoKeys: PracticeKlaviyoKeys = {
  all: 'pk_practice7d1f0c52a9b34e86f1a2b3c4d5e6f7',
  readOnly: 'pk_practiceread0a4b8c15d162e3f4a5b6c7d8e9',
  revoked: 'pk_practicegone91aa27f0b3c4d5e6f708192a3b',
}

/** Who is asking: a key that works, or the 401 they get instead. */
export type Caller =
  { readonly may: (scope: string) => boolean; readonly refused?: undefined } | { readonly refused: Answer }

/** Looks at the `Authorization` header. The scheme word is needed; its case is not (assumed). */
export function identifyCaller(authorization: string | undefined): Caller {
  const [, scheme = '', credential = ''] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(authorization ?? '') ?? []
  switch (scheme.toLowerCase()) {
    case 'klaviyo-api-key':
      if (credential === klaviyoKeys.all) return { may: () => true }
      if (credential === klaviyoKeys.readOnly) return { may: (scope) => scope.endsWith(':read') }
      return { refused: wrongKey }
    case 'bearer':
      return { refused: wrongKey }
    default:
      return { refused: noKey }
  }
}

/** 403 for a key without these scopes. The words are assumed; no recorded answer shows them. */
export function missingScopes(scopes: readonly string[]): Answer {
  return forbidden(`Your API key is missing required scopes: ${scopes.join(', ')}.`)
}

/** How a key is called in logs, which never hold the key itself. */
export function keyName(authorization: string | undefined): string | null {
  if (authorization === undefined || authorization.trim() === '') return null
  const credential = authorization.trim().split(/\s+/).at(-1)
  const names = { [klaviyoKeys.all]: 'all', [klaviyoKeys.readOnly]: 'read-only' }
  if (credential === klaviyoKeys.revoked) return 'revoked'
  return names[credential ?? ''] ?? 'unknown'
}

const noKey = unauthorized(
  'not_authenticated',
  'Authentication credentials were not provided.',
  'Missing or invalid authorization scheme. Please use Klaviyo-API-Key.',
)

/** 401 for a key that is wrong or revoked: title and detail say the same (recorded). */
export const wrongKey = unauthorized(
  'authentication_failed',
  'Incorrect authentication credentials.',
  'Incorrect authentication credentials.',
)

function unauthorized(code: string, title: string, detail: string): Answer {
  return failure(401, [{ code, title, detail, source: { pointer: '/data/' } }])
}
