import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { EngineParts } from '../createEngine.ts'
import { keptFolder } from '../mirror/objects/keptTables.ts'
import { cancelledByUser } from '../run/stopOrder.ts'
import { inTransaction } from '../store/transaction.ts'
import { endSignIn } from '../signIn/endSignIn.ts'
import { passwordName, replicationStore } from '../store/replications.ts'
import { ownCopies } from '../source/ownCopies.ts'
import { inAllTurns } from './inAllTurns.ts'

/** How long services are given to be told that their sign-ins end. What is forgotten here does not wait for them. */
const tellMs = 10_000

/**
 * Stops what is under way and removes all connections with their secrets, all runs, files and recipes. What was copied
 * into databases of the user's is theirs and stays there.
 * @returns what is left for the user to do at a service, in words
 */
export async function forgetEverything(parts: EngineParts, signal: AbortSignal): Promise<readonly string[]> {
  const running = [...parts.underWay.values()]
  for (const run of running) run.stop(cancelledByUser())
  await Promise.all(running.map(({ ended }) => ended))
  const copies = [...parts.replicating.values()]
  for (const copy of copies) copy.stop()
  await Promise.all(copies.map(({ ended }) => ended))
  return inAllTurns(parts, signal, async () => {
    const warnings = await endSignIns(parts, signal)
    // Secrets first: without its connection nobody would know that one is there.
    for (const { id } of parts.connections.list()) {
      await parts.vault.delete(id)
      parts.accounts.close(id)
    }
    for (const { id } of replicationStore(parts.db).list()) await parts.vault.delete(passwordName(id))
    emptyTables(parts.db)
    parts.exports.clear()
    await parts.checks.clear()
    const folders = ownCopies.map((folder) => join(parts.dataFolder, folder))
    for (const folder of [parts.stagedFolder, keptFolder(parts.dataFolder), ...folders])
      await emptyFolder(folder)
    await parts.checks.clear()
    return warnings
  })
}

async function endSignIns(parts: EngineParts, signal: AbortSignal): Promise<readonly string[]> {
  const done = new AbortController()
  const late = new AbortController()
  void parts.clock.sleep(tellMs, done.signal).then(
    () => late.abort(),
    () => undefined, // All were told.
  )
  const either = AbortSignal.any([signal, late.signal])
  try {
    const told = parts.connections.list().map(async (connection) => {
      const warning = await endSignIn(parts, connection, either)
      return warning === null ? [] : [`${connection.name}: ${warning}`]
    })
    return (await Promise.all(told)).flat()
  } finally {
    done.abort()
  }
}

function emptyTables(db: DatabaseSync): void {
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all()
    .map(({ name }) => `"${String(name)}"`)
  inTransaction(db, () => {
    // Rows that point at each other go together.
    db.exec('PRAGMA defer_foreign_keys = ON')
    for (const table of tables) db.exec(`DELETE FROM ${table}`)
  })
  db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
}

async function emptyFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return
  for (const name of await readdir(folder))
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 })
}
