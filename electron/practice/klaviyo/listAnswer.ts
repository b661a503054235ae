import type { Related, Resource, ResourceRef, Writing } from './document.ts'
import { resource } from './document.ts'
import type { ContactList } from './model.ts'
import type { KlaviyoState } from './state.ts'
import { isoMicros, isoSeconds } from './times.ts'

export interface ListView {
  /** Answer to a create or a change: times with microseconds (recorded). */
  readonly isWritten?: boolean
  readonly profileCount?: number
  readonly related?: Related
}

/** A list as the API answers it. */
export function listResource(writing: Writing, list: ContactList, view: ListView = {}): Resource {
  const iso = view.isWritten === true ? isoMicros : isoSeconds
  const attributes = {
    name: list.name,
    created: iso(list.created),
    updated: iso(list.updated),
    opt_in_process: list.optIn,
    ...(view.profileCount === undefined ? {} : { profile_count: view.profileCount }),
  }
  const related = { profiles: undefined, tags: undefined, 'flow-triggers': undefined, ...view.related }
  return resource(writing, '/api/lists', { type: 'list', id: list.id, attributes }, related)
}

/** The lists one person is in. */
export function listsOf({ lists }: KlaviyoState, profileId: string): readonly ContactList[] {
  return [...lists.values()].filter(({ members }) => members.has(profileId))
}

/** References to resources of one type. */
export function refs(type: string, items: readonly { readonly id: string }[]): readonly ResourceRef[] {
  return items.map(({ id }) => ({ type, id }))
}
