import type { Answer } from '../../answer.ts'
import type { KitAccount } from '../route.ts'
import { askForConsent, decideConsent, forwardToAuthorize, showCode } from './authorize.ts'
import type { OAuth, OAuthRequest } from './oauthRequest.ts'
import { registerApp, serverMetadata } from './registration.ts'
import { answerRevoke, answerToken } from './tokenEndpoint.ts'
import { answerWordPressBridge } from './wordpressBridge.ts'

export interface OAuthRoute {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly handle: (request: OAuthRequest, oauth: OAuth, kit: KitAccount) => Answer
}

/**
 * Kit's OAuth server, under both names: its documents print `/v4/oauth/…`, its own programs call `/oauth/…`. What
 * is two hosts there (`app.kit.com` and `api.kit.com`) is one here.
 */
export const oauthRoutes: readonly OAuthRoute[] = [
  { method: 'GET', path: '/.well-known/oauth-authorization-server', handle: serverMetadata },
  {
    method: 'GET',
    path: '/oauth/authorize',
    handle: (request, oauth, { state }) => askForConsent(request, oauth, state.account.name),
  },
  { method: 'POST', path: '/oauth/authorize', handle: decideConsent },
  { method: 'DELETE', path: '/oauth/authorize', handle: decideConsent },
  { method: 'GET', path: '/oauth/authorize/native', handle: showCode },
  { method: 'GET', path: '/v4/oauth/authorize', handle: forwardToAuthorize },
  { method: 'POST', path: '/v4/oauth/authorize', handle: decideConsent },
  {
    method: 'POST',
    path: '/oauth/register',
    handle: (request, oauth, { state }) => registerApp(request, oauth, state.now()),
  },
  { method: 'POST', path: '/oauth/token', handle: answerToken },
  { method: 'POST', path: '/v4/oauth/token', handle: answerToken },
  { method: 'POST', path: '/oauth/revoke', handle: answerRevoke },
  { method: 'POST', path: '/v4/oauth/revoke', handle: answerRevoke },
  { method: 'POST', path: '/wordpress/accounts/oauth_access_token', handle: answerWordPressBridge },
]
