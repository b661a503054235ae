import { stat } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { hashOfList } from '../source/fileHash.ts'
import { isOwnCopy } from '../source/ownCopies.ts'
import { pathsIn } from '../source/pathList.ts'
import type { Source } from '../store/sources.ts'

/**
 * A plan was made from certain bytes. If the file at its place says something else by now, the user may believe that
 * the new content is being sent, so nothing is. A file that was moved or deleted confuses nobody: the rows are staged.
 * @throws AppError `conflict`
 */
export async function refuseEditedFile(
  { dataFolder }: Pick<EngineParts, 'dataFolder'>,
  { path, info }: Source,
): Promise<void> {
  const paths = pathsIn(path)
  // Nobody edits a copy of ours: where it is another one, the disk lost something.
  const isOurs = paths.some((one) => isOwnCopy(dataFolder, one))
  const isSame = await hasBytesOf(paths, info).catch((error: unknown) => {
    if (isOurs) return false
    throw error
  })
  if (isSame) return
  throw new AppError('conflict', isOurs ? copyWords(info.name) : editedWords(info.name))
}

/** Also where it is no longer there. */
async function hasBytesOf(paths: readonly string[], { sizeBytes, sha256 }: SourceInfo): Promise<boolean> {
  const sizes: number[] = []
  for (const one of paths) {
    const now = await stat(one).catch(() => null)
    if (now === null || !now.isFile()) return true
    sizes.push(now.size)
  }
  if (sizes.reduce((sum, each) => sum + each, 0) !== sizeBytes) return false
  return (await hashOfList(paths)).sha256 === sha256
}

function editedWords(name: string): string {
  return (
    `“${name}” was edited after this plan was made, so nothing was sent. Make a new plan from the file as it is now; ` +
    'people who were already written will show as unchanged.'
  )
}

function copyWords(name: string): string {
  return (
    `Listferry's copy of “${name}” can't be read, or is not the one that this plan was made from, so nothing was sent. ` +
    'Import the file again; people who were already written will show as unchanged.'
  )
}
