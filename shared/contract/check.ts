import { z } from 'zod'
import { type CellProblem, checkKinds, type CheckKind, type CheckWeight } from '../check/checkKinds.ts'
import type { SourceId } from '../model.ts'
import { call } from './call.ts'
import { mappingInput } from './mappingInput.ts'
import { duplicateRules, objectTarget } from './plans.ts'

/** Problems of one kind in one column. Rows that the user skipped are not among them. */
export interface CheckGroup {
  readonly kind: CheckKind
  readonly column: number | null
  readonly weight: CheckWeight
  readonly rows: number
  /** For how many of them it is known what the cell should be. */
  readonly fixable: number
}

/** What a check found; the groups with most at stake first. */
export interface CheckView {
  readonly rows: number
  /** Rows with any problem. */
  readonly problemRows: number
  readonly skippedRows: number
  /** Rows with a cell that was edited. */
  readonly editedRows: number
  readonly groups: readonly CheckGroup[]
  /** Names the rows as they are now; see `checkQuery`. */
  readonly revision: string
  /** Searching and sorting are as quick as they get; before, a first one may take seconds in a very long file. */
  readonly isIndexed: boolean
}

export interface CheckedRow {
  readonly row: number
  readonly cells: readonly string[]
  readonly skipped: boolean
  readonly problems: readonly CellProblem[]
}

export interface CheckedPage {
  readonly rows: readonly CheckedRow[]
  /** How many rows the query finds: known at once but for a search, which counts on; then see `check.count`. */
  readonly found: number
  readonly isCounted: boolean
}

/** What a fix would do to a row. */
export interface FixedCell {
  readonly row: number
  readonly before: string
  /** `null`: the row is skipped. */
  readonly after: string | null
}

/** Rows of one person, and what a rule makes of them. */
export interface DuplicateGroup {
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[]
  /** The row that counts. */
  readonly counts: number
  /** What is planned of it: with its blanks filled where they are merged. */
  readonly result: readonly string[]
  readonly by: 'email' | 'phone' | 'externalId'
}

const source = z.string().min(1).max(100) as unknown as z.ZodType<SourceId, SourceId>
const kind = z.enum(checkKinds)
const column = z.int().min(0)

/** Which rows of a file, and in which order. */
export const checkQuery = {
  show: z.enum(['all', 'problems', 'skipped', 'edited']).default('all'),
  /** Only problems of this kind, and in this column. */
  kind: kind.nullable().default(null),
  column: column.nullable().default(null),
  /** Part of any cell, whatever the case and the accents. */
  search: z.string().max(200).default(''),
  /**
   * By the cells of a column, blank ones last. `revision`: of the rows when this order was asked for: rows that are edited
   * afterwards stay where they are.
   */
  sort: z
    .object({ column, falling: z.boolean(), revision: z.string().max(100) })
    .nullable()
    .default(null),
}

export type CheckQuery = z.output<z.ZodObject<typeof checkQuery>>

/** A way of putting all alike right, by a column's number in a file, or its name in a recipe. */
export function checkFixOf<C extends z.ZodType>(of: C) {
  return z.discriminatedUnion('how', [
    /** Each cell becomes what it most likely should be. */
    z.object({ how: z.literal('suggested'), kind, column: of }),
    z.object({ how: z.literal('clear'), kind, column: of }),
    z.object({ how: z.literal('skip'), kind, column: of.nullable() }),
    /** Every cell of a column that says exactly this. */
    z.object({
      how: z.literal('same'),
      column: of,
      from: z.string().max(10_000),
      to: z.string().max(10_000),
    }),
  ])
}

const fix = checkFixOf(column)
export type CheckFix = z.output<typeof fix>

export const checkCalls = {
  /**
   * Checks all rows as a mapping reads them for an account, and keeps the result until the program ends, another mapping is
   * checked or somebody is forgotten. Cheap where it is known already. Pushes `check.progress`.
   */
  run: call(
    z.object({
      source,
      connection: z.string(),
      mapping: mappingInput,
      /** What the rows are about where it is not people to bring in. */
      object: objectTarget.nullable().default(null),
    }),
  ).returning<CheckView>(),
  /** The counts as they are now. @throws `not-found` where `run` was not called yet; so do all below. */
  view: call(z.object({ source })).returning<CheckView>(),
  /** At most 500 rows at a time. */
  rows: call(
    z.object({ source, ...checkQuery, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
  ).returning<CheckedPage>(),
  /** How many rows a query finds. A search for what is nearly everywhere may take a second or two. */
  count: call(z.object({ source, ...checkQuery })).returning<number>(),
  /** What a fix would do, to how many rows; nothing is changed. */
  previewFix: call(
    z.object({ source, fix, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
  ).returning<{ readonly count: number; readonly cells: readonly FixedCell[] }>(),
  /** Puts all alike right, as one edit, but for rows that the user refused. */
  fix: call(
    z.object({ source, fix, except: z.array(z.int().min(1)).max(500).default([]) }),
  ).returning<CheckView>(),
  /** Groups of rows about one person, as a plan would find them, in file order; at most 100 at a time. */
  duplicates: call(
    z.object({
      source,
      rule: z.enum(duplicateRules),
      sameAddress: z
        .array(z.enum(['plus-tag', 'gmail-dots']))
        .max(2)
        .default([]),
      offset: z.int().min(0),
      limit: z.int().min(1).max(100),
    }),
  ).returning<{
    readonly count: number
    /** Rows of which another one counts. */
    readonly rows: number
    readonly groups: readonly DuplicateGroup[]
  }>(),
}

export interface CheckProgress {
  readonly source: SourceId
  readonly rows: number
  readonly total: number
}
