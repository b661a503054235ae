import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import { forgetAttachFile } from './attachFile.ts'
import { forgetLockHolder, readLockHolder, writeLockHolder } from './lockHolder.ts'
import type { LockHolder } from './lockHolder.ts'

/** The right to be the one engine of a data folder. Ends with `release`, or with the process, however it ends. */
export interface EngineLock {
  readonly folder: string
  /** Lets the next engine in. More than once does nothing. */
  release(): void
}

// A lock whose owner dropped it must not go with the garbage: the database would close and the lock be free.
const held = new Set<DatabaseSync>()

/**
 * Makes the caller the one engine of this folder. The lock is the operating system's, on `engine.lock`, so it is gone
 * with the process even after kill -9; other threads of the same process are kept out too. Nothing else may open
 * that file: POSIX drops all locks of a process on a file when it closes any handle of it.
 * @throws AppError `conflict`, saying who has it, or `unavailable` when the file can't be used.
 */
export function acquireEngineLock(folder: string, who: LockHolder): EngineLock {
  const file = join(folder, 'engine.lock')
  const database = lockFile(file, folder)
  held.add(database)
  const lock = { folder, release: () => release(database, folder) }
  try {
    chmodSync(file, 0o600) // another user who could read it could also lock it
    forgetAttachFile(folder) // left by one that crashed
    writeLockHolder(folder, who)
  } catch (cause) {
    lock.release()
    throw unusable(folder, cause)
  }
  return lock
}

function lockFile(file: string, folder: string): DatabaseSync {
  let database: DatabaseSync | null = null
  try {
    database = new DatabaseSync(file, { timeout: 0 })
    // Nothing is ever written, so there is no journal to leave behind.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return database
  } catch (cause) {
    database?.close()
    throw isBusy(cause) ? inUse(folder, cause) : unusable(folder, cause)
  }
}

function release(database: DatabaseSync, folder: string): void {
  if (!held.delete(database)) return
  // First: after the close they may be the next engine's.
  forgetAttachFile(folder)
  forgetLockHolder(folder)
  database.close()
}

// SQLITE_BUSY is 5; extended codes carry it in their low byte. https://sqlite.org/rescode.html
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5
}

function inUse(folder: string, cause: unknown): AppError {
  const holder = readLockHolder(folder)
  const who =
    holder === null ? 'Listferry is already running' : `Listferry is already running ${where(holder)}`
  return new AppError(
    'conflict',
    `${who}, with the data in ${folder}. Go on there or close it first; ` +
      'to run a second one beside it, set LISTFERRY_HOME to another folder.',
    { cause },
  )
}

function where(holder: LockHolder): string {
  const place = { terminal: 'in a terminal', desktop: 'as the desktop app', browser: 'for the browser' }
  const since = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
  return `${place[holder.host]} (process ${holder.pid}, since ${since.format(holder.startedAt)})`
}

function unusable(folder: string, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    `Listferry can't lock its data in ${folder}, so it did not start. Check that the folder is on a disk of this ` +
      'computer, that you may write there, and that engine.lock in it is empty; delete engine.lock if it is not.',
    { cause },
  )
}
