import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { PracticeKit } from '../../electron/practice/kit/createPracticeKit.ts'

/** Kit lets nobody reach purchases with a key: every request goes with the token of a sign-in instead. */
export function fetchWithToken({ oauth }: PracticeKit): typeof fetch {
  const grant = oauth.tokens.grant({
    clientId: 'an app',
    redirectUri: 'http://127.0.0.1/',
    challenge: null,
    scope: 'public',
    tenantName: null,
  })
  const { accessToken } = oauth.tokens.exchange(grant)
  return (input, init) => {
    const headers = new Headers(init?.headers)
    headers.delete('X-Kit-Api-Key')
    headers.set('Authorization', `Bearer ${accessToken}`)
    return fetch(input, { ...init, headers })
  }
}

/** Has the connections of a data folder count as signed in. */
export function markSignedIn(folder: string): void {
  const db = new DatabaseSync(join(folder, 'listferry.sqlite'))
  db.exec("UPDATE connection SET credential_form = 'oauth'")
  db.close()
}
