import type { Handlers } from '../../../shared/contract/contract.ts'
import type { CheckedRow, CheckFix, FixedCell } from '../../../shared/contract/check.ts'
import type { SourceId } from '../../../shared/model.ts'
import type { CheckedFile } from '../check/checkedFile.ts'
import { findDuplicates, shownGroups } from '../check/duplicateGroups.ts'
import { changesOf, fixWords, rowFixer } from '../check/fixes.ts'
import { rowsLike } from '../check/rowsLike.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { inEditTurn } from '../edits/inEditTurn.ts'
import { makeEdit } from '../edits/makeEdit.ts'
import { openForEdits } from '../edits/openForEdits.ts'
import { countRows, hasRow, removeRow, type RowSet, rowsAt, rowsOf } from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import { tellEdited } from './edits.ts'
import { withStaged } from './sources.ts'

/** More cells than that are edited in a thread of their own. */
const fewCells = 1000

export function checkHandlers(parts: EngineParts): Handlers['check'] {
  const { checks } = parts
  return {
    run: ({ source, connection, mapping }, signal) =>
      inEditTurn(parts, source, signal, async () => {
        const { info } = parts.sources.get(source)
        const { identifiers } = connectorFor(parts.connections.find(connection).service)
        const onProgress = (rows: number) =>
          parts.push({ name: 'check.progress', payload: { source, rows, total: info.rows } })
        const file = await checks.run({ info, mapping, identifiers, onProgress }, signal)
        return withStaged(parts, source, (staged) => file.view(staged))
      }),
    view: ({ source }) => withStaged(parts, source, (staged) => checks.of(source).view(staged)),
    rows: ({ source, offset, limit, ...query }, signal) =>
      withStaged(parts, source, async (staged) => {
        const file = checks.of(source)
        const { rows, ...counted } = await file.page(staged, query, { offset, limit }, signal)
        return { ...counted, rows: checkedRows(staged, file, rows) }
      }),
    count: ({ source, ...query }, signal) =>
      withStaged(parts, source, (staged) => checks.of(source).count(staged, query, signal)),
    previewFix: ({ source, fix, offset, limit }, signal) =>
      withStaged(parts, source, async (staged) => {
        const file = checks.of(source)
        const set = await rowsOfFix(staged, file, fix, signal)
        const rows = Uint32Array.from(rowsAt(set, offset, limit))
        return { count: countRows(set), cells: [...fixedCells(staged, file, fix, rows)] }
      }),
    fix: ({ source, fix, except }, signal) =>
      inEditTurn(parts, source, signal, async () => {
        const file = checks.of(source)
        const rows = await withStaged(parts, source, async (staged) => {
          const set = await rowsOfFix(staged, file, fix, signal)
          const wanted = { words: set.words.slice() }
          for (const row of except) removeRow(wanted, row)
          return Uint32Array.from(rowsOf(wanted))
        })
        await makeFix(parts, source, file, fix, rows, signal)
        tellEdited(parts)
        return withStaged(parts, source, (staged) => checks.of(source).view(staged))
      }),
    duplicates: ({ source, ...query }, signal) =>
      withStaged(parts, source, async (staged) => {
        const as = { staged, ...checks.mappingOf(source) }
        const key = `${staged.revision} ${query.sameAddress.join(' ')}`
        const found = await checks
          .of(source)
          .duplicates(key, () => findDuplicates(as, query.sameAddress, signal))
        return { count: found.groups.length, rows: found.rows, groups: shownGroups(as, found, query) }
      }),
  }
}

function checkedRows(staged: StagedRows, file: CheckedFile, rows: readonly number[]): CheckedRow[] {
  const skipped = staged.skipped()
  const found = new Map(staged.these(rows).map((row) => [row.row, row.cells]))
  return rows.flatMap((row) => {
    const cells = found.get(row)
    if (cells === undefined) return []
    return { row, cells, skipped: hasRow(skipped, row), problems: file.check(cells, row) }
  })
}

function rowsOfFix(
  staged: StagedRows,
  file: CheckedFile,
  fix: CheckFix,
  signal: AbortSignal,
): RowSet | Promise<RowSet> {
  if (fix.how === 'same') return rowsLike(staged, fix, signal)
  return file.groupRows(staged, fix.kind, fix.column, fix.how === 'suggested')
}

function* fixedCells(
  staged: StagedRows,
  file: CheckedFile,
  fix: CheckFix,
  rows: Uint32Array,
): Generator<FixedCell> {
  const before = new Map(staged.these([...rows]).map((row) => [row.row, row.cells]))
  for (const change of changesOf(staged, rows, rowFixer(file.check, fix))) {
    const column = 'column' in change ? change.column : (fix.column ?? 0)
    const cell = before.get(change.row)?.[column] ?? ''
    yield { row: change.row, before: cell, after: 'to' in change ? change.to : null }
  }
}

async function makeFix(
  parts: EngineParts,
  source: SourceId,
  file: CheckedFile,
  fix: CheckFix,
  rows: Uint32Array,
  signal: AbortSignal,
): Promise<void> {
  const { checks, clock } = parts
  const stagedPath = parts.stagedPath(source)
  const now = clock.now()
  if (rows.length > fewCells) {
    const { mapping, ...known } = checks.mappingOf(source)
    const identifiers = known.identifiers.map(({ field }) => field)
    const said = await checks.inThread(
      { work: 'fix', stagedPath, mapping, identifiers, fix, rows, now },
      signal,
    )
    if (said?.is === 'fixed' && fix.how !== 'skip') await checks.changed(source, said.changed, signal)
    return
  }
  await withStaged(parts, source, async (staged) => {
    const changes = [...changesOf(staged, rows, rowFixer(file.check, fix))]
    const words = (count: number) => fixWords(fix, file.info.columns, count)
    openForEdits(stagedPath, (db) => makeEdit(db, { words, now }, changes))
    if (fix.how !== 'skip') await checks.changed(source, [...rows], signal)
  })
}
