import { randomBytes } from 'node:crypto'
import { isLoopbackHost } from '../../loopback.ts'

/** A program that may ask for access, as Kit keeps it under Settings → Developer. */
export interface OAuthApp {
  readonly clientId: string
  /** `null`: a public client, which proves itself with PKCE instead. */
  readonly secret: string | null
  readonly name: string
  readonly redirectUris: readonly string[]
}

/** Shows the code on a page instead of sending the browser back (assumed: Kit's server is a Doorkeeper). */
export const outOfBand = 'urn:ietf:wg:oauth:2.0:oob'

/** Loopback with any port and any path, Listferry's own return address, and a page with the code. */
const demoRedirectUris: readonly string[] = [
  'http://127.0.0.1',
  'http://localhost',
  'http://[::1]',
  'listferry://oauth/kit',
  outOfBand,
]

/** Apps that are there from the start. None of them opens anything anywhere else. */
export const publicDemoApp: OAuthApp = {
  clientId: 'practice_public_app_5c1e9a7d',
  secret: null,
  name: 'Practice app (public, with PKCE)',
  redirectUris: demoRedirectUris,
}

export const confidentialDemoApp = {
  clientId: 'practice_secure_app_8d20b4e6',
  secret: 'practice_app_secret_f31c7a92',
  name: 'Practice app (with a secret)',
  redirectUris: demoRedirectUris,
} as const satisfies OAuthApp

export interface OAuthApps {
  get(clientId: string): OAuthApp | undefined
  all(): Iterable<OAuthApp>
  /** A new app with an id of its own, and a secret where it is no public client. */
  register(app: Pick<OAuthApp, 'name' | 'redirectUris'>, isPublic: boolean): OAuthApp
  /** As at the start. */
  clear(): void
}

/** Apps that registered themselves are forgotten, oldest first, beyond so many. */
const maxApps = 200

export function createApps(): OAuthApps {
  const demo = [publicDemoApp, confidentialDemoApp]
  const apps = new Map<string, OAuthApp>(demo.map((app) => [app.clientId, app]))
  return {
    get: (clientId) => apps.get(clientId),
    all: () => apps.values(),
    register: (app, isPublic) => {
      const registered = { ...app, clientId: newSecretText(), secret: isPublic ? null : newSecretText() }
      apps.set(registered.clientId, registered)
      const oldest = [...apps.keys()][demo.length]
      if (apps.size > maxApps && oldest !== undefined) apps.delete(oldest)
      return registered
    },
    clear: () => {
      apps.clear()
      for (const app of demo) apps.set(app.clientId, app)
    },
  }
}

/** 43 characters that nobody guesses, as codes, tokens, ids and secrets are. */
export function newSecretText(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Whether an address is one of the app's own: exactly as registered, except that the port of a loopback address is
 * free (RFC 8252 §7.3), and its path too where it was registered without one.
 */
export function isRedirectOf(app: OAuthApp, redirectUri: string): boolean {
  return app.redirectUris.some(
    (registered) => registered === redirectUri || isSameLoopback(registered, redirectUri),
  )
}

function isSameLoopback(registered: string, redirectUri: string): boolean {
  const known = loopbackUrl(registered)
  const given = loopbackUrl(redirectUri)
  if (known === null || given === null || known.hostname !== given.hostname || given.hash !== '') return false
  if (given.username !== '' || given.password !== '') return false
  return registered === known.origin || (known.pathname === given.pathname && known.search === given.search)
}

function loopbackUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'http:' && isLoopbackHost(url.host) ? url : null
}

/**
 * Why an address can't be registered, or `null`. HTTPS, an app's own scheme, or this computer: whether Kit takes
 * plain HTTP of the computer itself is unknown, the practice account does.
 */
export function whyNotRedirect(text: string): string | null {
  if (text === outOfBand) return null
  if (!URL.canParse(text)) return 'must be an absolute URI.'
  const { protocol, hash } = new URL(text)
  if (hash !== '') return 'cannot contain a fragment.'
  if (protocol === 'http:' && loopbackUrl(text) === null) return 'must be an HTTPS/SSL URI.'
  return ['javascript:', 'data:', 'vbscript:', 'file:', 'blob:'].includes(protocol)
    ? 'is forbidden by the server.'
    : null
}
