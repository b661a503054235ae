import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of a few megabytes, in memory. */
export interface TinyDisk {
  readonly path: string
  /** Makes room on it. */
  grow(): void
  /** Lets nobody write on it, whoever they are; nobody may have a file open for writing. */
  lock(): void
  remove(): void
}

/** One that belongs to a user of this computer; `null` where none can be made: only root may, and not everywhere. */
export function tinyDisk(owner: string, megabytes: number): TinyDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  const path = mkdtempSync(join(tmpdir(), 'listferry-tiny-disk-'))
  try {
    const uid = run('id', '-u', owner)
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,uid=${uid},mode=700`, 'tmpfs', path)
  } catch {
    // No such user, or nothing may be mounted in here.
    rmdirSync(path)
    return null
  }
  return {
    path,
    grow: () => void run('mount', '-o', 'remount,rw,size=512m', path),
    lock: () => void run('mount', '-o', 'remount,ro', path),
    remove() {
      run('umount', path)
      rmdirSync(path)
    },
  }
}
