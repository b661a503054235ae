import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import { connect, type DatabaseOptions } from './connect.ts'
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
import { queryDraft } from './migrations/021-queryDraft.ts'
import { inTransaction } from './transaction.ts'

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

/**
 * Opens the engine's database and brings it to the newest version, each migration in one transaction.
 * Commits survive a power cut (WAL with `synchronous = FULL`).
 * @throws AppError `conflict` for a database from a newer Listferry, `unavailable` for one that can't be read.
 */
export function openDatabase(path: string, options: DatabaseOptions = {}): DatabaseSync {
  return connect(path, options, (db) => {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    migrate(db, path)
  })
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
