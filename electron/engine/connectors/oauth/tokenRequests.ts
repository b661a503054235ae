import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import type { Clock } from '../../clock.ts'
import { connectionFailure } from '../connectionFailure.ts'
import type { SignInEndpoints } from '../waysIn.ts'
import { retryAfterMs } from '../retryTiming.ts'
import type { Tokens } from './tokenSecret.ts'

export interface TokenDeps {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** How many times as fast as `clock` the service lives: its tokens end that much sooner. */
  readonly speed: number
  readonly endpoints: SignInEndpoints
  /** The service's name for people. */
  readonly title: string
}

/** The service's own word for why it gives no token (RFC 6749 §5.2), such as `invalid_grant`. */
export class TokenRefusal extends AppError {
  readonly reason: string

  constructor(reason: string, message: string, cause: Error) {
    super('unauthorized', message, { cause })
    this.reason = reason
  }
}

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Seconds. Read, not assumed: it has been 172,800 and 7,200 (kit.com, refresh token flow). */
  expires_in: z.number().positive(),
})

/** Exchanges the code that a sign-in came back with. The code is spent, whatever comes of it. */
export function exchangeCode(
  deps: TokenDeps,
  grant: {
    readonly code: string
    readonly verifier: string
    readonly redirectUri: string
    readonly clientId: string
  },
  signal: AbortSignal,
): Promise<Tokens> {
  const { code, verifier, redirectUri, clientId } = grant
  const body = {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }
  return askForTokens(deps, clientId, body, signal)
}

/** Renews tokens. `refreshToken` is spent as soon as the service has seen it, even where its answer is lost. */
export function refreshTokens(
  deps: TokenDeps,
  { clientId, refreshToken }: Pick<Tokens, 'clientId' | 'refreshToken'>,
  signal: AbortSignal,
): Promise<Tokens> {
  const body = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken }
  return askForTokens(deps, clientId, body, signal)
}

/** Makes the service forget both tokens, each on its own. It answers 200 for tokens that it doesn't know, too. */
export async function revokeTokens(
  deps: TokenDeps,
  { accessToken, refreshToken, clientId }: Tokens,
  signal: AbortSignal,
): Promise<void> {
  const tokens = { refresh_token: refreshToken, access_token: accessToken }
  for (const [hint, token] of Object.entries(tokens)) {
    const body = { client_id: clientId, token, token_type_hint: hint }
    const { answer } = await post(deps, deps.endpoints.revoke, body, signal)
    if (!answer.ok) throw unavailable(deps, answer)
  }
}

async function askForTokens(
  deps: TokenDeps,
  clientId: string,
  body: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Tokens> {
  const askedAt = deps.clock.now()
  const { answer, json } = await post(deps, deps.endpoints.token, body, signal)
  if (answer.status === 429 || answer.status >= 500) throw unavailable(deps, answer)
  if (!answer.ok) throw refusal(deps, answer, json)
  const { data } = tokenAnswer.safeParse(json)
  if (!data)
    throw new AppError(
      'unavailable',
      `${deps.title}’s answer to signing in is not in the form that its reference describes. Try again in a few minutes.`,
      { mayHaveHappened: true },
    )
  const livesMs = Math.floor((data.expires_in * 1000) / deps.speed)
  return {
    accessToken: data.access_token,
    refreshToken: data.refresh_token,
    // From when it was asked for, so that it never ends sooner than we think.
    expiresAt: askedAt + livesMs,
    livesMs,
    clientId,
  }
}

async function post(
  { fetch, title }: TokenDeps,
  address: string,
  body: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly answer: Response; readonly json: unknown }> {
  const { host } = new URL(address)
  try {
    const answer = await fetch(address, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'User-Agent': 'Listferry',
      },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    return { answer, json: parse(text) }
  } catch (error) {
    throw connectionFailure(error, { service: title, host }, signal)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // a gateway's page, or nothing: the status says enough
  }
}

/** `description` is the service's own sentence; it holds no token. */
function refusal({ title }: TokenDeps, { status }: Response, json: unknown): TokenRefusal {
  const { error = '', error_description: said = '' } = (json ?? {}) as Record<string, unknown>
  const reason = typeof error === 'string' && error !== '' ? error : `error ${status}`
  const words = typeof said === 'string' && said !== '' ? `: “${said.slice(0, 300)}”` : ''
  const cause = new Error(`the token endpoint answered ${status}: ${reason}`)
  if (reason === 'invalid_grant')
    return new TokenRefusal(
      reason,
      `${title} does not know this code: it was copied wrong, was used already, or is too old. Copy it once more, or begin again.`,
      cause,
    )
  return new TokenRefusal(reason, `${title} did not accept it (${reason}${words}). Sign in again.`, cause)
}

function unavailable({ title, clock }: TokenDeps, { status, headers }: Response): AppError {
  const waitMs = retryAfterMs(headers, clock.now())
  return new AppError(
    status === 429 ? 'rate-limited' : 'unavailable',
    `${title} has trouble with signing in just now (error ${status}). Try again in a few minutes.`,
    { mayHaveHappened: status >= 500, ...(waitMs !== undefined && { retryAfterMs: waitMs }) },
  )
}
