import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { EngineParts } from '../createEngine.ts'
import { cancelledByUser } from '../run/stopOrder.ts'
import { inTransaction } from '../store/database.ts'
import { passwordName, replicationStore } from '../store/replications.ts'
import { ownCopies } from './forgetPerson.ts'
import { inAllTurns } from './inAllTurns.ts'

/**
 * Stops what is under way and removes all connections with their secrets, all runs, files and recipes. What was copied
 * into databases of the user's is theirs and stays there.
 */
export async function forgetEverything(parts: EngineParts, signal: AbortSignal): Promise<void> {
  const running = [...parts.underWay.values()]
  for (const run of running) run.stop(cancelledByUser())
  await Promise.all(running.map(({ ended }) => ended))
  const copies = [...parts.replicating.values()]
  for (const copy of copies) copy.stop()
  await Promise.all(copies.map(({ ended }) => ended))
  await inAllTurns(parts, signal, async () => {
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
    for (const folder of [parts.stagedFolder, ...folders]) await emptyFolder(folder)
    await parts.checks.clear()
  })
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
