import { stat } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import { hashOfList } from '../source/fileHash.ts'
import { pathsIn } from '../source/pathList.ts'
import type { Source } from '../store/sources.ts'

/**
 * A plan was made from certain bytes. If the file at its place says something else by now, the user may believe that
 * the new content is being sent, so nothing is. A file that was moved or deleted confuses nobody: the rows are staged.
 * @throws AppError `conflict`
 */
export async function refuseEditedFile({ path, info }: Source): Promise<void> {
  const sizes: number[] = []
  for (const one of pathsIn(path)) {
    const now = await stat(one).catch(() => null)
    if (now === null || !now.isFile()) return
    sizes.push(now.size)
  }
  const sizeBytes = sizes.reduce((sum, each) => sum + each, 0)
  if (sizeBytes === info.sizeBytes && (await hashOfList(pathsIn(path))).sha256 === info.sha256) return
  throw new AppError(
    'conflict',
    `“${info.name}” was edited after this plan was made, so nothing was sent. Make a new plan from the file as it is now; ` +
      'people who were already written will show as unchanged.',
  )
}
