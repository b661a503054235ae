import { AppError } from '../../../../shared/errors.ts'
import type { JobRef } from '../applyEvents.ts'

/** What is known of work that Klaviyo does after it answered. Times in milliseconds since 1970. */
export type KlaviyoJob =
  /** A bulk import that Klaviyo took, by its id. One that it doesn't know is new, or old. */
  | { readonly kind: 'import'; readonly id: string; readonly at: number }
  /** A subscription that Klaviyo took; it has no id there. */
  | { readonly kind: 'taken'; readonly at: number }
  /** A subscription that may have reached Klaviyo or not. */
  | { readonly kind: 'doubt'; readonly at: number }

export function jobRef(id: string, takenAt: number): JobRef {
  return { id: `${takenAt}:${id}` }
}

let serial = 0

/** Jobs of the same millisecond are told apart by a number. */
export function consentJobRef(kind: 'taken' | 'doubt', sentAt: number): JobRef {
  serial += 1
  return { id: `consent-${kind}:${sentAt}:${serial}`, ...(kind === 'doubt' && { inDoubt: true }) }
}

/** @throws AppError `bug` for a reference that was not written here. */
export function readJobRef({ id }: JobRef): KlaviyoJob {
  const [, kind, sentAt] = /^consent-(taken|doubt):(\d+):\d+$/.exec(id) ?? []
  if (sentAt !== undefined) return { kind: kind === 'taken' ? 'taken' : 'doubt', at: Number(sentAt) }
  const [, takenAt, job] = /^(\d+):(.+)$/.exec(id) ?? []
  if (takenAt === undefined || job === undefined)
    throw new AppError('bug', 'The reference to work of Klaviyo’s can’t be read.')
  return { kind: 'import', id: job, at: Number(takenAt) }
}
