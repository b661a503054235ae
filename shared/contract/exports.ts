import { z } from 'zod'
import { rowOutcomes, type RunId } from '../model.ts'
import { call } from './call.ts'
import { exportFormat } from './exportFormat.ts'
import { objectQuery } from './objects.ts'
import { peopleQuery } from './people.ts'
import { wholeQuery } from './queries.ts'

/** A file that the engine wrote for the user; the host saves it where they say. */
export interface ExportedFile {
  /** Opaque: only the host can turn it into a path. */
  readonly file: string
  /** `rejects of run 12.csv` */
  readonly name: string
  readonly sizeBytes: number
}

const run = z.int().min(1) as unknown as z.ZodType<RunId, RunId>

export const exportCalls = {
  /** Rows that did not get through, with row, outcome and reason. */
  rejects: call(z.object({ run, format: exportFormat })).returning<ExportedFile>(),
  /** Every row of a run with its outcome and reason. */
  rows: call(
    z.object({ run, outcome: z.enum(rowOutcomes).nullable(), format: exportFormat }),
  ).returning<ExportedFile>(),
  /** The receipt as a page that can be printed or sent. One HTML file with nothing outside it. */
  receipt: call(z.object({ run })).returning<ExportedFile>(),
  /** Every request of a run, without any value. */
  requests: call(z.object({ run, format: exportFormat })).returning<ExportedFile>(),
  /** The people that a search of the mirror finds, with their fields and audiences. */
  people: call(z.object({ ...peopleQuery, format: exportFormat })).returning<ExportedFile>(),
  /** Objects of an account, a column for each field. Read from the service, page by page. */
  objects: call(z.object({ ...objectQuery, format: exportFormat })).returning<ExportedFile>(),
  /** All rows of a query. */
  query: call(z.object({ ...wholeQuery, format: exportFormat })).returning<ExportedFile>(),
  /** The rows of a file as they are now, without those that are skipped: under the same headers, to be imported again. */
  cleaned: call(
    z.object({ source: z.string().min(1).max(100), format: exportFormat }),
  ).returning<ExportedFile>(),
  /** A saved sync as a file, without any secret. */
  recipe: call(z.object({ recipe: z.string().min(1).max(100) })).returning<ExportedFile>(),
}
