import type { Answer } from '../answer.ts'
import { failure } from './answers.ts'
import type { OAuthTokens, TokenState } from './oauth/tokens.ts'

/** Credentials that are refused, each for its own reason. */
export interface RefusedKeys {
  /** A v4 key that worked once. */
  readonly revoked: string
  /** The key of the old API (v3), which v4 refuses. */
  readonly v3: string
}

/** v4 API keys that work here, each with its own rate limit. None of them opens anything anywhere else. */
export const validKeys: readonly string[] = ['kit_practice_7d1f0c52a9b34e86', 'kit_practice_second_c40b8e13']

export const refusedKeys: RefusedKeys = {
  revoked: 'kit_practice_revoked_91aa27f0',
  v3: 'Vn3pRacTiceKeyOfOldApi',
}

/** Who is asking: a credential that works, or the 401 they get instead. */
export type Caller =
  { readonly access: 'key' | 'token'; readonly credential: string } | { readonly refused: Answer }

type ReadHeader = (name: string) => string | undefined

/**
 * Looks at the credentials of a request: a v4 key in `X-Kit-Api-Key`, or an access token as a bearer, which counts
 * where both are sent (assumed). A key as a bearer fails.
 */
export function identifyCaller(header: ReadHeader, tokens: OAuthTokens): Caller {
  const key = header('x-kit-api-key')?.trim() ?? ''
  const token = bearerToken(header)
  if (key === '' && token === '') return { refused: failure(401, 'Authentication Failed') }
  if (token !== '') return tokenCaller(token, tokens.stateOf(token))
  return validKeys.includes(key) ? { access: 'key', credential: key } : { refused: tokenInvalid }
}

function tokenCaller(token: string, state: TokenState): Caller {
  if (state === 'valid') return { access: 'token', credential: token }
  if (state === 'expired') return { refused: tokenExpired }
  return { refused: state === 'revoked' ? tokenRevoked : tokenInvalid }
}

/** 401 for a credential that is wrong, revoked, or of a kind that may not do this. */
export const tokenInvalid: Answer = failure(401, 'The access token is invalid')
/** 401 for an access token whose time is over. */
export const tokenExpired: Answer = failure(401, 'The access token expired')
/** 401 for an access token that was taken back, or replaced by a newer one (text from Doorkeeper). */
export const tokenRevoked: Answer = failure(401, 'The access token was revoked')

/** How a request's credential is called in logs, which never hold the credential itself. */
export function credentialName(header: ReadHeader, tokens: OAuthTokens): string | null {
  const token = bearerToken(header)
  if (token !== '') {
    const state = tokens.stateOf(token)
    return state === 'valid' ? 'token' : `token ${state}`
  }
  const key = header('x-kit-api-key')?.trim() ?? ''
  if (key === '') return null
  if (validKeys.includes(key)) return `valid ${validKeys.indexOf(key) + 1}`
  if (key === refusedKeys.revoked) return 'revoked'
  return key === refusedKeys.v3 ? 'v3' : 'unknown'
}

function bearerToken(header: ReadHeader): string {
  return /^bearer +(.*)$/i.exec(header('authorization') ?? '')?.[1]?.trim() ?? ''
}
