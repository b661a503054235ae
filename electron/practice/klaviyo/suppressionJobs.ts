import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { collection, single } from './document.ts'
import { invalidBody, notFound } from './errors.ts'
import { rule } from './filterRules.ts'
import { matching } from './matchFilter.ts'
import type { SuppressionJob } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest, Operation } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { resourceFields } from './resourceFields.ts'
import { scheduleSuppression } from './runSuppression.ts'
import { segmentMembers } from './segmentMembers.ts'
import { document, email, reference } from './shapes.ts'
import type { KlaviyoState } from './state.ts'
import { suppressionJobResource } from './suppressionAnswer.ts'

type Kind = SuppressionJob['kind']

const row = z.strictObject({
  type: z.literal('profile', "Expected the type 'profile'."),
  attributes: z.strictObject({ email }),
})

function shapeOf(kind: Kind) {
  return document(`profile-suppression-bulk-${kind}-job`, {
    attributes: z
      .strictObject({
        profiles: z
          .strictObject({
            data: z.array(row).max(100, 'At most 100 profiles may be sent in one request.'),
          })
          .nullish(),
      })
      .default({}),
    relationships: z
      .strictObject({
        list: z.strictObject({ data: reference('list') }).optional(),
        segment: z.strictObject({ data: reference('segment') }).optional(),
      })
      .optional(),
  })
}

type Body = z.infer<ReturnType<typeof shapeOf>>

function operationsFor(kind: Kind, writeScopes: readonly string[]): readonly Operation[] {
  const type = `profile-suppression-bulk-${kind}-job`
  const path = `/api/${type}s`
  const fields = { [type]: resourceFields.suppressionJob }
  const read = { method: 'GET', tier: tiers.L, scopes: ['subscriptions:read'], type } as const
  return [
    operation({
      ...read,
      path,
      query: {
        fields,
        sort: ['created'],
        filter: { status: rule.equalText, list_id: rule.equalText, segment_id: rule.equalText },
        page: 'cursor-only',
      },
      handle: (request, { state }) => readJobs(request, state, kind),
    }),
    operation({
      method: 'POST',
      path,
      tier: tiers.L,
      scopes: writeScopes,
      type,
      query: { fields },
      body: shapeOf(kind),
      handle: (request, klaviyo) => createJob(request, klaviyo, kind),
    }),
    operation({
      ...read,
      path: `${path}/{id}`,
      query: { fields },
      handle: ({ url, params, writing }, { state }) => {
        const job = state.suppressionJobs.get(params.id ?? '')
        if (job?.kind !== kind) throw notFound('Invalid job id')
        return single(url, suppressionJobResource(writing, job))
      },
    }),
  ]
}

export const suppressionOperations = [
  ...operationsFor('create', ['profiles:write', 'subscriptions:write']),
  ...operationsFor('delete', ['subscriptions:write']),
]

function readJobs(request: KlaviyoRequest, { suppressionJobs }: KlaviyoState, kind: Kind): Answer {
  const ofKind = [...suppressionJobs.values()].filter((job) => job.kind === kind)
  const found = matching(ofKind, request.query.filter, jobValue)
  const jobs = pageOf(
    found,
    request,
    ({ id }) => id,
    ({ createdAt }) => createdAt,
  )
  return collection(
    request.url,
    mapPage(jobs, (job) => suppressionJobResource(request.writing, job)),
  )
}

function jobValue(job: SuppressionJob, field: string): string | null {
  if (field === 'list_id') return job.listId
  return field === 'segment_id' ? job.segmentId : job.status
}

/** 202 with a job that tells little: what counts is what the profiles say later. */
function createJob(
  { url, writing, body, faults }: KlaviyoRequest<Body>,
  klaviyo: KlaviyoAccount,
  kind: Kind,
): Answer {
  const { state } = klaviyo
  const emails = body.data.attributes.profiles?.data.map(({ attributes }) => attributes.email)
  const listId = body.data.relationships?.list?.data.id ?? null
  const segmentId = body.data.relationships?.segment?.data.id ?? null
  if ([emails, listId, segmentId].filter((each) => each !== undefined && each !== null).length !== 1)
    throw invalidBody('/data', "Exactly one of 'profiles', 'list' and 'segment' must be given.")
  const job: SuppressionJob = {
    id: state.ids.ulid(state.now()),
    kind,
    // Recorded: processing, nothing counted, and a completion time all the same.
    status: 'processing',
    listId,
    segmentId,
    totalCount: 0,
    completedCount: 0,
    skippedCount: 0,
    createdAt: state.now(),
    completedAt: state.now(),
  }
  const ids = membersOf(state, job)
  state.suppressionJobs.set(job.id, job)
  scheduleSuppression(klaviyo, job, emails ?? [], ids, faults)
  return single(url, suppressionJobResource(writing, job), 202)
}

function membersOf(state: KlaviyoState, { listId, segmentId }: SuppressionJob): readonly string[] {
  const list = listId === null ? undefined : state.lists.get(listId)
  if (listId !== null && list === undefined)
    throw invalidBody('/data/relationships/list/data/id', `List not found with id ${listId}`)
  const segment = segmentId === null ? undefined : state.segments.get(segmentId)
  if (segmentId !== null && segment === undefined)
    throw invalidBody('/data/relationships/segment/data/id', `Segment not found with id ${segmentId}`)
  if (segment !== undefined) return [...segmentMembers(state, segment).keys()]
  return [...(list?.members.keys() ?? [])]
}
