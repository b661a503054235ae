import { DatabaseSync } from 'node:sqlite'
import { storageError } from './storageError.ts'

export interface DatabaseOptions {
  /** Caps the file, in pages; for tests of a full disk. */
  readonly maxPages?: number
}

/**
 * Another connection to a database that is open already, for a thread that writes beside the engine's. Its commits are
 * light: see `inLightTransaction`.
 */
export function openBeside(path: string, options: DatabaseOptions): DatabaseSync {
  return connect(path, options, (db) =>
    db.exec(`PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = ${longestEngineWriteMs}`),
  )
}

/** How long the engine waits for a thread beside it, which writes in short pieces. */
const longestWriteMs = 5000
/** How long such a thread waits for the engine, as where it removes a large account; nobody waits for the thread. */
const longestEngineWriteMs = 300_000

/** @throws AppError in words; see `storageError`. */
export function connect(
  path: string,
  { maxPages }: DatabaseOptions,
  prepare: (db: DatabaseSync) => void,
): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { timeout: longestWriteMs })
    // What is deleted is overwritten, so that a person who is forgotten is not left in the file's free pages.
    db.exec('PRAGMA foreign_keys = ON; PRAGMA main.secure_delete = ON')
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`)
    prepare(db)
    return db
  } catch (error) {
    db?.close()
    throw storageError(error, path)
  }
}
