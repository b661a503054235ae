import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { ColumnKind, Row } from './table.ts'
import type { StateNote } from './tableState.ts'

/** Tables are made while the program runs, so their columns are known by name only. */
export type AnyTables = Record<string, Record<string, unknown>>

export type ColumnUse = ColumnKind | 'key' | 'count'

/** A relational database of the user's, open. One for each kind under `databases/`; whoever opened it closes it. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres' | 'mysql'
  /** For words: `the database "shop" on db.example.com`. */
  readonly place: string
  readonly db: Kysely<AnyTables>
  /** Where the tables are, as the database's own list of tables calls it; `null` where it has only one place. */
  readonly schema: string | null
  /** The most columns that a table gets for fields; further ones share a column. */
  readonly mostColumns: number
  /** Whether a table that is made or changed can be taken back with the rest of a transaction. */
  readonly changesInTransactions: boolean
  typeOf(use: ColumnUse): RawBuilder<unknown>
  /** Whether a column that the database lists with this type holds everything of that kind. */
  holds(listedType: string, kind: ColumnKind): boolean
  /** What an index on such a column names. */
  indexed(column: string): RawBuilder<unknown>
  /** Turns a column into one of text of any length; what it holds stays. */
  makeText(table: string, column: string): Promise<void>
  /** Inserts rows, or replaces those of the same key. All rows have the same columns, and no key comes twice. */
  upsert(
    trx: Transaction<AnyTables>,
    table: string,
    key: readonly string[],
    columns: readonly ColumnUseOf[],
    rows: readonly Row[],
  ): Promise<void>
  /**
   * Writes a page into a table that is being filled for the first time, and the note on how far that is, all or nothing
   * and with as little waiting as can be. What it says is how that ended; unless it is `written`, nothing is there of it.
   * Left out where a database has nothing quicker than `upsert`.
   */
  readonly fill?: (
    table: string,
    columns: readonly ColumnUseOf[],
    rows: readonly Row[],
    note: StateNote,
    /** Called once the rows are on their way. */
    onSent: () => void,
  ) => Promise<'written' | 'row-known' | 'note-changed'>
  /** What the database threw, in words: what happened and what to do. `connection`: it may help to connect again. */
  inWords(error: unknown): Failure | null
  /** Breaks the connection, whatever it waits for: whoever waits is told, and what was under way is taken back. */
  breakOff(): void
  close(): Promise<void>
}

export interface ColumnUseOf {
  readonly name: string
  readonly use: ColumnUse
}

export interface Failure {
  readonly words: string
  readonly isConnection: boolean
  readonly code: 'unavailable' | 'unauthorized' | 'forbidden' | 'conflict' | 'rejected'
}
