import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Who has the engine lock, for the words another Listferry shows. */
export interface LockHolder {
  readonly host: 'terminal' | 'desktop' | 'browser'
  readonly pid: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

const lastDateMs = 8.64e15
const holderShape = z.object({
  host: z.enum(['terminal', 'desktop', 'browser']),
  pid: z.int().positive(),
  startedAt: z.number().min(0).max(lastDateMs),
})

/** Writes `engine.json`, readable by this user only, whole or not at all. Only for who has the lock. */
export function writeLockHolder(folder: string, { host, pid, startedAt }: LockHolder): void {
  const part = `${holderFile(folder)}.part`
  rmSync(part, { force: true }) // left by a crash, perhaps with another mode
  writeFileSync(part, JSON.stringify({ host, pid, startedAt }), { mode: 0o600, flag: 'wx' })
  renameSync(part, holderFile(folder))
}

/** Who wrote `engine.json`. `null` when it is missing, unreadable, or left by a process that has ended. */
export function readLockHolder(folder: string): LockHolder | null {
  try {
    const holder = holderShape.parse(JSON.parse(readFileSync(holderFile(folder), 'utf8')))
    return isRunning(holder.pid) ? holder : null
  } catch {
    return null // it only serves the wording; the lock itself is what counts
  }
}

/** Removes `engine.json`. Only for who has the lock. */
export function forgetLockHolder(folder: string): void {
  try {
    rmSync(holderFile(folder), { force: true })
  } catch {
    // A stale one is read as such, and the lock must be freed all the same.
  }
}

function holderFile(folder: string): string {
  return join(folder, 'engine.json')
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0) // signal 0 only asks
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // it runs, as another user
  }
}
