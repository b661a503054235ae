import { rmSync } from 'node:fs'
import type { FixTaken, FixTarget } from '../../../shared/contract/fixes.ts'
import { AppError } from '../../../shared/errors.ts'
import type { RunId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { EngineParts } from '../createEngine.ts'
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
  try {
    const { columns, rows } = fixRowsOf(parts, target, staged)
    const returned = await readFixFile(path, columns, scratchPath, signal)
    const wanted = new Set(returned.flatMap(({ row }) => row ?? []))
    const known = new Map<number, FixRow>()
    for (const row of rows()) {
      if (wanted.has(row.row)) known.set(row.row, row)
      if (row.row % 500 === 0) await breathe()
    }
    const refused: { row: number | null; why: string }[] = []
    const changed = changedRows(returned, known, refused)
    const kept = 'run' in target ? keepOfRun(parts, target.run, changed, refused) : changed
    return {
      rows: kept.length,
      cells: kept.reduce((sum, row) => sum + row.changed.length, 0),
      refused: refused.slice(0, refusedShown),
      refusedCount: refused.length,
    }
  } finally {
    staged.close()
    rmSync(scratchPath, { force: true })
  }
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
