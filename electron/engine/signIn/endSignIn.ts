import type { EngineParts } from '../createEngine.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { Connection } from '../store/connections.ts'

/**
 * Has the service forget what signing in gave. One that can't be reached is no reason to keep an account here.
 * @returns what is left to do, in words; `null` where nothing is, and for accounts that have a key
 */
export async function endSignIn(
  parts: EngineParts,
  connection: Connection,
  signal: AbortSignal,
): Promise<string | null> {
  const { title, credentials } = connectorFor(connection.service)
  if (credentials.find(({ id }) => id === connection.credentialForm)?.kind !== 'sign-in') return null
  try {
    const { account } = await parts.accounts.open(connection)
    await account.revoke?.(signal)
    return null
  } catch {
    // Whatever kept it from being told, this is what the user can do about it.
    return `${title} could not be told that Listferry’s sign-in ends. End it there yourself, in the account’s settings for connected apps.`
  }
}
