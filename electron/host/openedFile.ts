import { stat } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { OpenedFile } from '../../shared/contract/sources.ts'
import type { EngineAccess } from '../engineThread.ts'

/**
 * Gives out an id for a file that the user dropped, chose, or started the program with.
 * @throws AppError in words where there is no such file
 */
export async function openedFile(
  engine: Pick<EngineAccess, 'registerFile'>,
  path: unknown,
): Promise<OpenedFile> {
  if (typeof path !== 'string' || !isAbsolute(path))
    throw new AppError(
      'invalid-input',
      'That is not a file on this computer. Save it in a folder, then choose it.',
    )
  const name = basename(path)
  const found = await stat(path).catch(() => null) // whatever hides it, it can't be read
  if (!found?.isFile())
    throw new AppError(
      'not-found',
      `There is no file ${name} any more, or it can't be read. Choose it again.`,
    )
  return { file: await engine.registerFile(path), name, sizeBytes: found.size }
}
