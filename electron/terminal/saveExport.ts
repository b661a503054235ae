import { createReadStream } from 'node:fs'
import { chmod, copyFile, constants } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { ExportedFile } from '../../shared/contract/exports.ts'
import { AppError } from '../../shared/errors.ts'
import type { Session } from './session.ts'

/**
 * Puts a file that the engine wrote where the user wants it; `-` is standard output.
 * @throws AppError `conflict` where there is one already, `unavailable` where nothing can be written
 */
export async function saveExport(
  { output, exportPath }: Pick<Session, 'output' | 'exportPath'>,
  { file }: ExportedFile,
  { out, force }: { readonly out: string; readonly force: boolean },
): Promise<void> {
  const from = await exportPath(file)
  if (from === null) throw new AppError('not-found', 'The file is gone already. Export it again.')
  if (out === '-') {
    if (!output.json) await pipeline(createReadStream(from), process.stdout, { end: false })
    return
  }
  try {
    await copyFile(from, out, force ? 0 : constants.COPYFILE_EXCL)
    await chmod(out, 0o600)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new AppError('conflict', `There is a file ${out} already. Choose another name, or add --force.`, {
        cause,
      })
    throw new AppError('unavailable', `${out} could not be written. Choose another place.`, {
      cause,
    })
  }
}
