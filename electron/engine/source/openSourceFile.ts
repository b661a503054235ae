import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../../shared/errors.ts'

/** Bytes that can be read from any place: a file on disk, or one in an archive. */
export interface SourceFile {
  /** Without its folder, for people. */
  readonly name: string
  readonly sizeBytes: number
  /**
   * Fills `buffer` from `offset` on with at most `length` bytes from `position` on. @returns how many; 0 at the end.
   */
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<number>
  close(): Promise<void>
}

/**
 * Opens a file for reading; the caller closes it.
 * @throws AppError `not-found`, `forbidden` or `invalid-input`, with the file's name and what to do: a missing
 * file, a folder, a pipe or device (opening one could wait for ever), a file without permission, an empty one.
 */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const name = basename(path)
  const info = await stat(path).catch((error: unknown) => {
    throw fileError(error, name)
  })
  if (info.isDirectory())
    throw new AppError('invalid-input', `“${name}” is a folder. Choose one of the files in it.`)
  if (!info.isFile())
    throw new AppError('invalid-input', `“${name}” is not a file. Choose a CSV or text file.`)
  if (info.size === 0) throw emptyFile(name)
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileError(error, name)
  })
  return {
    name,
    sizeBytes: info.size,
    async read(buffer, offset, length, position) {
      return (await handle.read(buffer, offset, length, position)).bytesRead
    },
    close: () => handle.close(),
  }
}

/** For a file with nothing to read in it. */
export function emptyFile(name: string): AppError {
  return new AppError('invalid-input', `“${name}” is empty. Export it again, or choose another file.`)
}

/** The words for what the file system answered, from opening or reading the file called `name`. */
export function fileError(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('not-found', `“${name}” is not there any more. Choose the file again.`, {
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'forbidden',
        `You don't have permission to read “${name}”. Change its permissions, or copy it somewhere else.`,
        { cause: error },
      )
    case 'EISDIR':
      return new AppError('invalid-input', `“${name}” is a folder. Choose one of the files in it.`, {
        cause: error,
      })
    default:
      return new AppError(
        'unavailable',
        `“${name}” could not be read. Check the disk or the network drive it is on, then try again.`,
        { cause: error },
      )
  }
}

/**
 * Fills `buffer` from `position` on; shorter only at the end of the file.
 * @throws AppError in words, when the disk or the network drive fails.
 */
export async function readFully(file: SourceFile, buffer: Uint8Array, position: number): Promise<Uint8Array> {
  let filled = 0
  while (filled < buffer.length) {
    const length = buffer.length - filled
    const bytesRead = await file.read(buffer, filled, length, position + filled).catch((error: unknown) => {
      throw fileError(error, file.name)
    })
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
