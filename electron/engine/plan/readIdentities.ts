import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import { breathe } from '../breathe.ts'
import type { EmailsToRead } from '../mirror/refreshMirror.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { RecipeRows } from '../store/recipeRows.ts'
import { type FileIdentities, fileIdentities } from './fileIdentities.ts'
import { identityTable } from './identityTable.ts'
import { type IdentityReader, identityReader } from './readRow.ts'

/** What the first pass over a file found: who is in it, and which of its rows count. */
export interface PeopleInFile {
  /** Whom the plan is about: the rows that count. */
  readonly emails: EmailsToRead
  readonly identities: Pick<FileIdentities, 'duplicateOf' | 'leftReason'>
  /** Mode append dealt with this row's person before. */
  isLeftOut(row: number): boolean
}

export interface IdentityDeps {
  readonly staged: StagedRows
  /** For mode append. */
  readonly recipe: RecipeRows | null
  /** Rows handled between two breaths. */
  readonly batchRows: number
  readonly onRows: (done: number) => void
}

const goes = 1
const leftOut = 2

/** First pass over the file: reads no more of it than who each row means. */
export async function readIdentities(
  { staged, recipe, batchRows, onRows }: IdentityDeps,
  spec: PlanSpec,
  signal: AbortSignal,
): Promise<PeopleInFile> {
  const { rows } = staged.info
  const reader = identityReader(spec, staged.info.columns)
  const identities = fileIdentities({
    table: identityTable(rows),
    keep: spec.duplicates,
    readAgain: rowReaderOf(staged, reader),
  })
  const marks = new Uint8Array(rows + 1)
  let done = 0
  for (const batch of staged.iterateColumns(reader.columns, batchRows)) {
    signal.throwIfAborted()
    const found = batch.map(reader.read).filter((row) => row !== null)
    for (const row of found) {
      identities.add(row)
      marks[row.row] = goes
    }
    if (recipe) for (const { row } of recipe.dealtWith(found)) marks[row] = leftOut
    done += batch.length
    onRows(done)
    await breathe()
  }
  const counts = (row: number) => marks[row] === goes && identities.duplicateOf(row) === null
  const emails = { count: countRows(rows, counts), first: emailReader(staged, reader, counts, batchRows) }
  return { emails, identities, isLeftOut: (row) => marks[row] === leftOut }
}

function rowReaderOf(staged: StagedRows, { read }: IdentityReader) {
  return (row: number) => {
    const found = staged.rows({ from: row, limit: 1 }).map(read)[0]
    if (!found) throw new AppError('bug', `Row ${row} had an address a moment ago, and has none now.`)
    return found
  }
}

function countRows(rows: number, counts: (row: number) => boolean): number {
  let count = 0
  for (let row = 1; row <= rows; row += 1) if (counts(row)) count += 1
  return count
}

/** Reads the addresses again: kept, those of a million people would take more memory than all the rest. */
function emailReader(
  staged: StagedRows,
  { columns, read }: IdentityReader,
  counts: (row: number) => boolean,
  batchRows: number,
): EmailsToRead['first'] {
  return async (limit) => {
    const emails: string[] = []
    for (const batch of staged.iterateColumns(columns, batchRows)) {
      for (const some of batch) {
        const found = counts(some.row) && emails.length < limit ? read(some) : null
        if (found) emails.push(found.identity)
      }
      if (emails.length === limit) break
      await breathe()
    }
    return emails
  }
}
