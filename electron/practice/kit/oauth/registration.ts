import type { Answer } from '../../answer.ts'
import { asList } from '../input.ts'
import { whyNotRedirect } from './apps.ts'
import { neverStored } from './oauthErrors.ts'
import type { OAuth, OAuthRequest } from './oauthRequest.ts'

/**
 * POST /oauth/register: an app registers itself (RFC 7591), as Kit's server metadata offers it. Whoever says `none`
 * for `token_endpoint_auth_method` becomes a public client without a secret.
 */
export function registerApp({ json }: OAuthRequest, { apps }: OAuth, nowMs: number): Answer {
  const redirectUris = asList(json?.redirect_uris) ?? []
  if (redirectUris.length === 0) return refused('invalid_redirect_uri', 'Redirect URI can’t be blank')
  for (const uri of redirectUris) {
    const why = typeof uri === 'string' ? whyNotRedirect(uri) : 'must be an absolute URI.'
    if (why !== null) return refused('invalid_redirect_uri', `Redirect URI ${why}`)
  }
  const method = json?.token_endpoint_auth_method ?? 'client_secret_post'
  if (method !== 'none' && method !== 'client_secret_post')
    return refused('invalid_client_metadata', 'token_endpoint_auth_method must be client_secret_post or none')
  const name =
    typeof json?.client_name === 'string' ? json.client_name.slice(0, 200) : 'An app without a name'
  const app = apps.register({ name, redirectUris: redirectUris as readonly string[] }, method === 'none')
  return {
    status: 201,
    json: {
      client_id: app.clientId,
      ...(app.secret === null ? {} : { client_secret: app.secret, client_secret_expires_at: 0 }),
      client_id_issued_at: Math.floor(nowMs / 1000),
      client_name: app.name,
      redirect_uris: app.redirectUris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: method,
      scope: 'public',
    },
    headers: neverStored,
  }
}

/** GET /.well-known/oauth-authorization-server (RFC 8414), with the addresses of this server. */
export function serverMetadata({ origin }: OAuthRequest): Answer {
  return {
    status: 200,
    json: {
      issuer: origin,
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      registration_endpoint: `${origin}/oauth/register`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'none'],
      scopes_supported: ['public'],
    },
  }
}

function refused(error: string, error_description: string): Answer {
  return { status: 400, json: { error, error_description }, headers: neverStored }
}
