import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import { keptFile, keptTables } from '../mirror/objects/keptTables.ts'
import { keptTypes } from '../mirror/objects/keptTypes.ts'
import { columnsFor } from '../replicate/columnNames.ts'
import { tableShape } from '../replicate/tableShape.ts'
import { connectionNumber } from '../store/connections.ts'
import { mostFiles, type QueryGround } from './queryPort.ts'
import {
  fileSchema,
  type QueriedObjects,
  type QueriedTable,
  queryTables,
  type TableFile,
  unreadWords,
} from './queryTables.ts'
import { sqlTokens } from '../../../shared/sqlTokens.ts'

type Parts = Pick<EngineParts, 'db' | 'connections' | 'sources' | 'mirrorOf' | 'stagedPath' | 'dataFolder'>

/** What can be queried now: the accounts, and the files whose rows are still here. */
export function tablesNow(parts: Parts): QueriedTable[] {
  const { db, connections, sources, mirrorOf, stagedPath } = parts
  const accounts = connections.list().map(({ id, name }) => ({
    n: connectionNumber(db, id),
    id,
    name,
    fields: mirrorOf(id).schema().fields,
    objects: objectsNow(parts, id),
  }))
  const files = sources
    .recent()
    .map(({ info }) => info)
    .filter(({ id }) => existsSync(stagedPath(id)))
  return queryTables(accounts, files)
}

/** What can be read of an account besides its people, with what was read of it. */
function objectsNow(parts: Parts, connection: ConnectionId): QueriedObjects[] {
  const kept = keptTables(keptFile(parts.dataFolder, connection))
  return keptTypes(parts, parts.connections.find(connection)).map((type) => {
    const shape = tableShape(connection, '', type)
    const { table, columns, readAt } = kept.get(type.id) ?? {
      table: shape.name,
      columns: columnsFor(shape, [], [], mostObjectColumns),
      readAt: null,
    }
    return { type, table, columns: columns.slice(0, mostObjectColumns), readAt }
  })
}

const mostObjectColumns = 1500

/**
 * What the child needs to run this query: of the files only those that it names.
 * @throws AppError `invalid-input` for more files than can be opened at once, or for a table that was never read
 */
export function groundOf(parts: Parts, tables: readonly QueriedTable[], sql: string): QueryGround {
  const named = namesIn(sql)
  const used = tables.filter(({ name, from }) => from === null || named.has(name.toLowerCase()))
  const unread = used.find(({ reads }) => reads !== null && reads.readAt === null)
  if (unread?.reads) {
    const { name } = parts.connections.find(unread.reads.connection)
    throw new AppError('invalid-input', `${unread.name}: ${unreadWords(unread.name, name)}`)
  }
  const files = [
    ...Map.groupBy(
      used.flatMap(({ from }) => from ?? []),
      fileSchema,
    ),
  ]
  if (files.length > mostFiles)
    throw new AppError(
      'invalid-input',
      `A query can look at ${mostFiles} files at most, and this one names ${files.length}. Use fewer, or save a part as a file first.`,
    )
  return {
    database: join(parts.dataFolder, 'listferry.sqlite'),
    files: files.flatMap(([schema, [file]]) => (file ? [{ schema, path: pathOf(parts, file) }] : [])),
    views: used.map(({ view }) => view),
  }
}

/** Whose people a query asks for although not everyone of the account was read yet. */
export function accountsUnread(parts: Parts, sql: string): readonly string[] {
  const named = namesIn(sql)
  const asked = new Set(
    tablesNow(parts).flatMap(({ name, peopleOf }) => (named.has(name.toLowerCase()) ? (peopleOf ?? []) : [])),
  )
  return parts.connections
    .list()
    .filter(({ id }) => asked.has(id) || asked.has('everyone'))
    .filter(({ id }) => parts.mirrorOf(id).freshness('everyone') === null)
    .map(({ name }) => name)
}

function namesIn(sql: string): ReadonlySet<string> {
  const names = sqlTokens(sql).filter(({ kind }) => kind !== 'text' && kind !== 'other')
  return new Set(names.map(({ text }) => text.toLowerCase()))
}

function pathOf({ dataFolder, stagedPath }: Parts, file: TableFile): string {
  return file.is === 'staged' ? stagedPath(file.id) : keptFile(dataFolder, file.id)
}
