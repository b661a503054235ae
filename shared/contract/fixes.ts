import { z } from 'zod'
import type { RunId } from '../model.ts'
import { call } from './call.ts'
import type { ExportedFile } from './exports.ts'
import { mappingInput } from './mappingInput.ts'

const run = z.int().min(1) as unknown as z.ZodType<RunId, RunId>
const file = z.string().min(1).max(100)

/**
 * Whose rows are corrected in a spreadsheet: those of a run that did not get through, or those of a file with a problem,
 * which `mapping` also finds in the values of the fields it fills.
 */
const target = z.union([
  z.object({ run }),
  z.object({ source: z.string().min(1).max(100), mapping: mappingInput.nullable() }),
])

export type FixTarget = z.output<typeof target>

/** A file for a spreadsheet, with a row for each row that has a problem. */
export interface FixFile extends ExportedFile {
  readonly rows: number
}

/** What came back from a spreadsheet. */
export interface FixTaken {
  readonly cells: number
  readonly rows: number
  /** Rows that could not be taken, at most the first hundred, each with why. `row`: `null` where its number was lost. */
  readonly refused: readonly { readonly row: number | null; readonly why: string }[]
  readonly refusedCount: number
}

/** A spreadsheet was saved and taken back by itself. */
export type FixNews = { readonly target: FixTarget; readonly exported: string } & (
  { readonly taken: FixTaken } | { readonly error: string }
)

export const fixCalls = {
  /** Writes the rows with their problems into an Excel file, each with its number. Refuses where there is none. */
  write: call(z.object({ target })).returning<FixFile>(),
  /**
   * Takes corrected cells back from such a file, by the number of their row; what was not changed stays. Of a run they
   * become corrections, to be looked at and sent as usual; of a file one step of its edits.
   */
  take: call(z.object({ target, file })).returning<FixTaken>(),
  /**
   * Looks after a file that was written, and takes it back each time it is saved, until it is gone or the program ends.
   * Pushes `fix.taken`. Answers at once.
   */
  watch: call(z.object({ target, exported: file })).returning<null>(),
}
