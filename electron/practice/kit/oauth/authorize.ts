import type { Answer } from '../../answer.ts'
import type { OAuthApp } from './apps.ts'
import { isRedirectOf, outOfBand } from './apps.ts'
import { codePage, consentPage, problemPage } from './authorizePages.ts'
import type { OAuthError } from './oauthErrors.ts'
import { missing, neverStored, oauthError, statusOf } from './oauthErrors.ts'
import type { OAuth, OAuthRequest } from './oauthRequest.ts'
import { grantedScope } from './scope.ts'

/** What an app asks for, once it is in order. */
export interface Wanted {
  readonly app: OAuthApp
  readonly redirectUri: string
  readonly state: string | undefined
  readonly challenge: string | null
  readonly scope: string
  readonly tenantName: string | null
}

/** A page for the person in front of the browser, or the redirect that tells the app what is wrong. */
type Checked = { readonly wanted: Wanted } | { readonly answer: Answer }

/**
 * GET /oauth/authorize: the page that asks whether the app may. A program without a browser can't read it: it is led
 * back at once, as if the account's owner had allowed it (assumed; `decision=deny` stands for one who didn't).
 */
export function askForConsent(request: OAuthRequest, oauth: OAuth, accountName: string): Answer {
  if (!request.asksForPage) return decideConsent(request, oauth)
  const checked = check(request, oauth)
  if ('answer' in checked) return checked.answer
  return page(200, consentPage(checked.wanted, request.given, accountName))
}

/**
 * POST /oauth/authorize with the same parameters, from the page's form or from a program: allows it, or with
 * `decision=deny` does not. 302 to the app's address either way.
 */
export function decideConsent(request: OAuthRequest, oauth: OAuth): Answer {
  const checked = check(request, oauth)
  if ('answer' in checked) return checked.answer
  const { wanted } = checked
  if (request.method === 'DELETE' || request.given.decision === 'deny')
    return back(wanted.redirectUri, oauthError('access_denied'), wanted.state)
  const { app, redirectUri, challenge, scope, tenantName } = wanted
  const grant = oauth.tokens.grant({ clientId: app.clientId, redirectUri, challenge, scope, tenantName })
  if (redirectUri === outOfBand)
    return redirect(`${request.origin}/oauth/authorize/native?code=${grant.code}`)
  return back(redirectUri, { code: grant.code }, wanted.state)
}

/** GET /oauth/authorize/native: the code, to be copied into an app that no browser can lead back to. */
export function showCode(request: OAuthRequest): Answer {
  return page(200, codePage(request.given.code ?? ''))
}

/** GET /v4/oauth/authorize: the address in Kit's guides leads to the one on its other host. */
export function forwardToAuthorize({ origin, query }: OAuthRequest): Answer {
  return redirect(`${origin}/oauth/authorize${query}`)
}

/** In Doorkeeper's order: whoever can't be trusted with a redirect is told on a page. */
function check({ given }: OAuthRequest, { apps }: OAuth): Checked {
  if (blank(given.client_id)) return shown(missing('client_id'))
  const app = apps.get(given.client_id ?? '')
  if (app === undefined) return shown(oauthError('invalid_client'))
  const redirectUri = given.redirect_uri ?? ''
  if (!isRedirectOf(app, redirectUri)) return shown(oauthError('invalid_redirect_uri'))
  const problem = problemOf(given, app)
  const state = given.state
  if (problem !== null)
    return redirectUri === outOfBand ? shown(problem) : { answer: back(redirectUri, problem, state) }
  return {
    wanted: {
      app,
      redirectUri,
      state,
      challenge: blank(given.code_challenge) ? null : (given.code_challenge ?? null),
      scope: grantedScope(given.scope) ?? '',
      tenantName: given.tenant_name ?? null,
    },
  }
}

/** A public client has to send a challenge, and nobody may send another kind than S256. */
function problemOf(given: OAuthRequest['given'], app: OAuthApp): OAuthError | null {
  if (blank(given.response_type)) return missing('response_type')
  if (given.response_type !== 'code') return oauthError('unsupported_response_type')
  if (grantedScope(given.scope) === null) return oauthError('invalid_scope')
  if (blank(given.code_challenge))
    return app.secret === null ? oauthError('invalid_request', 'Code challenge is required.') : null
  return given.code_challenge_method === 'S256' ? null : oauthError('invalid_code_challenge_method')
}

function blank(text: string | undefined): boolean {
  return text === undefined || text.trim() === ''
}

function shown(problem: OAuthError): Checked {
  return { answer: page(statusOf(problem), problemPage(problem.error_description)) }
}

function page(status: number, html: string): Answer {
  return { status, html, headers: { ...neverStored, 'x-frame-options': 'DENY' } }
}

/** To the app's own address; the state comes back as it was sent. */
function back(redirectUri: string, parameters: object, state: string | undefined): Answer {
  const query = new URLSearchParams({ ...parameters, ...(state === undefined ? {} : { state }) })
  return redirect(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query.toString()}`)
}

function redirect(location: string): Answer {
  return { status: 302, headers: { ...neverStored, location } }
}
