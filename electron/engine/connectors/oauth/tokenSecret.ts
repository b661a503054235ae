import { AppError } from '../../../../shared/errors.ts'
import type { Secret } from '../credentials.ts'

/** What signing in gave, with what is needed to renew it. */
export interface Tokens {
  readonly accessToken: string
  /** May be used once: the answer holds the next. */
  readonly refreshToken: string
  /** Of this computer's clock, in milliseconds since 1970. */
  readonly expiresAt: number
  /** How long it was good for when it was issued, in milliseconds. */
  readonly livesMs: number
  /** The app that the tokens were issued to: no other may renew or revoke them. */
  readonly clientId: string
}

/** The tokens as the keychain keeps them. */
export function tokenSecret(form: string, tokens: Tokens): Secret {
  const { accessToken, refreshToken, expiresAt, livesMs, clientId } = tokens
  return {
    form,
    values: { accessToken, refreshToken, clientId, expiresAt: String(expiresAt), livesMs: String(livesMs) },
  }
}

/** @throws AppError `unauthorized` for a secret that isn't of this kind */
export function tokensOf({ values }: Secret, title: string): Tokens {
  const { accessToken = '', refreshToken = '', clientId = '' } = values
  const [expiresAt, livesMs] = [Number(values['expiresAt']), Number(values['livesMs'])]
  if (accessToken === '' || refreshToken === '' || !Number.isFinite(expiresAt) || !Number.isFinite(livesMs))
    throw new AppError(
      'unauthorized',
      `What the keychain holds for this account is no sign-in at ${title}. Sign in again.`,
    )
  return { accessToken, refreshToken, clientId, expiresAt, livesMs }
}
