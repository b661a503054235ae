import { rm, writeFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { AppError } from '../../../shared/errors.ts'
import type { Column, RowOutcome, SourceId, SourceInfo } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import type { FormatOverrides } from '../source/detectFormat.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import { stageFile } from '../source/stageFile.ts'
import { inTransaction } from '../store/transaction.ts'
import { saveFixedRows } from '../store/fixedRows.ts'
import type { Run } from '../store/journal.ts'
import { runRowAt, runRows } from './receipt.ts'
import { rejectOutcomes } from './rowOutcome.ts'

export interface FixedRow {
  readonly row: number
  readonly cells: readonly string[]
}

/**
 * Stages corrected rows as a source of their own, with the header of the file they come from, so that they are read
 * and checked like any file.
 * @throws AppError `invalid-input` or `conflict` for a row that is not to be corrected, naming it.
 */
export async function stageFixedRows(
  parts: EngineParts,
  run: Run,
  rows: readonly FixedRow[],
  signal: AbortSignal,
): Promise<SourceInfo> {
  const { db, plans, sources, clock } = parts
  for (const { row } of rows) refuseUnfixable(parts, run, row)
  if (new Set(rows.map(({ row }) => row)).size < rows.length)
    throw new AppError('invalid-input', 'A row was corrected twice. Correct each row once.')
  const of = sources.get(plans.spec(run.plan).source).info
  const id = parts.newId() as SourceId
  const path = `${parts.stagedPath(id)}.csv`
  const name = `${of.name.replace(/\.[^.]*$/, '')}, corrected after run ${run.id}.csv`
  const request = { id, path, name, overrides: formatOf(of), databasePath: parts.stagedPath(id) }
  try {
    await writeFile(path, csvOf(of, rows), { mode: 0o600 })
    const info = await stageFile(request, { signal, clock })
    inTransaction(db, () => {
      sources.save({ info, path })
      saveFixedRows(db, id, { plan: run.plan, source: of.id, rows: rows.map(({ row }) => row) })
    })
    return info
  } finally {
    // What is planned and sent are the staged rows.
    await rm(path, { force: true })
  }
}

/** Outcomes of rows that may get through another time as they are. */
const mayGetThrough: readonly RowOutcome[] = ['rejected', 'partly-written', 'not-sent']

/**
 * Rows of a run that did not get through, as they are in the file; `wanted`: only these.
 * @throws AppError `not-found` where there are none.
 */
export function rowsToRetry(
  parts: Pick<EngineParts, 'plans' | 'journal'>,
  run: Run,
  staged: StagedRows,
  wanted: readonly number[] | null,
): FixedRow[] {
  const only = wanted === null ? null : new Set(wanted)
  const rows: FixedRow[] = []
  for (const { row, outcome } of runRows(parts, run.id, 0)) {
    if (!mayGetThrough.includes(outcome) || only?.has(row) === false) continue
    rows.push({ row, cells: staged.rows({ from: row, limit: 1 })[0]?.cells ?? [] })
  }
  if (rows.length === 0)
    throw new AppError(
      'not-found',
      `Run ${run.id} has no such row that may get through another time as it is.`,
    )
  return rows
}

/** @throws AppError `not-found`, `invalid-input` or `conflict` for a row that is not to be corrected, naming it. */
export function refuseUnfixable(parts: EngineParts, run: Run, row: number): void {
  if (parts.plans.summary(run.plan).undo)
    throw new AppError(
      'invalid-input',
      `Run ${run.id} takes another run back, so its rows have nothing to correct. Undo that run once more to try again.`,
    )
  const found = runRowAt(parts, run, row)
  if (found === null) throw new AppError('not-found', `Run ${run.id} has no row ${row}. Load its rows again.`)
  const { outcome } = found
  if (!rejectOutcomes.has(outcome))
    throw new AppError(
      'invalid-input',
      `Row ${row} needs no correction: it is ${outcome}. Correct only rows that did not get through.`,
    )
  if (maySendYet(run, outcome))
    throw new AppError(
      'conflict',
      `Row ${row} may still be sent by run ${run.id}. Go on with that run or cancel it, then correct what is left.`,
    )
}

/** Going on with the run would send the row as it was, over its correction. */
function maySendYet({ status }: Run, outcome: RowOutcome): boolean {
  const isOpen = status === 'running' || status === 'stopped'
  return isOpen && (outcome === 'not-sent' || outcome === 'in-doubt' || outcome === 'partly-written')
}

function formatOf({ format }: SourceInfo): FormatOverrides {
  return {
    encoding: 'utf-8',
    delimiter: ',',
    quote: '"',
    lineEnd: '\n',
    headerRecord: format.headerRecord === null ? null : 1,
  }
}

function csvOf({ columns, format }: SourceInfo, rows: readonly FixedRow[]): string {
  const header = format.headerRecord === null ? [] : [columns.map((column) => column.header)]
  const records = [...header, ...rows.map(({ cells }) => padded(cells, columns))]
  return Papa.unparse(records, { newline: '\n', quotes: true })
}

/** Without a header the first record says how many columns there are. */
function padded(cells: readonly string[], columns: readonly Column[]): string[] {
  return columns.length <= cells.length ? [...cells] : columns.map(({ index }) => cells[index] ?? '')
}
