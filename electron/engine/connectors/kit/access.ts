import type { ConnectorDeps } from '../connector.ts'
import type { Credentials } from '../credentials.ts'
import { type FreshTokens, freshTokens } from '../oauth/freshTokens.ts'
import type { Tokens } from '../oauth/tokenSecret.ts'
import { readApiKey, refusedKeyAdvice } from './apiKey.ts'
import { signInForm } from './signInForm.ts'

/** What lets one request in. */
export interface Grant {
  readonly headers: Readonly<Record<string, string>>
  /** Never to be repeated in words, should a service ever do so. */
  readonly secret: string
  /** What to tell whoever was refused with it. */
  readonly refusedAdvice: string
}

/** How requests to Kit are let in. */
export interface KitAccess {
  /** For the next request. */
  current(): Promise<Grant>
  /** For the same request once more after it was refused with this one; `null` where nothing else would be tried. */
  afterRefusal(refused: Grant): Promise<Grant | null>
}

export interface TokenAccess extends KitAccess {
  revoke(signal: AbortSignal): Promise<void>
}

/** @see kit.com's v4 authentication page: the key goes in `X-Kit-Api-Key`; as a `Bearer` token it is refused. */
export function keyAccess(credentials: Credentials): KitAccess {
  return {
    async current() {
      const key = readApiKey(await credentials.read())
      return { headers: { 'X-Kit-Api-Key': key }, secret: key, refusedAdvice: refusedKeyAdvice(key) }
    },
    afterRefusal: () => Promise.resolve(null),
  }
}

/** With the tokens of a sign-in, which are renewed before they end and when Kit says that they have. */
export function tokenAccess(credentials: Credentials, deps: ConnectorDeps): TokenAccess {
  const { address, clock, fetch, speed = 1 } = deps
  const endpoints = signInForm.signIn.endpoints(address)
  const tokens: FreshTokens = freshTokens(credentials, { fetch, clock, speed, endpoints, title: 'Kit' })
  const grants = new WeakMap<Grant, Tokens>()
  const grant = (one: Tokens): Grant => {
    const made: Grant = {
      headers: { Authorization: `Bearer ${one.accessToken}` },
      secret: one.accessToken,
      refusedAdvice:
        'Kit no longer accepts this sign-in. It was ended in Kit, or the account has no API access just now (a lapsed trial, a failed payment). Sign in again with “Reconnect”.',
    }
    grants.set(made, one)
    return made
  }
  return {
    current: async () => grant(await tokens.current()),
    async afterRefusal(refused) {
      const used = grants.get(refused)
      return used ? grant(await tokens.after(used)) : null
    },
    revoke: (signal) => tokens.revoke(signal),
  }
}
