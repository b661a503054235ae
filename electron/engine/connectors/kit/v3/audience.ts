import { AppError, assertNever } from '../../../../../shared/errors.ts'
import type { AudienceRef } from '../../../../../shared/model.ts'

/** `/v3/tags/12`. Sequences are courses here, and answer to both names. */
export function audiencePath({ kind, id }: AudienceRef): string {
  return `/v3/${folderOf(kind)}/${idInPath(id)}`
}

/** An id comes from a recipe or the database; anything but digits could lead the path somewhere else. */
export function idInPath(id: string): string {
  if (/^\d{1,19}$/.test(id)) return id
  throw new AppError('not-found', 'That is not an id of Kit. Choose the form, tag or sequence again.')
}

function folderOf(kind: AudienceRef['kind']): string {
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
