import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { collection, single } from './document.ts'
import type { Resource } from './document.ts'
import { invalidBody, missing } from './errors.ts'
import { rule } from './filterRules.ts'
import { listResource } from './listAnswer.ts'
import { matching } from './matchFilter.ts'
import type { ContactList } from './model.ts'
import type { KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { resourceFields } from './resourceFields.ts'
import { document } from './shapes.ts'
import type { KlaviyoState } from './state.ts'
import { taggedRelations } from './tagAnswer.ts'

const optIn = z.enum(['single_opt_in', 'double_opt_in'])
const name = z.string().refine((text) => text.trim() !== '', 'The name must not be blank.')
const created = document('list', {
  attributes: z.strictObject({ name, opt_in_process: optIn.nullish() }),
})
const changed = document('list', {
  id: z.string(),
  attributes: z.strictObject({ name: name.nullish(), opt_in_process: optIn.nullish() }),
})

const fields = { list: resourceFields.list, tag: resourceFields.tag, flow: resourceFields.flow }
const include = ['tags', 'flow-triggers'] as const
const type = 'list'

export const listOperations = [
  operation({
    method: 'GET',
    path: '/api/lists',
    tier: tiers.L,
    scopes: ['lists:read'],
    type,
    query: {
      fields,
      include,
      sort: ['created', 'id', 'name', 'updated'],
      filter: { name: rule.anyText, id: rule.anyText, created: rule.after, updated: rule.after },
      page: { size: 10, max: 10 },
    },
    handle: readLists,
  }),
  operation({
    method: 'POST',
    path: '/api/lists',
    tier: { ...tiers.M, perDay: 150 },
    scopes: ['lists:write'],
    type,
    query: { fields: { list: resourceFields.list } },
    body: created,
    handle: createList,
  }),
  operation({
    method: 'GET',
    path: '/api/lists/{id}',
    tier: tiers.L,
    scopes: ['lists:read'],
    type,
    query: {
      fields: { ...fields, list: resourceFields.listWithCount },
      additionalFields: { list: ['profile_count'] },
      include,
    },
    handle: readList,
  }),
  operation({
    method: 'PATCH',
    path: '/api/lists/{id}',
    tier: tiers.M,
    scopes: ['lists:write'],
    type,
    query: { fields: { list: resourceFields.list } },
    body: changed,
    handle: changeList,
  }),
  operation({
    method: 'DELETE',
    path: '/api/lists/{id}',
    tier: tiers.M,
    scopes: ['lists:write'],
    type,
    handle: deleteList,
  }),
]

/** The list a path names. @throws Refusal 404 */
export function listOf(state: KlaviyoState, id = ''): ContactList {
  const list = state.lists.get(id)
  if (list === undefined) throw missing('list', id)
  return list
}

function readLists(request: KlaviyoRequest, { state }: { readonly state: KlaviyoState }): Answer {
  const { url, query, writing } = request
  const found = matching(state.lists.values(), query.filter, sortValue)
  const page = pageOf(
    found,
    request,
    ({ id }) => id,
    (list) => sortValue(list, query.sort?.field ?? 'id'),
  )
  const included = new Map<string, Resource>()
  const written = mapPage(page, (list) => {
    const relations = taggedRelations(state, writing, 'lists', list.id, query.include)
    for (const each of relations.included) included.set(each.id, each)
    return listResource(writing, list, { related: relations.related })
  })
  return collection(url, written, query.include && [...included.values()])
}

function sortValue(list: ContactList, field: string): string | number {
  if (field === 'created' || field === 'updated') return list[field]
  return field === 'name' ? list.name : list.id
}

function readList(
  { url, params, query, writing }: KlaviyoRequest,
  { state }: { readonly state: KlaviyoState },
) {
  const list = listOf(state, params.id)
  const { related, included } = taggedRelations(state, writing, 'lists', list.id, query.include)
  const count = query.additional.has('list.profile_count') ? { profileCount: list.members.size } : {}
  return single(url, listResource(writing, list, { related, ...count }), 200, query.include && included)
}

function createList(
  { url, writing, body }: KlaviyoRequest<z.infer<typeof created>>,
  { state }: { readonly state: KlaviyoState },
): Answer {
  const { name, opt_in_process } = body.data.attributes
  const now = state.now()
  const list: ContactList = {
    id: state.ids.short(),
    name,
    optIn: opt_in_process ?? state.account.defaultOptIn,
    created: now,
    updated: now,
    members: new Map(),
  }
  state.lists.set(list.id, list)
  return single(url, listResource(writing, list, { isWritten: true }), 201)
}

function changeList(
  { url, params, writing, body }: KlaviyoRequest<z.infer<typeof changed>>,
  { state }: { readonly state: KlaviyoState },
): Answer {
  const before = listOf(state, params.id)
  if (body.data.id !== before.id)
    throw invalidBody('/data/id', `The id '${body.data.id}' is not the one in the path.`)
  const { name, opt_in_process } = body.data.attributes
  const list = {
    ...before,
    name: name ?? before.name,
    optIn: opt_in_process ?? before.optIn,
    updated: state.now(),
  }
  state.lists.set(list.id, list)
  return single(url, listResource(writing, list, { isWritten: true }))
}

function deleteList({ params }: KlaviyoRequest, { state }: { readonly state: KlaviyoState }): Answer {
  const { id } = listOf(state, params.id)
  state.lists.delete(id)
  for (const tag of state.tags.values())
    state.tags.set(tag.id, { ...tag, lists: new Set([...tag.lists].filter((each) => each !== id)) })
  return { status: 204 }
}
