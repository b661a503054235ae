import type { Answer } from '../answer.ts'
import { failure } from './answers.ts'

/** Credentials that are refused, each for its own reason. */
export interface RefusedKeys {
  /** A v4 key that worked once. */
  readonly revoked: string
  /** A key of the old API (v3), which v4 refuses. */
  readonly v3: string
}

/** v4 API keys that work here, each with its own rate limit. None of them opens anything anywhere else. */
export const validKeys: readonly string[] = ['kit_practice_7d1f0c52a9b34e86', 'kit_practice_second_c40b8e13']

export const refusedKeys: RefusedKeys = {
  revoked: 'kit_practice_revoked_91aa27f0',
  v3: 'Vn3pRacTiceKeyOfOldApi',
}

/** Who is asking: a key that works, or the 401 they get instead. */
export type Caller = { readonly key: string } | { readonly refused: Answer }

/**
 * Looks at the credentials of a request. A v4 key goes into `X-Kit-Api-Key`; as a bearer token it fails.
 * @param header reads a request header
 */
export function identifyCaller(header: (name: string) => string | undefined): Caller {
  const key = header('x-kit-api-key')?.trim() ?? ''
  const token = bearerToken(header('authorization'))
  if (key === '' && token === '') return { refused: failure(401, 'Authentication Failed') }
  return validKeys.includes(key) ? { key } : { refused: tokenInvalid }
}

/** 401 for a credential that is wrong, revoked, or of a kind that may not do this. */
export const tokenInvalid: Answer = failure(401, 'The access token is invalid')

/** How a key is called in logs, which never hold the key itself. */
export function keyName(key: string | undefined): string | null {
  if (key === undefined || key === '') return null
  if (validKeys.includes(key)) return `valid ${validKeys.indexOf(key) + 1}`
  if (key === refusedKeys.revoked) return 'revoked'
  return key === refusedKeys.v3 ? 'v3' : 'unknown'
}

function bearerToken(authorization: string | undefined): string {
  return /^bearer +(.*)$/i.exec(authorization ?? '')?.[1]?.trim() ?? ''
}
