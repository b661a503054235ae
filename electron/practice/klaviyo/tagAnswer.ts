import type { Related, Resource, Writing } from './document.ts'
import { resource } from './document.ts'
import type { Tag, TagGroup } from './model.ts'
import { refs } from './listAnswer.ts'
import type { KlaviyoState } from './state.ts'

/** A tag; its group is always named. */
export function tagResource(writing: Writing, tag: Tag): Resource {
  return resource(
    writing,
    '/api/tags',
    { type: 'tag', id: tag.id, attributes: { name: tag.name } },
    {
      'tag-group': { type: 'tag-group', id: tag.groupId },
      lists: undefined,
      segments: undefined,
      campaigns: undefined,
      flows: undefined,
    },
  )
}

export function tagGroupResource(writing: Writing, group: TagGroup): Resource {
  const attributes = { name: group.name, exclusive: group.exclusive, default: group.isDefault }
  return resource(
    writing,
    '/api/tag-groups',
    { type: 'tag-group', id: group.id, attributes },
    { tags: undefined },
  )
}

/** The tags on a list or a segment. */
export function tagsOn({ tags }: KlaviyoState, kind: 'lists' | 'segments', id: string): readonly Tag[] {
  return [...tags.values()].filter((tag) => tag[kind].has(id))
}

/** What `include=tags,flow-triggers` makes of a list or a segment. There are no flows. */
export function taggedRelations(
  state: KlaviyoState,
  writing: Writing,
  kind: 'lists' | 'segments',
  id: string,
  include: readonly string[] | undefined,
): { readonly related: Related; readonly included: readonly Resource[] } {
  const tags = include?.includes('tags') === true ? tagsOn(state, kind, id) : undefined
  return {
    related: {
      ...(tags === undefined ? {} : { tags: refs('tag', tags) }),
      ...(include?.includes('flow-triggers') === true ? { 'flow-triggers': [] } : {}),
    },
    included: (tags ?? []).map((tag) => tagResource(writing, tag)),
  }
}
