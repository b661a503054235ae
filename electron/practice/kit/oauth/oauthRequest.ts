import type { OAuthApps } from './apps.ts'
import type { OAuthTokens } from './tokens.ts'

/** Who may ask for access, and who has it. */
export interface OAuth {
  readonly apps: OAuthApps
  readonly tokens: OAuthTokens
}

/** A request to the OAuth server. */
export interface OAuthRequest {
  readonly method: string
  /** Scheme, host and port it was sent to. */
  readonly origin: string
  readonly path: string
  /** With the question mark, or empty. */
  readonly query: string
  /** Query and body together; the body wins. Only texts: anything else counts as left out. */
  readonly given: Readonly<Record<string, string>>
  /** The body as JSON, where it is an object. */
  readonly json: Readonly<Record<string, unknown>> | null
  /** Whether somebody looks at what is answered: browsers name HTML in `Accept` when they open a page. */
  readonly asksForPage: boolean
}

export interface OAuthHeaders {
  readonly accept: string | undefined
  readonly contentType: string | undefined
  readonly authorization: string | undefined
}

/**
 * Reads a request of either kind: Kit's own programs send JSON, its page on revoking shows a form. A client may also
 * name itself in `Authorization: Basic`, which wins.
 * @returns `undefined` for a body that claims to be JSON and is none
 */
export function readOAuthRequest(
  method: string,
  address: string,
  { accept, contentType, authorization }: OAuthHeaders,
  body: string,
): OAuthRequest | undefined {
  const { origin, pathname, search, searchParams } = new URL(address)
  const isForm = /^application\/x-www-form-urlencoded/i.test(contentType ?? '')
  const json = isForm || body.trim() === '' ? {} : readJson(body)
  if (json === undefined) return undefined
  const sent = isForm ? Object.fromEntries(new URLSearchParams(body)) : texts(json ?? {})
  return {
    method,
    origin,
    path: pathname,
    query: search,
    given: { ...Object.fromEntries(searchParams), ...sent, ...basicClient(authorization) },
    json,
    asksForPage: /\btext\/html\b/i.test(accept ?? ''),
  }
}

/**
 * `Basic` with client id and secret: not among the methods that the server's metadata names, but what the sign-in
 * library that Kit's guide links to sends (omniauth-kit, by the default of Ruby's oauth2), and what Doorkeeper reads.
 */
function basicClient(authorization: string | undefined): Record<string, string> {
  const encoded = /^basic +(.*)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return {}
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon === -1) return {}
  return { client_id: text.slice(0, colon), client_secret: text.slice(colon + 1) }
}

function readJson(body: string): OAuthRequest['json'] | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return undefined // Not JSON: the caller answers 400.
  }
}

function texts(json: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => typeof value === 'string')) as Record<
    string,
    string
  >
}
