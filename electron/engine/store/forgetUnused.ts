import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pathsIn } from '../source/pathList.ts'
import { recentSources } from './sources.ts'

/** How long a plan that nobody carried out is kept. */
const unusedMs = 24 * 60 * 60_000

export interface UnusedFolders {
  readonly staged: string
  readonly pasted: string
  /** Files that a browser handed over, each in a folder of its own. May not be there. */
  readonly uploads: string
}

/**
 * Forgets plans of yesterday that were never carried out, and staged files that no plan needs: they hold people's
 * data. That a file was opened lately is still known, so that it can be opened again; a pasted table and a file that a browser
 * handed over, of which there is no other copy here, are kept for as long. Called when the engine starts, so that nothing
 * is under way.
 */
export function forgetUnused(db: DatabaseSync, folders: UnusedFolders, now: number): void {
  const before = now - unusedMs
  db.prepare('DELETE FROM plan WHERE created_at < ? AND id NOT IN (SELECT plan FROM run)').run(before)
  db.prepare(
    `DELETE FROM source WHERE staged_at < ? AND id NOT IN (SELECT source FROM plan)
       AND id NOT IN (${recentSources})`,
  ).run(before)
  const needed = textOf(
    db.prepare('SELECT id AS text FROM source WHERE staged_at >= ? OR id IN (SELECT source FROM plan)'),
    before,
  )
  removeFiles(folders.staged, (name) => !needed.has(name.replace(/\.sqlite(-wal|-shm|-journal)?$/, '')))
  const known = new Set([...textOf(db.prepare('SELECT path AS text FROM source'))].flatMap(pathsIn))
  const isUnknown = (_name: string, path: string) => !known.has(path) && statSync(path).mtimeMs < before
  removeFiles(folders.pasted, isUnknown)
  removeUploads(folders.uploads, isUnknown)
}

function textOf(statement: ReturnType<DatabaseSync['prepare']>, ...values: number[]): ReadonlySet<string> {
  return new Set(statement.all(...values).map(({ text }) => String(text)))
}

function removeUploads(folder: string, isUnused: (name: string, path: string) => boolean): void {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const home = join(folder, entry.name)
    removeFiles(home, isUnused)
    if (readdirSync(home).length === 0) rmdirSync(home)
  }
}

function removeFiles(folder: string, isUnused: (name: string, path: string) => boolean): void {
  for (const name of readdirSync(folder))
    if (isUnused(name, join(folder, name))) rmSync(join(folder, name), { force: true })
}
