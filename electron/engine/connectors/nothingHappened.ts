import { AppError } from '../../../shared/errors.ts'

/** The result of a look that follows a refusal. If it fails: the write before it was refused, and did nothing. */
export async function nothingHappened<T>(look: Promise<T>): Promise<T> {
  try {
    return await look
  } catch (error) {
    if (!(error instanceof AppError) || !error.mayHaveHappened) throw error
    const { code, message, retryAfterMs } = error
    throw new AppError(code, message, { cause: error, ...(retryAfterMs !== undefined && { retryAfterMs }) })
  }
}
