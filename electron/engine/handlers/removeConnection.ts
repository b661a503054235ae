import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import { keptFile } from '../mirror/objects/keptTables.ts'
import { inObjectTurn } from '../mirror/objects/refreshObjects.ts'
import { endSignIn } from '../signIn/endSignIn.ts'
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
    throw new AppError('conflict', `A run to “${name}” is under way. Stop it first, then remove the account.`)
  return parts.inTurn(id, signal, async (either) => {
    const warning = await endSignIn(parts, parts.connections.find(id), either)
    await forgetReplications(parts, id)
    await forgetObjects(parts, id, either)
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

/** What was read of it for queries; one that looks at it just now is ended. */
async function forgetObjects(
  parts: EngineParts,
  connection: ConnectionId,
  signal: AbortSignal,
): Promise<void> {
  const path = keptFile(parts.dataFolder, connection)
  await inObjectTurn(parts, connection, signal, async () => {
    if (!existsSync(path)) return
    await parts.results.without(async () => {
      for (const ending of ['', '-wal', '-shm']) await rm(path + ending, { force: true, maxRetries: 3 })
    })
  })
}
