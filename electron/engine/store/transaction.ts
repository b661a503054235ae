import type { DatabaseSync } from 'node:sqlite'

/** Runs `work` in one transaction: all of it is kept, or none. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/**
 * The same, without waiting for the disk. A power cut may undo it, though never without everything that came after it:
 * the next transaction that waits keeps this one too. For what can be made again.
 */
export function inLightTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('PRAGMA synchronous = NORMAL')
  try {
    return inTransaction(db, work)
  } finally {
    db.exec('PRAGMA synchronous = FULL')
  }
}
