import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { collection, single, wholePage } from './document.ts'
import { invalidBody } from './errors.ts'
import { rule } from './filterRules.ts'
import { refs } from './listAnswer.ts'
import { matching } from './matchFilter.ts'
import type { Tag, TagGroup } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { resourceFields } from './resourceFields.ts'
import { document } from './shapes.ts'
import type { KlaviyoState } from './state.ts'
import { tagGroupResource, tagResource } from './tagAnswer.ts'
import { groupOf } from './tags.ts'

const name = z.string().refine((text) => text.trim() !== '', 'The name must not be blank.')
const created = document('tag-group', {
  attributes: z.strictObject({ name, exclusive: z.boolean().nullish() }),
})
const renamed = document('tag-group', {
  id: z.string(),
  attributes: z.strictObject({ name, return_fields: z.array(z.string()).nullish() }),
})

const maxGroups = 50
const fields = { 'tag-group': resourceFields.tagGroup }
const read = { method: 'GET', tier: tiers.S, scopes: ['tags:read'], type: 'tag-group' } as const
const write = { tier: tiers.S, scopes: ['tags:read', 'tags:write'], type: 'tag-group' } as const

export const tagGroupOperations = [
  operation({
    ...read,
    path: '/api/tag-groups',
    query: {
      fields,
      sort: ['id', 'name'],
      filter: { name: rule.name, exclusive: rule.equalBoolean, default: rule.equalBoolean },
      page: { size: 25, max: 25 },
    },
    handle: readGroups,
  }),
  operation({
    ...write,
    method: 'POST',
    path: '/api/tag-groups',
    query: { fields },
    body: created,
    handle: create,
  }),
  operation({
    ...read,
    path: '/api/tag-groups/{id}',
    query: { fields },
    handle: ({ url, params, writing }, { state }) =>
      single(url, tagGroupResource(writing, groupOf(state, params.id))),
  }),
  operation({ ...write, method: 'PATCH', path: '/api/tag-groups/{id}', body: renamed, handle: rename }),
  operation({ ...write, method: 'DELETE', path: '/api/tag-groups/{id}', handle: remove }),
  operation({
    ...read,
    path: '/api/tag-groups/{id}/tags',
    type: 'tag',
    query: { fields: { tag: resourceFields.tag } },
    handle: ({ url, params, writing }, { state }) => {
      const tags = tagsIn(state, groupOf(state, params.id))
      return collection(url, wholePage(tags.map((tag) => tagResource(writing, tag))))
    },
  }),
  operation({
    ...read,
    path: '/api/tag-groups/{id}/relationships/tags',
    type: 'tag',
    handle: ({ url, params }, { state }) =>
      collection(url, wholePage(refs('tag', tagsIn(state, groupOf(state, params.id))))),
  }),
]

function tagsIn(state: KlaviyoState, { id }: TagGroup): readonly Tag[] {
  return [...state.tags.values()].filter(({ groupId }) => groupId === id)
}

function readGroups(request: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { url, query, writing } = request
  const found = matching(state.tagGroups.values(), query.filter, groupValue)
  const keyOf = (group: TagGroup) => (query.sort?.field === 'name' ? group.name : group.id)
  const page = pageOf(found, request, ({ id }) => id, keyOf)
  return collection(
    url,
    mapPage(page, (group) => tagGroupResource(writing, group)),
  )
}

function groupValue(group: TagGroup, field: string): string | boolean {
  if (field === 'name') return group.name
  return field === 'exclusive' ? group.exclusive : group.isDefault
}

function create(
  { url, writing, body }: KlaviyoRequest<z.infer<typeof created>>,
  { state }: KlaviyoAccount,
): Answer {
  if (state.tagGroups.size >= maxGroups)
    throw invalidBody('/data', `An account can not have more than ${maxGroups} tag groups.`)
  const { name, exclusive } = body.data.attributes
  const group: TagGroup = { id: state.ids.uuid(), name, exclusive: exclusive ?? false, isDefault: false }
  state.tagGroups.set(group.id, group)
  return single(url, tagGroupResource(writing, group), 201)
}

/** 204 without a body, as for tags. */
function rename(
  { params, body }: KlaviyoRequest<z.infer<typeof renamed>>,
  { state }: KlaviyoAccount,
): Answer {
  const group = groupOf(state, params.id)
  if (body.data.id !== group.id)
    throw invalidBody('/data/id', `The id '${body.data.id}' is not the one in the path.`)
  state.tagGroups.set(group.id, { ...group, name: body.data.attributes.name })
  return { status: 204 }
}

/** Takes its tags with it. The default group stays for ever. */
function remove({ params }: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const group = groupOf(state, params.id)
  if (group.isDefault) throw invalidBody('/data', 'The default tag group can not be deleted.')
  for (const tag of tagsIn(state, group)) state.tags.delete(tag.id)
  state.tagGroups.delete(group.id)
  return { status: 204 }
}
