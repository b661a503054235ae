import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import { storageError } from './storageError.ts'
import { initial } from './migrations/001-initial.ts'
import { consent } from './migrations/002-consent.ts'
import { window } from './migrations/003-window.ts'
import { fixes } from './migrations/004-fixes.ts'
import { people } from './migrations/005-people.ts'
import { recipes } from './migrations/006-recipes.ts'
import { values } from './migrations/007-values.ts'
import { corrections } from './migrations/008-corrections.ts'
import { queries } from './migrations/009-queries.ts'
import { readBack } from './migrations/010-readBack.ts'
import { revision } from './migrations/011-revision.ts'
import { shapes } from './migrations/012-shapes.ts'
import { replications } from './migrations/013-replications.ts'
import { guard } from './migrations/014-guard.ts'
import { requestLedger } from './migrations/015-ledger.ts'
import { recentRequests } from './migrations/016-recentRequests.ts'
import { madePeople } from './migrations/017-madePeople.ts'
import { ticks } from './migrations/018-ticks.ts'
import { wasThere } from './migrations/019-wasThere.ts'
import { writtenEmail } from './migrations/020-writtenEmail.ts'
import { queryDraft } from './migrations/022-queryDraft.ts'

/** In order; a migration is never edited once it has shipped. */
const migrations: readonly string[] = [
  initial,
  consent,
  window,
  fixes,
  people,
  recipes,
  values,
  corrections,
  queries,
  readBack,
  revision,
  shapes,
  replications,
  guard,
  requestLedger,
  recentRequests,
  madePeople,
  ticks,
  wasThere,
  writtenEmail,
  queryDraft,
]

export interface DatabaseOptions {
  /** Caps the file, in pages; for tests of a full disk. */
  readonly maxPages?: number
}

/**
 * Opens the engine's database and brings it to the newest version, each migration in one transaction.
 * Commits survive a power cut (WAL with `synchronous = FULL`).
 * @throws AppError `conflict` for a database from a newer Listferry, `unavailable` for one that can't be read.
 */
export function openDatabase(path: string, options: DatabaseOptions = {}): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path)
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    // What is deleted is overwritten, so that a person who is forgotten is not left in the file's free pages.
    db.exec('PRAGMA main.secure_delete = ON')
    if (options.maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${options.maxPages}`)
    migrate(db, path)
    return db
  } catch (error) {
    db?.close()
    throw storageError(error, path)
  }
}

function migrate(db: DatabaseSync, path: string): void {
  const version = schemaVersion(db)
  if (version > migrations.length)
    throw new AppError(
      'conflict',
      `The data in ${path} was written by a newer Listferry (data version ${version}, this program knows ${migrations.length}). ` +
        'Update Listferry, or choose another data folder with LISTFERRY_HOME.',
    )
  migrations.slice(version).forEach((sql, index) => {
    inTransaction(db, () => {
      db.exec(sql)
      db.exec(`PRAGMA user_version = ${version + index + 1}`)
    })
  })
}

function schemaVersion(db: DatabaseSync): number {
  return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
}

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
