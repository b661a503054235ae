import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import type { Resource } from './document.ts'
import { collection, single } from './document.ts'
import { invalidBody, missing } from './errors.ts'
import { rule } from './filterRules.ts'
import type { JsonObject } from './json.ts'
import { isJsonObject } from './json.ts'
import { matching } from './matchFilter.ts'
import type { Segment } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { resourceFields } from './resourceFields.ts'
import { segmentResource } from './segmentAnswer.ts'
import { segmentMembers } from './segmentMembers.ts'
import { document } from './shapes.ts'
import type { KlaviyoState } from './state.ts'
import { taggedRelations } from './tagAnswer.ts'

const definition = z.strictObject({
  condition_groups: z.array(
    z.strictObject({
      conditions: z.array(
        z.custom<JsonObject>(
          (value) => isJsonObject(value) && typeof value.type === 'string',
          'Expected a condition with a type.',
        ),
      ),
    }),
  ),
})
const name = z.string().refine((text) => text.trim() !== '', 'The name must not be blank.')
const created = document('segment', {
  attributes: z.strictObject({ name, definition, is_starred: z.boolean().nullish() }),
})
const changed = document('segment', {
  id: z.string(),
  attributes: z.strictObject({
    name: name.nullish(),
    definition: definition.optional(),
    is_starred: z.boolean().nullish(),
    is_active: z.boolean().nullish(),
  }),
})

const type = 'segment'
const fields = { segment: resourceFields.segment, tag: resourceFields.tag, flow: resourceFields.flow }
const include = ['tags', 'flow-triggers'] as const
const writes = { tier: { ...tiers.XS, perDay: 100 }, scopes: ['segments:write'], type } as const
const writtenFields = { fields: { segment: resourceFields.segment } }

export const segmentOperations = [
  operation({
    method: 'GET',
    path: '/api/segments',
    tier: tiers.L,
    scopes: ['segments:read'],
    type,
    query: {
      fields,
      include,
      sort: ['created', 'id', 'name', 'updated'],
      filter: {
        name: rule.anyText,
        id: rule.anyText,
        created: rule.after,
        updated: rule.after,
        is_active: rule.anyBoolean,
        is_starred: rule.equalBoolean,
      },
      page: { size: 10, max: 10 },
    },
    handle: readSegments,
  }),
  operation({
    ...writes,
    method: 'POST',
    path: '/api/segments',
    query: writtenFields,
    body: created,
    handle: create,
  }),
  operation({
    method: 'GET',
    path: '/api/segments/{id}',
    tier: tiers.L,
    scopes: ['segments:read'],
    type,
    query: {
      fields: { ...fields, segment: resourceFields.segmentWithCount },
      additionalFields: { segment: ['profile_count'] },
      include,
    },
    handle: readSegment,
  }),
  operation({
    ...writes,
    method: 'PATCH',
    path: '/api/segments/{id}',
    query: writtenFields,
    body: changed,
    handle: change,
  }),
  operation({
    method: 'DELETE',
    path: '/api/segments/{id}',
    tier: tiers.S,
    scopes: ['segments:write'],
    type,
    handle: remove,
  }),
]

/** The segment a path names. @throws Refusal 404 */
export function segmentOf(state: KlaviyoState, id = ''): Segment {
  const segment = state.segments.get(id)
  if (segment === undefined) throw missing('segment', id)
  return segment
}

/** `equals(is_starred,…)` is understood and changes nothing (measured). */
function readSegments(request: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { url, query, writing } = request
  const conditions = query.filter.filter(({ field }) => field !== 'is_starred')
  const page = pageOf(
    matching(state.segments.values(), conditions, segmentValue),
    request,
    ({ id }) => id,
    (segment) => sortValue(segment, query.sort?.field ?? 'id'),
  )
  const included = new Map<string, Resource>()
  const written = mapPage(page, (segment) => {
    const relations = taggedRelations(state, writing, 'segments', segment.id, query.include)
    for (const each of relations.included) included.set(each.id, each)
    return segmentResource(writing, segment, { related: relations.related })
  })
  return collection(url, written, query.include && [...included.values()])
}

function segmentValue(segment: Segment, field: string): string | number | boolean {
  return field === 'is_active' ? segment.isActive : sortValue(segment, field)
}

function sortValue(segment: Segment, field: string): string | number {
  if (field === 'created' || field === 'updated') return segment[field]
  return field === 'name' ? segment.name : segment.id
}

function readSegment({ url, params, query, writing }: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const segment = segmentOf(state, params.id)
  const { related, included } = taggedRelations(state, writing, 'segments', segment.id, query.include)
  const count = query.additional.has('segment.profile_count')
    ? { profileCount: segmentMembers(state, segment).size }
    : {}
  return single(url, segmentResource(writing, segment, { related, ...count }), 200, query.include && included)
}

function create(
  { url, writing, body }: KlaviyoRequest<z.infer<typeof created>>,
  { state }: KlaviyoAccount,
): Answer {
  const { name, definition, is_starred } = body.data.attributes
  const now = state.now()
  const segment: Segment = {
    id: state.ids.short(),
    name,
    definition,
    created: now,
    updated: now,
    isActive: true,
    isStarred: is_starred ?? false,
    readyAt: now + state.delays.segmentMs,
  }
  state.segments.set(segment.id, segment)
  return single(url, segmentResource(writing, segment, { isWritten: true }), 201)
}

function change(
  { url, params, writing, body }: KlaviyoRequest<z.infer<typeof changed>>,
  { state }: KlaviyoAccount,
): Answer {
  const before = segmentOf(state, params.id)
  if (body.data.id !== before.id)
    throw invalidBody('/data/id', `The id '${body.data.id}' is not the one in the path.`)
  const { name, definition, is_starred, is_active } = body.data.attributes
  const now = state.now()
  const segment: Segment = {
    ...before,
    name: name ?? before.name,
    definition: definition ?? before.definition,
    isStarred: is_starred ?? before.isStarred,
    isActive: is_active ?? before.isActive,
    updated: now,
    readyAt: definition === undefined ? before.readyAt : now + state.delays.segmentMs,
  }
  state.segments.set(segment.id, segment)
  return single(url, segmentResource(writing, segment, { isWritten: true }))
}

function remove({ params }: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { id } = segmentOf(state, params.id)
  state.segments.delete(id)
  state.segmentJoins.delete(id)
  for (const tag of state.tags.values())
    state.tags.set(tag.id, { ...tag, segments: new Set([...tag.segments].filter((each) => each !== id)) })
  return { status: 204 }
}
