import { assertNever } from '../../../shared/errors.ts'
import type { Incremental } from '../../../shared/objectTypes.ts'

/** What of a type is shown. Days are `YYYY-MM-DD`, of this computer's calendar; `''`: no such limit. */
export interface ObjectFilters {
  /** Name or id of the tag, form or sequence, or the id of a person; `null`: of all of them. */
  readonly parent: string | null
  readonly name: string
  readonly id: string
  readonly createdFrom: string
  readonly createdBefore: string
  readonly since: { readonly by: Incremental; readonly day: string } | null
}

export const everything: ObjectFilters = {
  parent: null,
  name: '',
  id: '',
  createdFrom: '',
  createdBefore: '',
  since: null,
}

/** As the contract asks for it. */
export function filtersForEngine({ parent, name, id, createdFrom, createdBefore, since }: ObjectFilters) {
  const filter = {
    createdAfter: startOf(createdFrom),
    createdBefore: startOf(createdBefore),
    name: textOrNull(name),
    id: textOrNull(id),
  }
  const at = since === null ? null : startOf(since.day)
  return {
    parent,
    since: since === null || at === null ? null : { by: since.by, at },
    filter: Object.values(filter).every((value) => value === null) ? null : filter,
  }
}

/** How many limits are set besides the name and the parent, which are always in sight. */
export function hiddenFilters({ id, createdFrom, createdBefore, since }: ObjectFilters): number {
  return [
    id.trim() !== '',
    createdFrom !== '',
    createdBefore !== '',
    since !== null && since.day !== '',
  ].filter(Boolean).length
}

export function sinceWords(by: Incremental): string {
  switch (by) {
    case 'created_after':
      return 'Created since'
    case 'updated_after':
      return 'Changed since'
    case 'tagged_after':
      return 'Tagged since'
    case 'added_after':
      return 'Added since'
    case 'happened_after':
      return 'Happened since'
    default:
      return assertNever(by)
  }
}

/** The first moment of a day here, as the service compares it. */
function startOf(day: string): string | null {
  const at = new Date(`${day}T00:00`)
  return day === '' || Number.isNaN(at.getTime()) ? null : at.toISOString()
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
