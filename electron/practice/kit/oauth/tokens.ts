import { createHash } from 'node:crypto'
import { newSecretText } from './apps.ts'

/** What somebody allowed an app, not yet fetched as tokens. */
export interface Grant {
  readonly code: string
  readonly clientId: string
  readonly redirectUri: string
  /** PKCE: base64url of the verifier's SHA-256; `null` where the app sent none. */
  readonly challenge: string | null
  readonly scope: string
  /** Which installation of the app asked, where it said so. */
  readonly tenantName: string | null
  readonly expiresAt: number
}

/** An access token with its refresh token. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  readonly clientId: string
  readonly scope: string
  readonly tenantName: string | null
  /** Milliseconds since 1970, of the service. */
  readonly createdAt: number
  readonly lifetimeMs: number
  /** When the access token ends. */
  readonly expiresAt: number
  /** Why both have ended; `null` while the refresh token counts. */
  readonly ended: 'refreshed' | 'revoked' | null
}

export type TokenState = 'valid' | 'expired' | 'revoked' | 'unknown'

export interface OAuthTokens {
  grant(wanted: Omit<Grant, 'code' | 'expiresAt'>): Grant
  /** A code that has been used, has expired or never was is no grant. */
  grantOf(code: string): Grant | undefined
  /** The code is used up by it. */
  exchange(grant: Grant): TokenPair
  /** The pair a refresh token still counts for. */
  refreshable(refreshToken: string): TokenPair | undefined
  /** The pair before ends with it, its access token too. */
  refresh(pair: TokenPair): TokenPair
  /** What a request's access token is worth now. */
  stateOf(accessToken: string): TokenState
  /** The app an access token belongs to. */
  clientOf(accessToken: string): string | undefined
  /** Ends the pair that one of its tokens names, if it is this app's. */
  revoke(token: string, clientId: string): void
  /** The access tokens of one app, or of all, expire now; their refresh tokens go on. Returns how many did. */
  expireNow(clientId?: string): number
  /** The account takes the access of one app, or of all, away. Returns how many pairs ended. */
  revokeAccess(clientId?: string): number
  expireToken(accessToken: string): void
  revokeToken(accessToken: string): void
  /** Every pair that is remembered, oldest first. */
  all(): readonly TokenPair[]
  clear(): void
}

const codeLifetimeMs = 600_000
/** Kit's examples show two days for the first token and two hours for those that follow. */
const firstLifetimeMs = 172_800_000
const laterLifetimeMs = 7_200_000
const maxPairs = 1000

/** @param now time of the service in milliseconds */
export function createTokens(now: () => number): OAuthTokens {
  const grants = new Map<string, Grant>()
  const pairs = new Map<string, TokenPair>()
  const byRefresh = new Map<string, string>()

  const keep = (pair: TokenPair) => {
    pairs.set(pair.accessToken, pair)
    byRefresh.set(pair.refreshToken, pair.accessToken)
    const [oldest] = pairs.values()
    if (pairs.size <= maxPairs || oldest === undefined) return pair
    pairs.delete(oldest.accessToken)
    byRefresh.delete(oldest.refreshToken)
    return pair
  }
  const issue = (from: Pick<TokenPair, 'clientId' | 'scope' | 'tenantName'>, lifetimeMs: number) => {
    const { clientId, scope, tenantName } = from
    const createdAt = Math.floor(now() / 1000) * 1000
    return keep({
      accessToken: newSecretText(),
      refreshToken: newSecretText(),
      clientId,
      scope,
      tenantName,
      createdAt,
      lifetimeMs,
      expiresAt: createdAt + lifetimeMs,
      ended: null,
    })
  }
  const change = (accessToken: string, with_: Partial<TokenPair>) => {
    const pair = pairs.get(accessToken)
    if (pair !== undefined && pair.ended === null) pairs.set(accessToken, { ...pair, ...with_ })
  }
  const changeAll = (clientId: string | undefined, with_: Partial<TokenPair>) => {
    const live = [...pairs.values()].filter(
      (pair) => pair.ended === null && (clientId === undefined || pair.clientId === clientId),
    )
    for (const pair of live) change(pair.accessToken, with_)
    return live.length
  }
  const byEither = (token: string) => pairs.get(token) ?? pairs.get(byRefresh.get(token) ?? '')

  return {
    grant: (wanted) => {
      const grant = { ...wanted, code: newSecretText(), expiresAt: now() + codeLifetimeMs }
      for (const old of grants.values()) if (old.expiresAt <= now()) grants.delete(old.code)
      grants.set(grant.code, grant)
      return grant
    },
    grantOf: (code) => {
      const grant = grants.get(code)
      return grant !== undefined && grant.expiresAt > now() ? grant : undefined
    },
    exchange: (grant) => {
      grants.delete(grant.code)
      return issue(grant, firstLifetimeMs)
    },
    refreshable: (refreshToken) => {
      const pair = pairs.get(byRefresh.get(refreshToken) ?? '')
      return pair?.ended === null ? pair : undefined
    },
    refresh: (pair) => {
      change(pair.accessToken, { ended: 'refreshed' })
      return issue(pair, laterLifetimeMs)
    },
    stateOf: (accessToken) => {
      const pair = pairs.get(accessToken)
      if (pair === undefined) return 'unknown'
      if (pair.ended !== null) return 'revoked'
      return pair.expiresAt > now() ? 'valid' : 'expired'
    },
    clientOf: (accessToken) => pairs.get(accessToken)?.clientId,
    revoke: (token, clientId) => {
      const pair = byEither(token)
      if (pair?.clientId === clientId) change(pair.accessToken, { ended: 'revoked' })
    },
    expireNow: (clientId) => changeAll(clientId, { expiresAt: now() }),
    revokeAccess: (clientId) => changeAll(clientId, { ended: 'revoked' }),
    expireToken: (accessToken) => change(accessToken, { expiresAt: now() }),
    revokeToken: (accessToken) => change(accessToken, { ended: 'revoked' }),
    all: () => [...pairs.values()],
    clear: () => {
      grants.clear()
      pairs.clear()
      byRefresh.clear()
    },
  }
}

/** Whether a verifier belongs to a challenge (RFC 7636, S256). */
export function verifies(challenge: string, verifier: string): boolean {
  return createHash('sha256').update(verifier).digest('base64url') === challenge
}
