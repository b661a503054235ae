import type { CheckFix } from '../../../shared/contract/check.ts'
import type { SourceId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { makeEdit } from '../edits/makeEdit.ts'
import { openForEdits } from '../edits/openForEdits.ts'
import { withStaged } from '../handlers/sources.ts'
import { removeRow, type RowSet, rowsOf } from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { CheckedFile } from './checkedFile.ts'
import { changesOf, fixWords, rowFixer } from './fixes.ts'
import { rowsLike } from './rowsLike.ts'

/** More cells than that are edited in a thread of their own. */
const fewCells = 1000

export interface FixOrder {
  readonly fix: CheckFix
  /** Rows that stay as they are. */
  readonly except: readonly number[]
  /** See `EditAbout`. */
  readonly always?: boolean
}

/** Puts all alike right in a file that was checked, as one edit. */
export async function makeFix(
  parts: EngineParts,
  source: SourceId,
  { fix, except, always = false }: FixOrder,
  signal: AbortSignal,
): Promise<void> {
  const file = parts.checks.of(source)
  const rows = await withStaged(parts, source, async (staged) => {
    const set = await rowsOfFix(staged, file, fix, signal)
    const wanted = { words: set.words.slice() }
    for (const row of except) removeRow(wanted, row)
    return Uint32Array.from(rowsOf(wanted))
  })
  const changed = await (rows.length > fewCells ? fixInThread : fixHere)(
    parts,
    source,
    { fix, always, rows },
    signal,
  )
  // Skipping changes no cell.
  if (fix.how !== 'skip') await parts.checks.changed(source, changed, signal)
}

/** The rows that a fix is about; of a file that was checked. */
export function rowsOfFix(
  staged: StagedRows,
  file: CheckedFile,
  fix: CheckFix,
  signal: AbortSignal,
): RowSet | Promise<RowSet> {
  if (fix.how === 'same') return rowsLike(staged, fix, signal)
  return file.groupRows(staged, fix.kind, fix.column, fix.how === 'suggested')
}

interface FixRows {
  readonly fix: CheckFix
  readonly always: boolean
  readonly rows: Uint32Array
}

async function fixInThread(
  { checks, clock, stagedPath }: EngineParts,
  source: SourceId,
  work: FixRows,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const said = await checks.inThread(
    {
      work: 'fix',
      stagedPath: stagedPath(source),
      as: { ...checks.asOf(source), mapping: checks.requestOf(source).mapping },
      ...work,
      now: clock.now(),
    },
    signal,
  )
  return said?.is === 'fixed' ? said.changed : []
}

function fixHere(
  parts: EngineParts,
  source: SourceId,
  { fix, always, rows }: FixRows,
): Promise<readonly number[]> {
  const { check, info } = parts.checks.of(source)
  const words = (count: number) => fixWords(fix, info.columns, count)
  return withStaged(parts, source, (staged) => {
    const changes = [...changesOf(staged, rows, rowFixer(check, fix))]
    const about = { words, fix, always, now: parts.clock.now() }
    openForEdits(parts.stagedPath(source), (db) => makeEdit(db, about, changes))
    return Promise.resolve([...rows])
  })
}
