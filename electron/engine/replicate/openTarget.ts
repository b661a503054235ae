import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { TargetView } from '../../../shared/contract/replications.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Database, Failure } from './database.ts'
import { mysqlFailure, openMysql } from './databases/mysql.ts'
import { openPostgres, postgresFailure } from './databases/postgres.ts'
import { openSqlite, sqliteFailure } from './databases/sqlite.ts'

export interface TargetAccess {
  readonly password: string | null
  /** For a file: whether it may be made. */
  readonly isNew: boolean
}

/** @throws AppError saying what keeps it from being opened and what to do */
export async function openTarget(target: TargetView, { password, isNew }: TargetAccess): Promise<Database> {
  try {
    switch (target.is) {
      case 'sqlite':
        if (isNew) mkdirSync(dirname(target.path), { recursive: true, mode: 0o700 })
        return openSqlite(target.path, isNew)
      case 'postgres':
        return await openPostgres({ ...target, password: password ?? '' })
      case 'mysql':
        return await openMysql({ ...target, password: password ?? '' })
    }
  } catch (error) {
    throw inWords(error, failureAtOpening(error, target))
  }
}

function failureAtOpening(error: unknown, target: TargetView): Failure | null {
  switch (target.is) {
    case 'sqlite':
      return sqliteFailure(error, target.path)
    case 'postgres':
      return postgresFailure(error, target)
    case 'mysql':
      return mysqlFailure(error, target)
  }
}

/** What a database threw as an error for the user. The cause keeps no more than the database's code: its text has values. */
export function inWords(error: unknown, failure: Failure | null): unknown {
  if (failure === null || error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new AppError(failure.code, failure.words, {
    cause: new Error(`the database said ${code}`),
    mayHaveHappened: failure.isConnection,
  })
}
