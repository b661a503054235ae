import { AppError } from '../../../../shared/errors.ts'
import type { Credentials, Secret } from '../credentials.ts'
import { nothingHappened } from '../nothingHappened.ts'
import { refreshTokens, revokeTokens, type TokenDeps, TokenRefusal } from './tokenRequests.ts'
import { type Tokens, tokenSecret, tokensOf } from './tokenSecret.ts'

/** The tokens of one account, renewed before they end. */
export interface FreshTokens {
  /** For the next request. @throws AppError `unauthorized` when there are none any more and one must sign in again */
  current(): Promise<Tokens>
  /** The next ones, after the service refused `used`. @throws AppError as `current` */
  after(used: Tokens): Promise<Tokens>
  revoke(signal: AbortSignal): Promise<void>
}

/** Renewed in the last tenth of their life, and never more than ten minutes early. */
const mostAheadMs = 10 * 60_000
const aheadShare = 0.1
/** After a renewal that failed while the tokens are still good. */
const pauseMs = 30_000

/**
 * Keeps an account's tokens fresh. When the answer to a renewal is lost, the refresh token is spent and nothing can
 * bring the next ones: the present ones are used until they end, and then somebody has to sign in again. Nothing is
 * in doubt by that, since no change leaves without a token.
 */
export function freshTokens(credentials: Credentials, deps: TokenDeps): FreshTokens {
  const { clock, title } = deps
  const spent = new Set<string>()
  /** The access token that the service refused last, whatever its end. */
  let refused: string | null = null
  let restUntil = Number.NEGATIVE_INFINITY

  const renewed = async (used: Secret): Promise<Tokens> => {
    // A renewal that has left must come to its end, whoever stops meanwhile: its answer is the only one.
    const unstoppable = new AbortController().signal
    const secret = await credentials.rotate(used, async (current) => {
      const tokens = tokensOf(current, title)
      if (spent.has(tokens.refreshToken)) throw signInAgain(title)
      try {
        return tokenSecret(current.form, await refreshTokens(deps, tokens, unstoppable))
      } catch (error) {
        if (!(error instanceof TokenRefusal)) throw error
        spent.add(tokens.refreshToken)
        throw signInAgain(title, error)
      }
    })
    return tokensOf(secret, title)
  }

  return {
    async current() {
      const secret = await credentials.read()
      const tokens = tokensOf(secret, title)
      const leftMs = tokens.expiresAt - clock.now()
      if (tokens.accessToken === refused) return nothingHappened(renewed(secret))
      const early = leftMs > 0
      if (leftMs > Math.min(mostAheadMs, tokens.livesMs * aheadShare)) return tokens
      if (early && (spent.has(tokens.refreshToken) || clock.monotonic() < restUntil)) return tokens
      try {
        return await nothingHappened(renewed(secret))
      } catch (error) {
        if (!early) throw error
        restUntil = clock.monotonic() + pauseMs
        return tokens
      }
    },
    async after(used) {
      const secret = await credentials.read()
      const tokens = tokensOf(secret, title)
      if (tokens.accessToken !== used.accessToken) return tokens
      refused = used.accessToken
      return nothingHappened(renewed(secret))
    },
    revoke: async (signal) => revokeTokens(deps, tokensOf(await credentials.read(), title), signal),
  }
}

function signInAgain(title: string, cause?: unknown): AppError {
  return new AppError(
    'unauthorized',
    `The sign-in at ${title} has ended and can’t be renewed. Sign in again: “Reconnect” in Connections, or listferry connect ${title.toLowerCase()} --sign-in. Then go on: nothing is lost, and what was sent is not sent again.`,
    { cause },
  )
}
