import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { columnsOf } from '../../../shared/mapping/columnsOf.ts'
import { AppError } from '../../../shared/errors.ts'
import { breathe } from '../breathe.ts'
import type { Connector, Identifier } from '../connectors/connector.ts'
import type { PeopleToRead } from '../mirror/peopleToRead.ts'
import { hasRow } from '../rowSet.ts'
import type { SomeCells, StagedRows } from '../source/stagedRows.ts'
import type { RecipeRows } from '../store/recipeRows.ts'
import { fileIdentities, type Repeats } from './fileIdentities.ts'
import { fillBlanks, filledCells } from './fillBlanks.ts'
import { wantedBy } from './identity.ts'
import { type IdentityReader, identityReader } from './readRow.ts'

/** What the first pass over a file found: who is in it, and which of its rows count. */
export interface PeopleInFile {
  /** Whom the plan is about: the rows that count. */
  readonly people: PeopleToRead
  readonly repeats: Repeats
  /** The row with its blanks filled from the others of its person, where the user wants them merged. */
  readonly completed: (row: SomeCells) => SomeCells
  /** Mode append dealt with this row's person before. */
  isLeftOut(row: number): boolean
}

export interface IdentityDeps {
  readonly staged: StagedRows
  readonly connector: Pick<Connector, 'identifiers'>
  /** For mode append. */
  readonly recipe: RecipeRows | null
  /** Rows handled between two breaths. */
  readonly batchRows: number
  readonly onRows: (done: number) => void
}

const goes = 1
const leftOut = 2

/** Of a plan, what decides who its rows are about. */
export type IdentitySpec = Pick<PlanSpec, 'mapping' | 'duplicates' | 'sameAddress' | 'append'>

/** First pass over the file: reads no more of it than who each row means. */
export async function readIdentities(
  { staged, connector, recipe, batchRows, onRows }: IdentityDeps,
  spec: IdentitySpec,
  signal: AbortSignal,
): Promise<PeopleInFile> {
  const { rows, columns } = staged.info
  const reader = identityReader(spec, columns, connector)
  const skipped = staged.skipped()
  const cellsOf = (row: number) => staged.rows({ from: row, limit: 1 })[0]?.cells ?? []
  const mapped = [...new Set(spec.mapping.fields.flatMap(({ from }) => columnsOf(from)))]
  const identities = fileIdentities({
    rows,
    kinds: kindsIn(spec, connector),
    readAgain: rowReaderOf(staged, reader),
    alike: spec.sameAddress ?? [],
    isSkipped: (row) => hasRow(skipped, row),
    filled: (row) => filledCells(cellsOf(row), mapped),
  })
  const marks = new Uint8Array(rows + 1)
  let done = 0
  for (const batch of staged.iterateColumns(reader.columns, batchRows)) {
    signal.throwIfAborted()
    const found = batch.map(reader.read).filter((row) => row !== null)
    for (const row of found) {
      identities.add(row)
      if (!hasRow(skipped, row.row)) marks[row.row] = goes
    }
    if (recipe) for (const { row } of recipe.dealtWith(found)) if (marks[row] === goes) marks[row] = leftOut
    done += batch.length
    onRows(done)
    await breathe()
  }
  const repeats = await identities.repeats(spec.duplicates)
  const counts = (row: number) => marks[row] === goes && repeats.duplicate(row) === null
  const completed: PeopleInFile['completed'] = (row) => {
    const others = repeats.others(row.row)
    return others.length === 0 ? row : fillBlanks(row, others.map(cellsOf), spec.append?.cursorColumn)
  }
  const read = { columns: reader.columns, read: (row: SomeCells) => reader.read(completed(row)) }
  if (recipe && spec.duplicates === 'merge') {
    // Merged, a row can be known by another name than alone.
    for (let row = 1; row <= rows; row += 1) {
      if (repeats.others(row).length === 0) continue
      const merged = read.read({ row, cells: cellsOf(row) })
      if (merged !== null) marks[row] = recipe.dealtWith([merged]).length > 0 ? leftOut : goes
      if (row % batchRows === 0) await breathe()
    }
  }
  const people = { count: countRows(rows, counts), first: peopleReader(staged, read, counts, batchRows) }
  return { people, repeats, completed, isLeftOut: (row) => marks[row] === leftOut }
}

/** The ways in which a file says who its rows are about. Whoever has no address has an identity all the same, so that comes first and always. */
export function kindsIn(
  { mapping }: Pick<PlanSpec, 'mapping'>,
  { identifiers }: Pick<Connector, 'identifiers'>,
): Identifier['kind'][] {
  const others = identifiers.filter(
    ({ kind, field }) => kind !== 'email' && mapping.fields.some((rule) => rule.field === field),
  )
  return ['email', ...others.map(({ kind }) => kind)]
}

function rowReaderOf(staged: StagedRows, { read }: IdentityReader) {
  return (row: number) => {
    const found = staged.rows({ from: row, limit: 1 }).map(read)[0]
    if (!found)
      throw new AppError('bug', `Row ${row} was about somebody a moment ago, and is about nobody now.`)
    return found
  }
}

function countRows(rows: number, counts: (row: number) => boolean): number {
  let count = 0
  for (let row = 1; row <= rows; row += 1) if (counts(row)) count += 1
  return count
}

/** Reads them again: kept, the addresses of a million people would take more memory than all the rest. */
function peopleReader(
  staged: StagedRows,
  { columns, read }: IdentityReader,
  counts: (row: number) => boolean,
  batchRows: number,
): PeopleToRead['first'] {
  return async (limit) => {
    const wanted = { emails: [] as string[], phones: [] as string[], externalIds: [] as string[] }
    let people = 0
    for (const batch of staged.iterateColumns(columns, batchRows)) {
      for (const some of batch) {
        const found = counts(some.row) && people < limit ? read(some) : null
        if (!found) continue
        people += 1
        wanted.emails.push(...wantedBy([found.identity]).emails)
        if (found.phone !== null) wanted.phones.push(found.phone)
        if (found.externalId !== null) wanted.externalIds.push(found.externalId)
      }
      if (people === limit) break
      await breathe()
    }
    return wanted
  }
}
