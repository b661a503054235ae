import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../../shared/errors.ts'
import type { Source } from '../store/sources.ts'

/**
 * A plan was made from certain bytes. If the file at its place says something else by now, the user may believe that
 * the new content is being sent, so nothing is. A file that was moved or deleted confuses nobody: the rows are staged.
 * @throws AppError `conflict`
 */
export async function refuseEditedFile({ path, info }: Source): Promise<void> {
  const now = await stat(path).catch(() => null)
  if (now === null || !now.isFile()) return
  if (now.size === info.sizeBytes && (await sha256(path)) === info.sha256) return
  throw new AppError(
    'conflict',
    `"${info.name}" was edited after this plan was made, so nothing was sent. Make a new plan from the file as it is now; ` +
      'people who were already written will show as unchanged.',
  )
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
