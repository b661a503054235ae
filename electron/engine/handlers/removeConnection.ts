import { AppError } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { Connection } from '../store/connections.ts'
import { passwordName, replicationStore } from '../store/replications.ts'
import type { ConnectionId } from '../../../shared/model.ts'

/** Forgets a connection with everything that hangs on it, and has its service forget what signing in gave. */
export async function removeConnection(
  parts: EngineParts,
  { id, name }: Connection,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly warning: string | null }> {
  if ([...parts.underWay.values()].some((run) => run.connection === id))
    throw new AppError('conflict', `A run to "${name}" is under way. Stop it first, then remove the account.`)
  return parts.inTurn(id, signal, async (either) => {
    const warning = await revoked(parts, parts.connections.find(id), either)
    await forgetReplications(parts, id)
    await parts.vault.delete(id)
    parts.accounts.close(id)
    parts.connections.remove(id)
    parts.push({ name: 'changed', payload: { what: 'connections' } })
    return { name, warning }
  })
}

/** Copies of the account stay in the user's databases; nothing here leads to them any more. */
async function forgetReplications(parts: EngineParts, connection: ConnectionId): Promise<void> {
  for (const { id } of replicationStore(parts.db)
    .list()
    .filter((one) => one.connection === connection)) {
    const running = parts.replicating.get(id)
    running?.stop()
    await running?.ended
    await parts.vault.delete(passwordName(id))
  }
}

/** A service that can't be reached is no reason to keep an account here. Says what is left to do. */
async function revoked(
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
