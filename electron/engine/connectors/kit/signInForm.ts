import type { RateBucket } from '../limits.ts'
import type { SignInForm } from '../waysIn.ts'
import { kitAddress } from './kitAddress.ts'

/** 600 requests in any 60 seconds for a token, whatever they ask for (kit.md §2.4). */
export const tokenBucket: RateBucket = { name: 'token', windows: [{ requests: 600, windowMs: 60_000 }] }

const developerPage = 'Kit → Settings → Developer'

/**
 * The server metadata at `/.well-known/oauth-authorization-server` names `app.kit.com` for the browser and `api.kit.com`
 * for the rest (probed 2026-08-13); Kit's own PHP code uses the same. A practice account has all of them at its origin.
 */
export const signInForm: SignInForm = {
  kind: 'sign-in',
  id: 'oauth',
  title: 'Sign in with Kit',
  help: 'Kit’s own page opens in your browser and asks whether Listferry may use the account. No key is copied; you can end it in Kit at any time.',
  cannot: [],
  limits: [{ what: 'requests', windows: tokenBucket.windows }],
  signIn: {
    endpoints: (address) => ({
      authorize: `${address === kitAddress ? 'https://app.kit.com' : address}/oauth/authorize`,
      token: `${address}/oauth/token`,
      revoke: `${address}/oauth/revoke`,
    }),
    scope: 'public',
    clientIdHelp: `Kit knows programs by a client id. In ${developerPage}, add an app, switch “Secure application” off, give it the redirect URIs listferry://oauth/kit and urn:ietf:wg:oauth:2.0:oob, and copy its client id.`,
    clientIdVariable: 'LISTFERRY_KIT_CLIENT_ID',
    practiceClientId: 'practice_public_app_5c1e9a7d',
    // The texts of Kit's refusals are those of the Doorkeeper library, which shows the code on a page of its own then.
    pasteRedirect: 'urn:ietf:wg:oauth:2.0:oob',
  },
}
