import { z } from 'zod'
import type { ConnectionId } from '../model.ts'
import type { ObjectTypeId } from '../objectTypes.ts'
import { call } from './call.ts'
import type { OpenedFile } from './sources.ts'

/** `date`: a text like `2026-11-27` or `2026-11-27T10:00:00Z`. */
export type QueryColumnType = 'text' | 'number' | 'date'

export interface QueryTableColumn {
  readonly name: string
  readonly type: QueryColumnType
  /** What it holds, in a few words; empty where its name says it. */
  readonly about: string
}

/** A table as queries see it. */
export interface QueryTable {
  readonly name: string
  readonly about: string
  /** What it is of: everything here, one account, or an imported file. */
  readonly of: 'everything' | 'account' | 'file'
  readonly columns: readonly QueryTableColumn[]
  /** Where its rows are read from by `objects.refresh`; `null`: they come with people, runs or files. */
  readonly reads: QueryTableReads | null
}

export interface QueryTableReads {
  readonly connection: ConnectionId
  readonly type: ObjectTypeId
  /** `Events` */
  readonly title: string
  /** ISO 8601; `null`: never to its end, and a query that names the table is refused in words. */
  readonly readAt: string | null
}

/** A number too large to be exact is text. */
export type QueryCell = string | number | null

/** A result that can be paged through until it is closed, or nobody asked for it for ten minutes. */
export interface QueryResult {
  /** Opaque. */
  readonly result: string
  readonly columns: readonly { readonly name: string; readonly type: QueryColumnType }[]
  readonly rows: number
  /** There are more rows than are kept here; an export has all of them. */
  readonly cut: boolean
  readonly tookMs: number
  /** Names of accounts of whose people it asks and of whom not everyone was read: only people of earlier files are known. */
  readonly unread: readonly string[]
}

export interface SavedQuery {
  readonly id: string
  readonly name: string
  readonly sql: string
  readonly savedAt: number
}

/** A query as it is being written. */
export interface QueryText {
  readonly sql: string
  /** The saved query that it began as, by its id; `null`: none. */
  readonly saved: string | null
}

/** At most so many characters of a cell cross at a time; an export has all of them. */
export const mostCellText = 2000

export const sqlText = z.string().max(100_000)
/** How long a query may take, in ms. */
export const queryTimeLimit = z.int().min(100).max(3_600_000)
const id = z.string().min(1).max(100)

/** A query of which all rows are wanted. `name`: what the file is called, without its ending. */
export const wholeQuery = {
  sql: sqlText,
  name: z.string().max(200),
  timeLimitMs: queryTimeLimit.default(600_000),
}

export const queryCalls = {
  /** What a query can look at, with words about it. */
  tables: call(z.object({})).returning<readonly QueryTable[]>(),
  /**
   * Runs one SELECT in a process of its own, which is ended when the time is over or the call is aborted. Refused in
   * words: whatever writes, opens a file or changes a setting.
   */
  run: call(z.object({ sql: sqlText, timeLimitMs: queryTimeLimit.default(30_000) })).returning<QueryResult>(),
  /** At most 500 rows at a time. `not-found` once it is closed. */
  page: call(z.object({ result: id, offset: z.int().min(0), limit: z.int().min(1).max(500) })).returning<
    readonly (readonly QueryCell[])[]
  >(),
  close: call(z.object({ result: id })).returning<null>(),
  /** All rows of a query as a file that can be imported. Its name is taken from `name`. */
  asFile: call(z.object(wholeQuery)).returning<OpenedFile>(),
  /** By name. */
  saved: call(z.object({})).returning<readonly SavedQuery[]>(),
  /** `id` of `null`: a new one. `conflict` where another one has the name. */
  save: call(
    z.object({ id: id.nullable(), name: z.string().trim().min(1).max(200), sql: sqlText.min(1) }),
  ).returning<SavedQuery>(),
  remove: call(z.object({ id })).returning<null>(),
  /** What was kept last by `keepDraft`; `null`: nothing yet. */
  draft: call(z.object({})).returning<QueryText | null>(),
  /** Keeps what is being written, in place of what was kept before. */
  keepDraft: call(z.object({ sql: sqlText, saved: id.nullable() })).returning<null>(),
}
