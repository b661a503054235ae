import { AppError } from '../../../../shared/errors.ts'
import type { JobRef } from '../connector.ts'

/** What is known of a bulk import that Klaviyo took. */
export interface ImportJobRef {
  readonly id: string
  readonly takenAt: number
}

/** Klaviyo's id of the job, and when it was taken (milliseconds since 1970): a job it doesn't know is new, or old. */
export function jobRef(id: string, takenAt: number): JobRef {
  return { id: `${takenAt}:${id}` }
}

/** @throws AppError `bug` for a reference that `jobRef` didn't write. */
export function readJobRef({ id }: JobRef): ImportJobRef {
  const [, takenAt, job] = /^(\d+):(.+)$/.exec(id) ?? []
  if (takenAt === undefined || job === undefined)
    throw new AppError('bug', 'The reference to an import of Klaviyo can’t be read.')
  return { id: job, takenAt: Number(takenAt) }
}
