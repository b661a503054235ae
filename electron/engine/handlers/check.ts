import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { CheckedRow, CheckFix, FixedCell } from '../../../shared/contract/check.ts'
import type { CheckedFile } from '../check/checkedFile.ts'
import { findDuplicates, shownGroups } from '../check/duplicateGroups.ts'
import { changesOf, rowFixer } from '../check/fixes.ts'
import { makeFix, rowsOfFix } from '../check/makeFix.ts'
import { runCheck } from '../check/runCheck.ts'
import type { EngineParts } from '../createEngine.ts'
import { inEditTurn } from '../edits/inEditTurn.ts'
import { countRows, hasRow, rowsAt } from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import { tellEdited } from './edits.ts'
import { withStaged } from './sources.ts'

export function checkHandlers(parts: EngineParts): Handlers['check'] {
  const { checks } = parts
  return {
    run: ({ source, ...target }, signal) =>
      inEditTurn(parts, source, signal, async () => {
        const file = await runCheck(parts, { source, ...target }, signal)
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
        await makeFix(parts, source, { fix, except }, signal)
        tellEdited(parts)
        return withStaged(parts, source, (staged) => checks.of(source).view(staged))
      }),
    duplicates: ({ source, ...query }, signal) =>
      withStaged(parts, source, async (staged) => {
        const { object, ...request } = checks.requestOf(source)
        if (object !== null)
          throw new AppError('invalid-input', 'Rows of one person are looked for in files about people.')
        const as = { staged, ...request }
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
