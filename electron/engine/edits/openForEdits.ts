import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'

/** How long it is waited for somebody who reads the file for the first edit; afterwards readers are in nobody's way. */
const waitMs = 2000

/**
 * Opens a staged file to change it, as its only writer for as long as `use` takes. Whoever reads meanwhile sees the rows as
 * they were when they began (WAL).
 * @throws AppError `not-found`; `conflict` while it is still being staged, or while its first edit has to wait for a plan
 */
export function openForEdits<T>(databasePath: string, use: (db: DatabaseSync) => T): T {
  if (!existsSync(databasePath))
    throw new AppError('not-found', 'That file is no longer in Listferry. Import it again.')
  const db = new DatabaseSync(databasePath, { timeout: waitMs })
  try {
    letOthersRead(db)
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON')
    return use(db)
  } finally {
    db.close()
  }
}

function letOthersRead(db: DatabaseSync): void {
  const info = db.prepare('SELECT complete FROM info').get()
  if (info?.complete !== 1)
    throw new AppError('conflict', 'That file is still being read. Wait until it is done, then try again.')
  try {
    db.exec('PRAGMA journal_mode = WAL')
  } catch (cause) {
    const message = 'A plan is being made from this file. Wait until it is done, then edit the file.'
    throw new AppError('conflict', message, { cause })
  }
}
