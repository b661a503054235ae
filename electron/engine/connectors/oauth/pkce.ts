import { createHash, randomBytes } from 'node:crypto'

/** What ties a code to whoever asked for it: `challenge` goes along with the question, `verifier` with the code. */
export interface Pkce {
  readonly verifier: string
  /** For `code_challenge_method=S256`. */
  readonly challenge: string
}

/** @see RFC 7636 §4: 43 characters from 32 random bytes, and the SHA-256 of them, base64url without padding */
export function newPkce(): Pkce {
  const verifier = randomText()
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** A text that nobody can guess: 43 characters, safe in an address. */
export function randomText(): string {
  return randomBytes(32).toString('base64url')
}
