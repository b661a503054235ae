import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

/** How long a plan that nobody carried out is kept. */
const unusedPlanMs = 24 * 60 * 60_000

/**
 * Forgets plans of yesterday that were never carried out, and staged files that no plan needs: they hold people's
 * data. Called when the engine starts, so that nothing is under way.
 */
export function forgetUnused(db: DatabaseSync, stagedFolder: string, now: number): void {
  db.prepare('DELETE FROM plan WHERE created_at < ? AND id NOT IN (SELECT plan FROM run)').run(
    now - unusedPlanMs,
  )
  db.prepare('DELETE FROM source WHERE staged_at < ? AND id NOT IN (SELECT source FROM plan)').run(
    now - unusedPlanMs,
  )
  const kept = new Set(
    db
      .prepare('SELECT id FROM source')
      .all()
      .map(({ id }) => String(id)),
  )
  for (const name of readdirSync(stagedFolder))
    if (!kept.has(name.replace(/\.sqlite(-wal|-shm|-journal)?$/, '')))
      rmSync(join(stagedFolder, name), { force: true })
}
