import type { DatabaseSync } from 'node:sqlite'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { EditView } from '../../../shared/contract/edits.ts'
import type { SourceId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { cellWords, skipWords } from '../edits/editWords.ts'
import { goToEdit } from '../edits/goToEdit.ts'
import { inEditTurn } from '../edits/inEditTurn.ts'
import { listEdits } from '../edits/listEdits.ts'
import { type EditChange, makeEdit } from '../edits/makeEdit.ts'
import { openForEdits } from '../edits/openForEdits.ts'
import { withStaged } from './sources.ts'

export function editHandlers(parts: EngineParts): Handlers['edits'] {
  return {
    list: ({ source }) => withStaged(parts, source, (staged) => staged.editList()),
    cells({ source, cells, words }, signal) {
      const { columns } = parts.sources.get(source as SourceId).info
      const inRows = [...cells].sort((a, b) => a.row - b.row)
      return change(parts, source, signal, words ?? cellWords(columns, inRows), inRows)
    },
    skip: ({ source, rows, skip }, signal) =>
      change(
        parts,
        source,
        signal,
        skipWords(rows.length, skip),
        rows.map((row) => ({ row, skip })),
      ),
    goTo: ({ source, edit }, signal) =>
      inEditTurn(parts, source, signal, async () => {
        const { rows, list } = edited(parts, source, (db) => ({
          rows: goToEdit(db, edit),
          list: listEdits(db),
        }))
        await parts.checks.changed(source as SourceId, rows, signal)
        tellEdited(parts)
        return list
      }),
  }
}

function change(
  parts: EngineParts,
  source: string,
  signal: AbortSignal,
  words: string,
  changes: readonly EditChange[],
): Promise<readonly EditView[]> {
  return inEditTurn(parts, source, signal, async () => {
    const list = edited(parts, source, (db) => {
      makeEdit(db, { words, now: parts.clock.now() }, changes)
      return listEdits(db)
    })
    await parts.checks.changed(source as SourceId, [...new Set(changes.map(({ row }) => row))], signal)
    tellEdited(parts)
    return list
  })
}

/** @throws AppError `not-found` for a file that is gone */
function edited<T>(parts: EngineParts, source: string, use: (db: DatabaseSync) => T): T {
  parts.sources.get(source as SourceId)
  return openForEdits(parts.stagedPath(source), use)
}

export function tellEdited({ push }: Pick<EngineParts, 'push'>): void {
  for (const what of ['sources', 'plans'] as const) push({ name: 'changed', payload: { what } })
}
