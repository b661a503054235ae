import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'

/** Where a pull stands. It is text to everyone else. */
export interface PullPosition {
  /** Which of the pull's lists, from 0. */
  readonly list: number
  /** The service's cursor in that list; `null` at its start. */
  readonly after: string | null
  /** The next `since`, fixed when the pull began: a pull that is taken up again later must not skip the time between. */
  readonly next: string | null
}

const position = z.object({
  list: z.int().nonnegative(),
  after: z.string().nullable(),
  next: z.string().nullable(),
})

export function writeCursor(at: PullPosition): string {
  return JSON.stringify(at)
}

/** @throws AppError `invalid-input` for text that `writeCursor` didn't write. */
export function readCursor(text: string | undefined): PullPosition {
  return text === undefined ? { list: 0, after: null, next: null } : placeIn(text, position)
}

/**
 * What a cursor of another form says.
 * @throws AppError `invalid-input` for text that isn't of this form
 */
export function placeIn<T>(cursor: string, form: z.ZodType<T>): T {
  try {
    return form.parse(JSON.parse(cursor))
  } catch (cause) {
    throw placeIsLost(cause)
  }
}

export function placeIsLost(cause?: unknown): AppError {
  return new AppError('invalid-input', 'The place where reading stopped is lost. Read the account again.', {
    cause,
  })
}
