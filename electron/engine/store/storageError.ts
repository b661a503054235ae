import { AppError } from '../../../shared/errors.ts'

/** SQLite's primary result codes, https://sqlite.org/rescode.html */
const words: Readonly<Record<number, { code: 'unavailable' | 'conflict'; text: (path: string) => string }>> =
  {
    5: { code: 'conflict', text: (path) => `Another program is using ${path}. Close it and try again.` },
    8: {
      code: 'unavailable',
      text: (path) =>
        `${path} can't be written. Check its permissions, or choose another data folder with LISTFERRY_HOME.`,
    },
    10: {
      code: 'unavailable',
      text: (path) => `The disk failed while reading or writing ${path}. Check the disk, then try again.`,
    },
    11: {
      code: 'unavailable',
      text: (path) =>
        `${path} is damaged. Move it aside and start again; your accounts at Kit and Klaviyo are not affected.`,
    },
    13: {
      code: 'unavailable',
      text: (path) =>
        `There is no room left to write ${path}. Free some disk space and try again; nothing that was saved is lost.`,
    },
    14: {
      code: 'unavailable',
      text: (path) => `${path} can't be opened. Check that its folder exists and that you may write to it.`,
    },
    26: {
      code: 'unavailable',
      text: (path) => `${path} is not a Listferry database. Move it aside and try again.`,
    },
  }

/** Turns what SQLite throws into words. Anything else comes back as it is. */
export function storageError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error
  const known = words[Number(error.errcode) & 0xff]
  return known ? new AppError(known.code, known.text(path), { cause: error }) : error
}

/** Is this the database saying that it has no room left? */
export function isStorageFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 13
}

/** The same for work inside the engine, which has one database, and files beside it. */
export function inWords(error: unknown): unknown {
  return fileError(error) ?? storageError(error, "Listferry's database")
}

/** What the operating system says of a file, by its code. */
const fileWords: Readonly<Record<string, string>> = {
  EACCES: 'may not be written any more. Check its permissions',
  EPERM: 'may not be written any more. Check its permissions',
  EROFS: 'may not be written any more. Check its disk',
  ENOENT: 'is no longer there. Check its disk and folder',
  ENOTDIR: 'is no longer there. Check its disk and folder',
  EIO: 'could not be read or written. Check its disk',
  ENOSPC: 'has no room left. Free some space',
  EDQUOT: 'has no room left. Free some space',
}

function fileError(error: unknown): AppError | null {
  if (!(error instanceof Error) || !('path' in error) || !('code' in error)) return null
  const words = fileWords[String(error.code)]
  if (words === undefined) return null
  const message = `${String(error.path)} ${words}, then try again.`
  return new AppError('unavailable', message, { cause: error })
}
