import { AppError } from '../../../shared/errors.ts'
import { isStorageFull, storageError } from '../store/storageError.ts'

/**
 * What went wrong while the file called `name` was staged, in words. An AppError comes back as it is.
 * The staged file is ours and never seen by the user, so the words are about theirs.
 */
export function stagingError(error: unknown, name: string): unknown {
  if (isStorageFull(error)) {
    const message = `There is no room left on the disk to read “${name}”. Free some space, then choose the file again.`
    return new AppError('unavailable', message, { cause: error })
  }
  return storageError(error, `Listferry's copy of “${name}”`)
}

/** For a worker that ended without an answer. `cause`: what it died of, as far as it said. */
export function stagingCrash(name: string, cause: unknown): AppError {
  const message = `Reading “${name}” stopped unexpectedly. Nothing was sent anywhere; choose the file again.`
  return new AppError('bug', message, { cause })
}
