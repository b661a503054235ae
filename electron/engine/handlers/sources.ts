import { basename } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { suggestMapping } from '../../../shared/mapping/suggestMapping.ts'
import type { SourceFormat, SourceId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { previewFile } from '../source/previewFile.ts'
import { stageFile } from '../source/stageFile.ts'
import { notYet } from './notYet.ts'
import { openStagedRows, type StagedRows } from '../source/stagedRows.ts'

/** Rows that suggestions are made from. */
const sampleRows = 100

export function sourceHandlers(parts: EngineParts): Handlers['sources'] {
  return {
    preview: ({ file, overrides, rows }) => previewFile(pathOf(parts, file), given(overrides), { rows }),
    async stage({ file, overrides }, signal) {
      const path = pathOf(parts, file)
      const id = parts.newId() as SourceId
      const request = {
        id,
        path,
        name: basename(path),
        overrides: given(overrides),
        databasePath: parts.stagedPath(id),
      }
      const info = await stageFile(request, {
        signal,
        onProgress: (progress) => parts.push({ name: 'source.progress', payload: { file, ...progress } }),
      })
      parts.sources.save({ info, path })
      return info
    },
    ...notYet(['paste', 'recent', 'reopen', 'samples', 'openSample', 'get', 'rows', 'tryMapping']),
    problems: ({ source, offset, limit }) =>
      withStaged(parts, source, (staged) => staged.problems({ offset, limit })),
    async suggestMapping({ source, connection }, signal) {
      const found = parts.connections.find(connection)
      const { account } = await parts.accounts.open(found)
      const { fields } = await account.describe(signal)
      const chosen = await parts.settings.read()
      return withStaged(parts, source, (staged) => {
        const rows = staged.rows({ from: 1, limit: sampleRows })
        const columns = staged.info.columns.map((column) => ({
          column,
          samples: rows.map((row) => row.cells[column.index] ?? ''),
        }))
        return suggestMapping({ columns, fields, chosen })
      })
    },
  }
}

/** @throws AppError `not-found` for an id that was not given out */
export function pathOf(parts: EngineParts, file: string): string {
  const path = parts.filePath(file)
  if (path === undefined) throw new AppError('not-found', 'That file is no longer open. Choose it again.')
  return path
}

/** Without the choices that were left to detection. */
export function given(overrides: {
  readonly [K in keyof SourceFormat]?: SourceFormat[K] | undefined
}): Partial<SourceFormat> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
}

/** Opens the staged rows of a source for as long as `use` runs. */
export async function withStaged<T>(
  parts: EngineParts,
  source: string,
  use: (staged: StagedRows) => T | Promise<T>,
): Promise<T> {
  parts.sources.get(source as SourceId)
  const staged = openStagedRows(parts.stagedPath(source))
  try {
    return await use(staged)
  } finally {
    staged.close()
  }
}
