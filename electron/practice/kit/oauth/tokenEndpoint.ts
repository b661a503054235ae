import type { Answer } from '../../answer.ts'
import type { OAuthApp } from './apps.ts'
import type { OAuthError } from './oauthErrors.ts'
import { errorAnswer, missing, neverStored, oauthError } from './oauthErrors.ts'
import type { OAuth, OAuthRequest } from './oauthRequest.ts'
import type { Grant, TokenPair } from './tokens.ts'
import { verifies } from './tokens.ts'

type Given = OAuthRequest['given']

/** POST /oauth/token: a code or a refresh token for a pair of tokens. Both count once. */
export function answerToken({ given }: OAuthRequest, oauth: OAuth): Answer {
  const { grant_type } = given
  if (blank(grant_type)) return errorAnswer(missing('grant_type'))
  if (grant_type === 'authorization_code') return exchangeCode(given, oauth)
  if (grant_type === 'refresh_token') return refresh(given, oauth)
  return errorAnswer(oauthError('unsupported_grant_type'))
}

/** POST /oauth/revoke: always 200 and empty, also for a token that nobody knows (RFC 7009). */
export function answerRevoke({ given }: OAuthRequest, oauth: OAuth): Answer {
  const app = authenticated(given, oauth)
  // What an app may not revoke stays as it is, and the answer is the same (assumed).
  if (app !== undefined) oauth.tokens.revoke(given.token ?? '', app.clientId)
  return { status: 200, headers: neverStored }
}

/** Checked in Doorkeeper's order: what is missing, who is asking, and then the code itself. */
function exchangeCode(given: Given, oauth: OAuth): Answer {
  const grant = oauth.tokens.grantOf(given.code ?? '')
  if (grant !== undefined && grant.challenge !== null && blank(given.code_verifier))
    return errorAnswer(missing('code_verifier'))
  if (blank(given.redirect_uri)) return errorAnswer(missing('redirect_uri'))
  const app = authenticated(given, oauth)
  if (app === undefined) return errorAnswer(oauthError('invalid_client'))
  const problem = problemOf(given, app, grant)
  if (problem !== null || grant === undefined) return errorAnswer(problem ?? oauthError('invalid_grant'))
  return tokenAnswer(oauth.tokens.exchange(grant))
}

function problemOf(given: Given, app: OAuthApp, grant: Grant | undefined): OAuthError | null {
  if (grant === undefined || grant.clientId !== app.clientId) return oauthError('invalid_grant')
  if (grant.redirectUri !== given.redirect_uri) return oauthError('invalid_grant')
  if (grant.challenge === null) return null
  const verifier = given.code_verifier ?? ''
  const fits = /^[A-Za-z0-9._~-]{43,128}$/.test(verifier) && verifies(grant.challenge, verifier)
  return fits ? null : oauthError('invalid_grant')
}

/** A refresh token that was used before is worth nothing any more (since 2026-05-20). */
function refresh(given: Given, oauth: OAuth): Answer {
  if (blank(given.refresh_token)) return errorAnswer(missing('refresh_token'))
  const app = authenticated(given, oauth)
  if (app === undefined) return errorAnswer(oauthError('invalid_client'))
  const pair = oauth.tokens.refreshable(given.refresh_token ?? '')
  if (pair?.clientId !== app.clientId) return errorAnswer(oauthError('invalid_grant'))
  return tokenAnswer(oauth.tokens.refresh(pair))
}

/** The app a request comes from: by its secret, or by its id alone where it is a public one. */
function authenticated(given: Given, { apps }: OAuth): OAuthApp | undefined {
  const app = apps.get(given.client_id ?? '')
  if (app === undefined) return undefined
  // A public client has no secret to send; an empty one is as good as none.
  if (app.secret === null) return blank(given.client_secret) ? app : undefined
  return given.client_secret === app.secret ? app : undefined
}

function tokenAnswer(pair: TokenPair): Answer {
  return {
    status: 200,
    json: {
      access_token: pair.accessToken,
      token_type: 'Bearer',
      expires_in: pair.lifetimeMs / 1000,
      refresh_token: pair.refreshToken,
      scope: pair.scope,
      created_at: pair.createdAt / 1000,
    },
    headers: neverStored,
  }
}

function blank(text: string | undefined): boolean {
  return text === undefined || text.trim() === ''
}
