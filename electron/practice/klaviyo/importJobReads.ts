import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { collection, single, wholePage } from './document.ts'
import { notFound } from './errors.ts'
import { rule } from './filterRules.ts'
import { importErrorResource, importJobResource } from './importJobAnswer.ts'
import { listResource } from './listAnswer.ts'
import { matching } from './matchFilter.ts'
import type { ContactList, ImportJob } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { profileResource } from './profileAnswer.ts'
import { additionalProfileFields, resourceFields } from './resourceFields.ts'
import type { KlaviyoState } from './state.ts'

const path = '/api/profile-bulk-import-jobs'
const page = { size: 20, max: 100 }
const common = { method: 'GET', tier: tiers.M } as const
const readsJobs = {
  ...common,
  scopes: ['lists:read', 'profiles:read'],
  type: 'profile-bulk-import-job',
} as const
const readsLists = { ...common, scopes: ['lists:read'], type: 'list' } as const
const readsProfiles = { ...common, scopes: ['profiles:read'], type: 'profile' } as const
const fields = { 'profile-bulk-import-job': resourceFields.importJob }

export const importJobReadOperations = [
  operation({
    ...readsJobs,
    path,
    query: { fields, sort: ['created_at'], filter: { status: rule.anyText }, page },
    handle: readJobs,
  }),
  operation({
    ...readsJobs,
    path: `${path}/{id}`,
    query: { fields: { ...fields, list: resourceFields.list }, include: ['lists'] },
    handle: ({ url, params, query, writing }, { state }) => {
      const job = jobOf(state, params.id)
      const lists = query.include && listsOfJob(state, job).map((list) => listResource(writing, list))
      return single(url, importJobResource(writing, job), 200, lists)
    },
  }),
  operation({
    ...readsLists,
    path: `${path}/{id}/lists`,
    query: { fields: { list: resourceFields.list } },
    handle: ({ url, params, writing }, { state }) => {
      const lists = listsOfJob(state, jobOf(state, params.id))
      return collection(url, wholePage(lists.map((list) => listResource(writing, list))))
    },
  }),
  operation({
    ...readsLists,
    path: `${path}/{id}/relationships/lists`,
    handle: ({ url, params }, { state }) => {
      const refs = jobOf(state, params.id).listIds.map((id) => ({ type: 'list', id }))
      return collection(url, wholePage(refs))
    },
  }),
  operation({
    ...readsProfiles,
    path: `${path}/{id}/profiles`,
    query: {
      fields: { profile: resourceFields.profileWithAdditional },
      additionalFields: additionalProfileFields,
      page,
    },
    handle: (request, { state }) => readProfiles(request, state, false),
  }),
  operation({
    ...readsProfiles,
    path: `${path}/{id}/relationships/profiles`,
    query: { page },
    handle: (request, { state }) => readProfiles(request, state, true),
  }),
  operation({
    ...readsProfiles,
    path: `${path}/{id}/import-errors`,
    type: 'import-error',
    query: { fields: { 'import-error': resourceFields.importError }, page },
    handle: readErrors,
  }),
]

/** @throws Refusal 404, in the recorded words */
function jobOf(state: KlaviyoState, id = ''): ImportJob {
  const job = state.importJobs.get(id)
  if (job === undefined) throw notFound('Invalid job id')
  return job
}

function readJobs(request: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { url, query, writing } = request
  const found = matching(state.importJobs.values(), query.filter, ({ status }) => status)
  const jobs = pageOf(
    found,
    request,
    ({ id }) => id,
    ({ createdAt }) => createdAt,
  )
  return collection(
    url,
    mapPage(jobs, (job) => importJobResource(writing, job)),
  )
}

function listsOfJob(state: KlaviyoState, { listIds }: ImportJob): readonly ContactList[] {
  return listIds.flatMap((id) => state.lists.get(id) ?? [])
}

function readProfiles(request: KlaviyoRequest, state: KlaviyoState, idsOnly: boolean): Answer {
  const { url, params, query, writing } = request
  const profiles = jobOf(state, params.id).profileIds.flatMap((id) => state.profiles.get(id) ?? [])
  const found = pageOf(profiles, request, ({ id }) => id)
  const written = mapPage(found, (profile) =>
    idsOnly
      ? { type: 'profile', id: profile.id }
      : profileResource(writing, profile, { additional: query.additional }),
  )
  return collection(url, written)
}

function readErrors(request: KlaviyoRequest, { state }: KlaviyoAccount): Answer {
  const { errors } = jobOf(state, request.params.id)
  const found = pageOf(
    errors,
    request,
    ({ id }) => id,
    ({ row }) => row,
  )
  return collection(
    request.url,
    mapPage(found, (error) => importErrorResource(request.writing, error)),
  )
}
