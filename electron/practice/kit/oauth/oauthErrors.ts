import type { Answer } from '../../answer.ts'

/**
 * The errors of Kit's OAuth server. Its texts for tokens ("The access token expired") are those of Doorkeeper, the
 * server of most Rails applications, so the others are taken from there too (doorkeeper, config/locales/en.yml).
 */
const descriptions = {
  invalid_request:
    'The request is missing a required parameter, includes an unsupported parameter value, or is otherwise malformed.',
  invalid_redirect_uri: "The requested redirect uri is malformed or doesn't match client redirect URI.",
  access_denied: 'The resource owner or authorization server denied the request.',
  invalid_scope: 'The requested scope is invalid, unknown, or malformed.',
  unsupported_response_type: 'The authorization server does not support this response type.',
  invalid_code_challenge_method: 'The code_challenge_method must be S256.',
  invalid_client:
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  invalid_grant:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  unsupported_grant_type: 'The authorization grant type is not supported by the authorization server.',
} as const

export interface OAuthError {
  readonly error: keyof typeof descriptions
  readonly error_description: string
}

/** @param description where it is not the usual one */
export function oauthError(error: OAuthError['error'], description?: string): OAuthError {
  return { error, error_description: description ?? descriptions[error] }
}

/** `invalid_request` that names what is missing. */
export function missing(parameter: string): OAuthError {
  return oauthError('invalid_request', `Missing required parameter: ${parameter}.`)
}

/** `{ error, error_description }` with 401 for a client that isn't known, 400 for everything else. */
export function errorAnswer(problem: OAuthError): Answer {
  const status = statusOf(problem)
  const challenge = `Bearer realm="Doorkeeper", error="${problem.error}", error_description="${problem.error_description}"`
  return {
    status,
    json: problem,
    headers: { ...neverStored, ...(status === 401 ? { 'www-authenticate': challenge } : {}) },
  }
}

export function statusOf({ error }: OAuthError): number {
  return error === 'invalid_client' ? 401 : 400
}

/** Answers with secrets in them are kept nowhere. */
export const neverStored = { 'cache-control': 'no-store', pragma: 'no-cache' } as const
