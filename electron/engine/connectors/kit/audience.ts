import { AppError, assertNever } from '../../../../shared/errors.ts'
import type { AudienceRef } from '../../../../shared/model.ts'

/** Path of an audience's people: `/v4/tags/12/subscribers`. */
export function membersPath(audience: AudienceRef): string {
  return `/v4/${folderOf(audience)}/${idInPath(audience.id)}/subscribers`
}

/** `/v4/tags/12/subscribers/345` */
export function memberPath(audience: AudienceRef, remoteId: string): string {
  return `${membersPath(audience)}/${idInPath(remoteId)}`
}

/** `/v4/subscribers/345` */
export function subscriberPath(remoteId: string): string {
  return `/v4/subscribers/${idInPath(remoteId)}`
}

/** Kit has no way to take someone out of a form or a sequence, only out of a tag. */
export function canLeave({ kind }: AudienceRef): boolean {
  return kind === 'tag'
}

/** Names of audiences as last described, so that errors can say `the tag “VIP”`. */
export type AudienceNames = ReadonlyMap<string, string>

export function audienceKey({ kind, id }: AudienceRef): string {
  return `${kind}:${id}`
}

/** `tag “VIP”`, or `tag number 12` while its name isn't known. */
export function audienceWords(audience: AudienceRef, names: AudienceNames): string {
  const name = names.get(audienceKey(audience))
  return name === undefined ? `${audience.kind} number ${audience.id}` : `${audience.kind} “${name}”`
}

function folderOf({ kind }: AudienceRef): string {
  switch (kind) {
    case 'form':
      return 'forms'
    case 'tag':
      return 'tags'
    case 'sequence':
      return 'sequences'
    case 'list':
      throw new AppError('invalid-input', 'Kit has no lists. Choose a form, a tag or a sequence instead.')
    default:
      return assertNever(kind)
  }
}

/** An id comes from a recipe or the database; anything but digits could lead the path somewhere else. */
function idInPath(id: string): string {
  if (/^\d{1,19}$/.test(id)) return id
  throw new AppError('not-found', 'That is not an id of Kit. Choose the form, tag or sequence again.')
}
