import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import { connectionNumber } from '../store/connections.ts'
import { mostFiles, type QueryGround } from './queryPort.ts'
import { fileSchema, type QueriedTable, queryTables } from './queryTables.ts'
import { sqlTokens } from '../../../shared/sqlTokens.ts'

type Parts = Pick<EngineParts, 'db' | 'connections' | 'sources' | 'mirrorOf' | 'stagedPath' | 'dataFolder'>

/** What can be queried now: the accounts, and the files whose rows are still here. */
export function tablesNow(parts: Parts): QueriedTable[] {
  const { db, connections, sources, mirrorOf, stagedPath } = parts
  const accounts = connections.list().map(({ id, name }) => ({
    n: connectionNumber(db, id),
    name,
    fields: mirrorOf(id).schema().fields,
  }))
  const files = sources
    .recent()
    .map(({ info }) => info)
    .filter(({ id }) => existsSync(stagedPath(id)))
  return queryTables(accounts, files)
}

/**
 * What the child needs to run this query: of the files only those that it names.
 * @throws AppError `invalid-input` for more files than can be opened at once
 */
export function groundOf(parts: Parts, tables: readonly QueriedTable[], sql: string): QueryGround {
  const named = new Set(
    sqlTokens(sql)
      .filter(({ kind }) => kind !== 'text' && kind !== 'other')
      .map(({ text }) => text.toLowerCase()),
  )
  const used = tables.filter(({ name, file }) => file === null || named.has(name.toLowerCase()))
  const files = used.flatMap(({ file }) => file ?? [])
  if (files.length > mostFiles)
    throw new AppError(
      'invalid-input',
      `A query can look at ${mostFiles} files at most, and this one names ${files.length}. Use fewer, or save a part as a file first.`,
    )
  return {
    database: join(parts.dataFolder, 'listferry.sqlite'),
    files: files.map((id) => ({ schema: fileSchema(id), path: parts.stagedPath(id) })),
    views: used.map(({ view }) => view),
  }
}
