import { existsSync } from 'node:fs'
import type { SourceInfo } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { hashOfList } from '../source/fileHash.ts'
import { pathsIn } from '../source/pathList.ts'
import { openStagedRows } from '../source/stagedRows.ts'
import type { Source } from '../store/sources.ts'

/**
 * The newest reading of the very same bytes of which rows were edited, so that work on them can be taken up again.
 * `null` where there is none, or the file says something else by now.
 * @param format what was chosen of the format: a reading in another way has other rows
 */
export async function editedBefore(
  { sources, stagedPath }: Pick<EngineParts, 'sources' | 'stagedPath'>,
  path: string,
  format: Readonly<Record<string, unknown>>,
): Promise<SourceInfo | null> {
  const edited = sources.ofPath(path).filter(({ info }) => isEdited(stagedPath(info.id)))
  const fitting = edited.filter((source) => isReadSo(source, format))
  if (fitting.length === 0) return null
  const { sha256 } = await hashOfList(pathsIn(path))
  return fitting.find(({ info }) => info.sha256 === sha256)?.info ?? null
}

function isEdited(stagedPath: string): boolean {
  if (!existsSync(stagedPath)) return false
  const staged = openStagedRows(stagedPath)
  try {
    return staged.complete && staged.revision !== ''
  } finally {
    staged.close()
  }
}

function isReadSo({ info }: Source, format: Readonly<Record<string, unknown>>): boolean {
  const was: Readonly<Record<string, unknown>> = { ...info.format }
  return Object.entries(format).every(([key, value]) => was[key] === value)
}
