import type { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { collection, wholePage } from './document.ts'
import { invalidBody, missing } from './errors.ts'
import type { Tag } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest, Operation } from './operation.ts'
import { operation } from './operation.ts'
import { references } from './shapes.ts'
import type { KlaviyoState } from './state.ts'
import { tagsOn } from './tagAnswer.ts'
import { groupOf, tagOf } from './tags.ts'

type Kind = 'lists' | 'segments'

const shapes = { lists: references('list', 1000), segments: references('segment', 1000) }
const maxTagsEach = 100

type Refs = z.infer<(typeof shapes)[Kind]>

function operationsFor(kind: Kind): readonly Operation[] {
  const path = `/api/tags/{id}/relationships/${kind}`
  const type = kind.slice(0, -1)
  const write = { path, tier: tiers.S, scopes: [`${kind}:write`, 'tags:write'], type } as const
  return [
    operation({
      method: 'GET',
      path,
      tier: tiers.S,
      scopes: [`${kind}:read`, 'tags:read'],
      type,
      handle: ({ url, params }, { state }) =>
        collection(url, wholePage([...tagOf(state, params.id)[kind]].map((id) => ({ type, id })))),
    }),
    operation<Refs>({
      ...write,
      method: 'POST',
      body: shapes[kind],
      handle: (request, klaviyo) => attach(request, klaviyo, kind),
    }),
    operation<Refs>({
      ...write,
      method: 'DELETE',
      body: shapes[kind],
      handle: (request, klaviyo) => detach(request, klaviyo, kind),
    }),
  ]
}

/** Which lists and segments carry a tag. */
export const tagLinkOperations = [...operationsFor('lists'), ...operationsFor('segments')]

function attach({ params, body }: KlaviyoRequest<Refs>, { state }: KlaviyoAccount, kind: Kind): Answer {
  const tag = tagOf(state, params.id)
  const ids = body.data.map(({ id }) => id)
  for (const id of ids) requireTaggable(state, tag, kind, id)
  state.tags.set(tag.id, { ...tag, [kind]: new Set([...tag[kind], ...ids]) })
  return { status: 204 }
}

function detach({ params, body }: KlaviyoRequest<Refs>, { state }: KlaviyoAccount, kind: Kind): Answer {
  const tag = tagOf(state, params.id)
  const gone = new Set(body.data.map(({ id }) => id))
  state.tags.set(tag.id, { ...tag, [kind]: new Set([...tag[kind]].filter((id) => !gone.has(id))) })
  return { status: 204 }
}

/** @throws Refusal 404 for what isn't there; 400 for a second tag of an exclusive group, or too many tags */
function requireTaggable(state: KlaviyoState, tag: Tag, kind: Kind, id: string): void {
  if (!state[kind].has(id)) throw missing(kind.slice(0, -1), id)
  const others = tagsOn(state, kind, id).filter((each) => each.id !== tag.id)
  if (others.length >= maxTagsEach)
    throw invalidBody('/data', `A ${kind.slice(0, -1)} can not have more than ${maxTagsEach} tags.`)
  const { exclusive, id: groupId } = groupOf(state, tag.groupId)
  if (exclusive && others.some((each) => each.groupId === groupId))
    throw invalidBody('/data', 'Only one tag of an exclusive tag group can be on a resource.')
}
