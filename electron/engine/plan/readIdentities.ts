import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { breathe } from '../breathe.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { RecipeRows } from '../store/recipeRows.ts'
import { type FileIdentities, fileIdentities } from './fileIdentities.ts'
import { identityReader } from './readRow.ts'

/** What the first pass over a file found: who is in it, and which of its rows count. */
export interface PeopleInFile {
  /** Whom the plan is about: the folded addresses of the rows that count, each once. */
  readonly emails: readonly string[]
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

/** First pass over the file: reads no more of it than who each row means. */
export async function readIdentities(
  { staged, recipe, batchRows, onRows }: IdentityDeps,
  spec: PlanSpec,
  signal: AbortSignal,
): Promise<PeopleInFile> {
  const { columns, read } = identityReader(spec, staged.info.columns)
  const identities = fileIdentities(spec.duplicates)
  const leftOut = new Uint8Array(staged.info.rows + 1)
  let done = 0
  for (const batch of staged.iterateColumns(columns, batchRows)) {
    signal.throwIfAborted()
    const rows = batch.map(read).filter((row) => row !== null)
    identities.add(rows)
    if (recipe) for (const { row } of recipe.dealtWith(rows)) leftOut[row] = 1
    done += batch.length
    onRows(done)
    await breathe()
  }
  const isLeftOut = (row: number) => leftOut[row] === 1
  const emails = await collectEmails(identities, isLeftOut, batchRows)
  identities.forgetPeople()
  return { emails, identities, isLeftOut }
}

async function collectEmails(
  identities: FileIdentities,
  isLeftOut: (row: number) => boolean,
  batchRows: number,
): Promise<string[]> {
  const emails: string[] = []
  let seen = 0
  for (const [identity, row] of identities.people()) {
    if (!isLeftOut(row)) emails.push(identity)
    seen += 1
    if (seen % batchRows === 0) await breathe()
  }
  return emails
}
