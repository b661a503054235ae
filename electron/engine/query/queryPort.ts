/** A view as it is made in the child before a query is run. */
export interface QueryView {
  readonly name: string
  /** A SELECT over the tables of the database and of the files. */
  readonly sql: string
}

/** What a query may look at. */
export interface QueryGround {
  /** Path of the engine's database. */
  readonly database: string
  /** Staged files, each under the name that views call it by. At most `mostFiles`. */
  readonly files: readonly { readonly schema: string; readonly path: string }[]
  readonly views: readonly QueryView[]
}

/** What a child says that runs on a SQLite without an authorizer. */
export const unguarded = 'no authorizer'

/** SQLite attaches so many files at once. */
export const mostFiles = 10

/** How much of a result the child keeps to page through; what is beyond is left out, and said so. */
export interface KeptResult {
  readonly rows: number
  readonly bytes: number
}

/** What is asked of a child that runs one query, one question at a time. */
export type QueryQuestion =
  /** The first question. With `keep` the result is read at once, and nothing is held open; else `next` reads it on. */
  | {
      readonly op: 'run'
      readonly ground: QueryGround
      readonly sql: string
      readonly keep: KeptResult | null
    }
  | { readonly op: 'page'; readonly offset: number; readonly limit: number }
  | { readonly op: 'next'; readonly limit: number }

/** A number beyond what JavaScript can hold exactly is text. */
export type QueryCell = string | number | null

/** `date`: texts like `2026-11-27` or `2026-11-27T10:00:00Z`, nothing else. */
export type QueryColumnType = 'text' | 'number' | 'date'

export interface QueryColumn {
  readonly name: string
  readonly type: QueryColumnType
}

export interface QueryProblem {
  /** SQLite's own words. */
  readonly message: string
  /** 1-based, counted in characters; `null` where it is about no place. */
  readonly at: { readonly line: number; readonly column: number } | null
  /** What the query tried that it may not. */
  readonly refused: Refusal | null
}

export type Refusal =
  | { readonly what: 'write' | 'file' | 'setting' | 'transaction' | 'second-statement' | 'explain' }
  | { readonly what: 'table' | 'function'; readonly name: string }

export type QueryReply =
  | {
      readonly is: 'kept'
      readonly columns: readonly QueryColumn[]
      readonly rows: number
      readonly cut: boolean
    }
  | { readonly is: 'open'; readonly columns: readonly string[] }
  | { readonly is: 'rows'; readonly rows: readonly (readonly QueryCell[])[] }
  | { readonly is: 'problem'; readonly problem: QueryProblem }

/** Children that run what users write, each of which can be killed at any instant. */
export interface QueryPort {
  /**
   * Starts the child of this number where there is none yet.
   * @returns `null` when the child ended before it answered: killed, or out of memory
   */
  ask(child: number, question: QueryQuestion): Promise<QueryReply | null>
  /** Kills it, whatever it is doing. */
  end(child: number): Promise<void>
}
