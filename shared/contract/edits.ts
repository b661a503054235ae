import { z } from 'zod'
import { call } from './call.ts'

/** One step of the list of what was changed in a file's rows. */
export interface EditView {
  /** From 1, without gaps. */
  readonly number: number
  /** What was done, in words, without a person's values: `Fixed 38 cells of “Email”: misspelt domain`. */
  readonly words: string
  readonly madeAt: number
  readonly cells: number
  /** Rows that were skipped or taken in again. */
  readonly rows: number
  /** It was undone and can be made again, until there is another edit. */
  readonly undone: boolean
}

const source = z.string().min(1).max(100)
const row = z.int().min(1)
const column = z.int().min(0)

export const editCalls = {
  /** In the order in which they were made. */
  list: call(z.object({ source })).returning<readonly EditView[]>(),
  /**
   * Writes over up to 500 cells, as one edit: all of them or none. The user's file stays as it is; plans and runs go by
   * the cells as they are now. A plan made before is stale. `words`: what the list says; by default which cells.
   */
  cells: call(
    z.object({
      source,
      cells: z
        .array(z.object({ row, column, to: z.string().max(1_000_000) }))
        .min(1)
        .max(500),
      words: z.string().trim().min(1).max(200).optional(),
    }),
  ).returning<readonly EditView[]>(),
  /** Leaves up to 500 rows out of every plan, or takes them in again. */
  skip: call(z.object({ source, rows: z.array(row).min(1).max(500), skip: z.boolean() })).returning<
    readonly EditView[]
  >(),
  /** Undoes all edits after this one, and makes those up to it again that were undone; 0: as the file came. */
  goTo: call(z.object({ source, edit: z.int().min(0) })).returning<readonly EditView[]>(),
}
