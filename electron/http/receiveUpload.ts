import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../shared/errors.ts'
import { safeFileName } from '../safeFileName.ts'

export interface Upload {
  readonly path: string
  readonly name: string
  readonly sizeBytes: number
}

/**
 * Writes a file that a browser sends to `folder/<sha-256 of its content>/<its name>`, for this user only, as it
 * comes: only the disk limits its size. The same file sent again is the same path.
 * @throws AppError when the disk is full or the sender stops half way; nothing is left behind then.
 */
export async function receiveUpload(folder: string, name: string, content: Readable): Promise<Upload> {
  const part = join(folder, `${randomUUID()}.part`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const meter = hashing()
    await pipeline(content, meter.stream, createWriteStream(part, { flags: 'wx', mode: 0o600 }))
    const { sha256, sizeBytes } = meter.result()
    const home = join(folder, sha256)
    await mkdir(home, { recursive: true, mode: 0o700 })
    const path = join(home, safeFileName(name))
    await rename(part, path)
    return { path, name: basename(path), sizeBytes }
  } catch (error) {
    await rm(part, { force: true })
    throw uploadError(name, error)
  }
}

/**
 * Keeps the beginning of a file, under its name, until `forgetHead`: it can be looked at before the whole file is here.
 * @throws AppError as `receiveUpload`
 */
export async function receiveHead(folder: string, name: string, content: Readable): Promise<Upload> {
  const home = join(folder, `${randomUUID()}.part`)
  const path = join(home, safeFileName(name))
  const meter = hashing()
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await pipeline(content, meter.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    return { path, name: basename(path), sizeBytes: meter.result().sizeBytes }
  } catch (error) {
    await rm(home, { recursive: true, force: true })
    throw uploadError(safeFileName(name), error)
  }
}

export async function forgetHead(path: string): Promise<void> {
  await rm(dirname(path), { recursive: true, force: true })
}

/** Removes what an end in mid-upload left. */
export async function forgetHalfUploads(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []) // no folder: nothing was ever sent
  await Promise.all(
    names
      .filter((one) => one.endsWith('.part'))
      .map((one) => rm(join(folder, one), { recursive: true, force: true })),
  )
}

function hashing() {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      sizeBytes += chunk.length
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ sha256: hash.digest('hex'), sizeBytes }) }
}

function uploadError(name: string, cause: unknown): AppError {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(
        'unavailable',
        `There is no room on the disk for ${name}. Free some and choose it again.`,
        {
          cause,
        },
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppError(
        'forbidden',
        `${name} could not be kept: Listferry may not write to its data folder.`,
        {
          cause,
        },
      )
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return new AppError('cancelled', `${name} did not arrive whole, so it was not kept. Choose it again.`, {
        cause,
      })
    default:
      return new AppError('unavailable', `${name} could not be kept. Choose it again.`, { cause })
  }
}
