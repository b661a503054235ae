import { closeSync, mkdirSync, openSync, statSync, unlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import envPaths from 'env-paths'
import { AppError } from '../shared/errors.ts'

/**
 * The folder for the database, the sources and the lock: `LISTFERRY_HOME`, or the operating system's place for data.
 * Makes it and `sources/` inside, for this user only (0700; a folder that is already there keeps its mode), and has
 * this process write all its files as 0600 from now on. For a program's main thread, before any worker.
 * @returns the absolute path.
 * @throws AppError naming the path when it can't be made or written, or is a file.
 */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  // Threads share the process's mask but may not set it.
  if (isMainThread) process.umask(0o077)
  const folder = resolve(env['LISTFERRY_HOME'] || envPaths('Listferry', { suffix: '' }).data)
  try {
    makeFolder(join(folder, 'sources'))
    checkWritable(folder)
    checkWritable(join(folder, 'sources'))
  } catch (error) {
    throw folderError(folder, error)
  }
  return folder
}

// Not `recursive: true`: Node 24 then never returns for a path under /proc, where mkdir answers ENOENT for ever.
function makeFolder(path: string): void {
  if (isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) makeFolder(parent)
  try {
    mkdirSync(path, 0o700)
  } catch (error) {
    if (!isFolder(path)) throw error // otherwise another process made it just now
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

// By writing: access() says nothing about Windows' permissions, and nothing true to root.
function checkWritable(folder: string): void {
  const file = join(folder, `.write-check-${process.pid}`)
  closeSync(openSync(file, 'w', 0o600))
  unlinkSync(file)
}

function folderError(folder: string, cause: unknown): AppError {
  const choose = 'Set LISTFERRY_HOME to another folder, then start Listferry again.'
  const words = (what: string) => `Listferry can't keep its data in ${folder}: ${what} ${choose}`
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppError('forbidden', words('it is not allowed to write there.'), { cause })
    case 'EEXIST':
    case 'ENOTDIR':
      return new AppError('invalid-input', words('there is a file in the way.'), { cause })
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('unavailable', words('the disk is full.'), { cause })
    default:
      return new AppError('unavailable', words('the folder could not be made or written.'), { cause })
  }
}
