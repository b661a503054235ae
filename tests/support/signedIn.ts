import type { Secret } from '../../electron/engine/connectors/credentials.ts'
import { tokenSecret } from '../../electron/engine/connectors/oauth/tokenSecret.ts'
import type { PracticeKit } from '../../electron/practice/kit/createPracticeKit.ts'
import { publicDemoApp } from '../../electron/practice/kit/oauth/apps.ts'

/** The secret of somebody who has signed in at the practice Kit. `now`: of the engine's clock. */
export function signedIn({ oauth }: PracticeKit, now: number, speed = 1): Secret {
  const { clientId } = publicDemoApp
  const grant = oauth.tokens.grant({
    clientId,
    redirectUri: 'http://127.0.0.1',
    challenge: null,
    scope: 'public',
    tenantName: null,
  })
  const { accessToken, refreshToken, lifetimeMs } = oauth.tokens.exchange(grant)
  const livesMs = lifetimeMs / speed
  return tokenSecret('oauth', { accessToken, refreshToken, clientId, livesMs, expiresAt: now + livesMs })
}
