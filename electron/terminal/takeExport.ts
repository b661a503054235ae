import { createReadStream } from 'node:fs'
import { chmod, constants, copyFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { ExportedFile } from '../../shared/contract/exports.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output } from './output.ts'
import type { Session } from './session.ts'

export interface TakeOptions {
  /** A path, or `-` for standard output. Left out: the file's own name, in the present folder. */
  readonly out?: string
  readonly force?: boolean
}

/** Puts a file that the engine wrote where the user wants it. */
export async function takeExport(session: Session, file: ExportedFile, options: TakeOptions): Promise<void> {
  const { output } = session
  const path = await session.exportPath(file.file)
  if (path === null) throw new AppError('not-found', 'The file is gone already. Export it again.')
  if (options.out !== '-') await save(output, path, file, options)
  else if (!output.json) await pipeline(createReadStream(path), process.stdout, { end: false })
}

async function save(output: Output, from: string, file: ExportedFile, options: TakeOptions): Promise<void> {
  const to = options.out ?? file.name
  try {
    await copyFile(from, to, options.force === true ? 0 : constants.COPYFILE_EXCL)
    await chmod(to, 0o600)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new AppError(
        'conflict',
        `There is a file ${to} already. Choose another with --out, or add --force.`,
        { cause },
      )
    throw new AppError('unavailable', `${to} could not be written. Choose another place with --out.`, {
      cause,
    })
  }
  output.result(
    { file: to, sizeBytes: file.sizeBytes },
    () => `Wrote ${to}, ${file.sizeBytes.toLocaleString('en')} bytes.`,
  )
}
