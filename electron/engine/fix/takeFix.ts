import { rmSync } from 'node:fs'
import type { FixTaken, FixTarget } from '../../../shared/contract/fixes.ts'
import { AppError } from '../../../shared/errors.ts'
import type { RunId, SourceId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { EngineParts } from '../createEngine.ts'
import { inEditTurn } from '../edits/inEditTurn.ts'
import { makeEdit } from '../edits/makeEdit.ts'
import { openForEdits } from '../edits/openForEdits.ts'
import { tellEdited } from '../handlers/edits.ts'
import { refuseUnfixable } from '../run/fixRows.ts'
import { openStagedRows } from '../source/stagedRows.ts'
import { saveCorrections } from '../store/corrections.ts'
import { tooLong } from './fixFile.ts'
import { type FixRow, fixRowsOf, sourceOfTarget } from './fixRows.ts'
import { readFixFile, type ReturnedRow } from './readFixFile.ts'

const refusedShown = 100

interface ChangedRow {
  readonly row: number
  readonly cells: readonly string[]
  readonly changed: readonly number[]
}

/**
 * Takes corrected cells back. All that can be taken are taken in one step; each row that can't says why.
 * @throws AppError for a file that can't be read, or is not one of ours
 */
export async function takeFix(
  parts: EngineParts,
  target: FixTarget,
  path: string,
  signal: AbortSignal,
): Promise<FixTaken> {
  const source = sourceOfTarget(parts, target)
  const scratchPath = `${parts.stagedPath(parts.newId())}-texts`
  const staged = openStagedRows(parts.stagedPath(source))
  const refused: { row: number | null; why: string }[] = []
  let changed: readonly ChangedRow[]
  try {
    const { columns, rows } = fixRowsOf(parts, target, staged)
    const returned = await readFixFile(path, columns, scratchPath, signal)
    const wanted = new Set(returned.flatMap(({ row }) => row ?? []))
    const known = new Map<number, FixRow>()
    for (const row of rows()) {
      if (wanted.has(row.row)) known.set(row.row, row)
      if (row.row % 500 === 0) await breathe()
    }
    changed = changedRows(returned, known, refused)
  } finally {
    staged.close()
    rmSync(scratchPath, { force: true })
  }
  const kept =
    'run' in target
      ? keepOfRun(parts, target.run, changed, refused)
      : await editFile(parts, source, changed, signal)
  return {
    rows: kept.length,
    cells: cellsOf(kept),
    refused: refused.slice(0, refusedShown),
    refusedCount: refused.length,
  }
}

function cellsOf(rows: readonly ChangedRow[]): number {
  return rows.reduce((sum, { changed }) => sum + changed.length, 0)
}

/** One edit of the file, to be undone like any other. */
async function editFile(
  parts: EngineParts,
  source: SourceId,
  rows: readonly ChangedRow[],
  signal: AbortSignal,
): Promise<readonly ChangedRow[]> {
  if (rows.length === 0) return rows
  const changes = rows.flatMap(({ row, cells, changed }) =>
    changed.map((column) => ({ row, column, to: cells[column] ?? '' })),
  )
  const count = cellsOf(rows)
  const words = `Corrected ${count.toLocaleString('en-US')} ${count === 1 ? 'cell' : 'cells'} in a spreadsheet`
  await inEditTurn(parts, source, signal, () =>
    openForEdits(parts.stagedPath(source), (db) => makeEdit(db, { words, now: parts.clock.now() }, changes)),
  )
  await parts.checks.changed(
    source,
    rows.map(({ row }) => row),
    signal,
  )
  tellEdited(parts)
  return rows
}

function changedRows(
  returned: readonly ReturnedRow[],
  known: ReadonlyMap<number, FixRow>,
  refused: { row: number | null; why: string }[],
): readonly ChangedRow[] {
  const seen = new Set<number>()
  return returned.flatMap(({ row, cells }) => {
    if (row === null) {
      if ([...cells.values()].some((cell) => cell !== ''))
        refused.push({ row, why: 'Its row number is missing or changed, so nobody knows which row this is.' })
      return []
    }
    const before = known.get(row)
    if (!before) {
      refused.push({ row, why: `Row ${row} is not one of the rows to correct here.` })
      return []
    }
    if (seen.has(row)) {
      refused.push({ row, why: `Row ${row} is in the sheet more than once; the first of them counts.` })
      return []
    }
    seen.add(row)
    const now = [...before.cells]
    const changed: number[] = []
    for (const [column, cell] of cells) {
      const was = before.cells[column] ?? ''
      if (cell === asWritten(was) || cell === tooLong) continue
      while (now.length <= column) now.push('')
      now[column] = cell
      changed.push(column)
    }
    return changed.length === 0 ? [] : [{ row, cells: now, changed }]
  })
}

/** What a spreadsheet makes of a text that nobody touched. */
function asWritten(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\uFFFE\uFFFF]/g, '')
}

/** Corrections are kept with the run until they are looked at and sent. */
function keepOfRun(
  parts: EngineParts,
  run: RunId,
  changed: readonly ChangedRow[],
  refused: { row: number | null; why: string }[],
): readonly ChangedRow[] {
  const found = parts.journal.get(run)
  const kept = changed.filter(({ row }) => {
    try {
      refuseUnfixable(parts, found, row)
      return true
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refused.push({ row, why: error.message })
      return false
    }
  })
  saveCorrections(parts.db, run, kept)
  if (kept.length > 0) parts.push({ name: 'changed', payload: { what: 'runs' } })
  return kept
}
