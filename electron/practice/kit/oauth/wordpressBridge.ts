import type { Answer } from '../../answer.ts'
import { refuseV3 } from '../v3/v3Keys.ts'
import { errorAnswer, neverStored, oauthError } from './oauthErrors.ts'
import type { OAuth, OAuthRequest } from './oauthRequest.ts'

/**
 * POST /wordpress/accounts/oauth_access_token: tokens of v4 for the key and the secret of the old API, as Kit's
 * WordPress library asks for them. Without a secret of the app or a redirect address: the account's own is enough.
 */
export function answerWordPressBridge({ given }: OAuthRequest, { apps, tokens }: OAuth): Answer {
  const refused = refuseV3(given, 'secret')
  if (refused !== null) return refused
  const app = apps.get(given.client_id ?? '')
  if (app === undefined) return errorAnswer(oauthError('invalid_client'))
  const grant = tokens.grant({
    clientId: app.clientId,
    redirectUri: '',
    challenge: null,
    scope: 'public',
    tenantName: given.tenant_name ?? null,
  })
  const pair = tokens.exchange(grant)
  return {
    status: 200,
    json: {
      oauth: {
        access_token: pair.accessToken,
        refresh_token: pair.refreshToken,
        expires_at: pair.expiresAt / 1000,
      },
    },
    headers: neverStored,
  }
}
