import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { collection, single } from './document.ts'
import { invalidBody, missing } from './errors.ts'
import { rule } from './filterRules.ts'
import { matching } from './matchFilter.ts'
import type { Tag, TagGroup } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { resourceFields } from './resourceFields.ts'
import { document, reference } from './shapes.ts'
import type { KlaviyoState } from './state.ts'
import { tagGroupResource, tagResource } from './tagAnswer.ts'

const name = z.string().refine((text) => text.trim() !== '', 'The name must not be blank.')
const created = document('tag', {
  attributes: z.strictObject({ name }),
  relationships: z
    .strictObject({ 'tag-group': z.strictObject({ data: reference('tag-group') }).optional() })
    .optional(),
})
const renamed = document('tag', { id: z.string(), attributes: z.strictObject({ name }) })

const maxTags = 500
const fields = { tag: resourceFields.tag, 'tag-group': resourceFields.tagGroup }
const include = ['tag-group'] as const
const read = { method: 'GET', tier: tiers.S, scopes: ['tags:read'], type: 'tag' } as const
const write = { tier: tiers.S, scopes: ['tags:read', 'tags:write'], type: 'tag' } as const

export const tagOperations = [
  operation({
    ...read,
    path: '/api/tags',
    query: {
      fields,
      include,
      sort: ['id', 'name'],
      filter: { name: rule.name },
      page: { size: 50, max: 50 },
    },
    handle: readTags,
  }),
  operation({
    ...write,
    method: 'POST',
    path: '/api/tags',
    query: { fields: { tag: resourceFields.tag } },
    body: created,
    handle: create,
  }),
  operation({
    ...read,
    path: '/api/tags/{id}',
    query: { fields, include },
    handle: ({ url, params, query, writing }, { state }) => {
      const tag = tagOf(state, params.id)
      const group = query.include?.includes('tag-group') === true ? groupOf(state, tag.groupId) : undefined
      const included = query.include && (group === undefined ? [] : [tagGroupResource(writing, group)])
      return single(url, tagResource(writing, tag), 200, included)
    },
  }),
  operation({ ...write, method: 'PATCH', path: '/api/tags/{id}', body: renamed, handle: rename }),
  operation({
    ...write,
    method: 'DELETE',
    path: '/api/tags/{id}',
    handle: ({ params }, { state }) => {
      state.tags.delete(tagOf(state, params.id).id)
      return { status: 204 }
    },
  }),
  operation({
    ...read,
    path: '/api/tags/{id}/tag-group',
    query: { fields: { 'tag-group': resourceFields.tagGroup } },
    handle: ({ url, params, writing }, { state }) =>
      single(url, tagGroupResource(writing, groupOf(state, tagOf(state, params.id).groupId))),
  }),
  operation({
    ...read,
    path: '/api/tags/{id}/relationships/tag-group',
    handle: ({ url, params }, { state }) =>
      single(url, { type: 'tag-group', id: tagOf(state, params.id).groupId }),
  }),
]

/** The tag a path names. @throws Refusal 404 */
export function tagOf(state: KlaviyoState, id = ''): Tag {
  const tag = state.tags.get(id)
  if (tag === undefined) throw missing('tag', id)
  return tag
}

/** The tag group a path or a body names. @throws Refusal 404 */
export function groupOf(state: KlaviyoState, id = ''): TagGroup {
  const group = state.tagGroups.get(id)
  if (group === undefined) throw missing('tag-group', id)
  return group
}

function readTags(request: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { url, query, writing } = request
  const found = matching(state.tags.values(), query.filter, (tag) => tag.name)
  const keyOf = (tag: Tag) => (query.sort?.field === 'name' ? tag.name : tag.id)
  const page = pageOf(found, request, ({ id }) => id, keyOf)
  const groups = new Set(page.items.map(({ groupId }) => groupId))
  const included = query.include && [...groups].map((id) => tagGroupResource(writing, groupOf(state, id)))
  return collection(
    url,
    mapPage(page, (tag) => tagResource(writing, tag)),
    included,
  )
}

/** A name is had once in the account (assumed). */
function create(
  { url, writing, body }: KlaviyoRequest<z.infer<typeof created>>,
  { state }: KlaviyoAccount,
): Answer {
  if (state.tags.size >= maxTags)
    throw invalidBody('/data', `An account can not have more than ${maxTags} tags.`)
  const { name } = body.data.attributes
  requireNewName(state, name)
  const wanted = body.data.relationships?.['tag-group']?.data.id
  const group =
    wanted === undefined
      ? [...state.tagGroups.values()].find((each) => each.isDefault)
      : groupOf(state, wanted)
  const tag: Tag = {
    id: state.ids.uuid(),
    name,
    groupId: group?.id ?? '',
    lists: new Set(),
    segments: new Set(),
  }
  state.tags.set(tag.id, tag)
  return single(url, tagResource(writing, tag), 201)
}

function rename(
  { params, body }: KlaviyoRequest<z.infer<typeof renamed>>,
  { state }: KlaviyoAccount,
): Answer {
  const tag = tagOf(state, params.id)
  if (body.data.id !== tag.id)
    throw invalidBody('/data/id', `The id '${body.data.id}' is not the one in the path.`)
  const { name } = body.data.attributes
  if (name !== tag.name) requireNewName(state, name)
  state.tags.set(tag.id, { ...tag, name })
  return { status: 204 }
}

function requireNewName(state: KlaviyoState, name: string): void {
  if ([...state.tags.values()].some((tag) => tag.name === name))
    throw invalidBody('/data/attributes/name', `A tag with the name '${name}' already exists.`)
}
