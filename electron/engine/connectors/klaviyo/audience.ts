import { AppError } from '../../../../shared/errors.ts'
import type { AudienceRef } from '../../../../shared/model.ts'

/** Names of lists as last described, by id, so that errors can say `list “VIP”`. */
export type ListNames = ReadonlyMap<string, string>

/** `list “VIP”`, or `list Y6nRLr` while its name isn't known. */
export function listWords(id: string, names: ListNames): string {
  const name = names.get(id)
  return name === undefined ? `list ${id}` : `list “${name}”`
}

/** `/api/lists/Y6nRLr` */
export function listPath(id: string): string {
  return `/api/lists/${id}`
}

/** `/api/lists/Y6nRLr/relationships/profiles` */
export function membershipPath(id: string): string {
  return `${listPath(id)}/relationships/profiles`
}

/**
 * The id of a list.
 * @throws AppError `invalid-input` for another kind of audience; `not-found` for what can't be an id: it comes from a
 * recipe or the database, and anything but letters and digits could lead a path somewhere else.
 */
export function listIdOf({ kind, id }: AudienceRef): string {
  if (kind !== 'list')
    throw new AppError('invalid-input', `Klaviyo has no ${kind}s for people. Choose a list instead.`)
  if (!/^[A-Za-z0-9]{1,40}$/.test(id))
    throw new AppError('not-found', 'That is not the id of a list in Klaviyo. Choose the list again.')
  return id
}
