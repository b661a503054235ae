import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { single } from './document.ts'
import { isEmailAddress } from './emailAddress.ts'
import { invalidBody } from './errors.ts'
import { namesSomebody } from './identify.ts'
import { importJobResource } from './importJobAnswer.ts'
import type { ImportJob } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { badPhoneNumber, isPhoneNumber } from './phoneNumber.ts'
import { resourceFields } from './resourceFields.ts'
import { scheduleImport } from './runImport.ts'
import { document, importAttributes, profileMeta, reference } from './shapes.ts'
import { maxProfileBytes, noIdentifier, tooLarge } from './writeProfile.ts'
import type { ProfileWrite } from './writeProfile.ts'

const maxRows = 10_000

const row = z
  .strictObject({
    type: z.literal('profile', "Expected the type 'profile'."),
    id: z.string().nullish(),
    attributes: importAttributes,
    meta: profileMeta.optional(),
  })
  .superRefine(({ id, attributes }, context) => {
    const problem = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: ['attributes', ...path], message })
    if (!namesSomebody({ id, ...attributes })) problem([], noIdentifier)
    else if (hasOnlyBadPhone(attributes)) problem(['phone_number'], badPhoneNumber)
    if (Buffer.byteLength(JSON.stringify(attributes)) > maxProfileBytes) problem([], tooLarge)
  })

const shape = document('profile-bulk-import-job', {
  attributes: z.strictObject({
    profiles: z.strictObject({
      data: z
        .array(row)
        .min(1, 'At least one profile must be given.')
        .max(maxRows, `At most ${maxRows} profiles may be sent in one request.`),
    }),
  }),
  relationships: z.strictObject({ lists: z.strictObject({ data: z.array(reference('list')) }) }).optional(),
})

interface Phoned {
  readonly email?: string | null | undefined
  readonly phone_number?: string | null | undefined
}

/** A number that is none, and no address to go on with: a 400. */
function hasOnlyBadPhone({ email, phone_number: phone }: Phoned): boolean {
  return isBad(phone) && !isEmailAddress(email ?? '')
}

function isBad(phone: string | null | undefined): boolean {
  return phone !== undefined && phone !== null && !isPhoneNumber(phone)
}

export const createImportJobOperation = operation({
  method: 'POST',
  path: '/api/profile-bulk-import-jobs',
  tier: tiers.M,
  scopes: ['lists:write', 'profiles:write'],
  type: 'profile-bulk-import-job',
  query: { fields: { 'profile-bulk-import-job': resourceFields.importJob } },
  body: shape,
  handle: createImportJob,
})

/** Takes all rows or none: what is wrong is said at once, and only what a row runs into later is in the job's errors. */
function createImportJob(
  { url, writing, body, faults }: KlaviyoRequest<z.infer<typeof shape>>,
  klaviyo: KlaviyoAccount,
): Answer {
  const { state } = klaviyo
  const listIds = [...new Set(body.data.relationships?.lists.data.map(({ id }) => id) ?? [])]
  const unknown = listIds.find((id) => !state.lists.has(id))
  if (unknown !== undefined) throw invalidBody('/data', `List ID ${unknown} does not exist.`)
  const rows = body.data.attributes.profiles.data
  const now = state.now()
  const job: ImportJob = {
    id: state.ids.importJob(state.account.id, now),
    status: 'queued',
    listIds,
    totalCount: rows.length,
    completedCount: 0,
    failedCount: 0,
    createdAt: now,
    startedAt: null,
    completedAt: null,
    expiresAt: now + 7 * 86_400_000,
    profileIds: [],
    errors: [],
  }
  state.importJobs.set(job.id, job)
  scheduleImport(klaviyo, job, rows.map(withoutBadPhone), faults)
  return single(url, importJobResource(writing, job), 202)
}

/** Beside a good address a bad number is dropped, without a word (measured 2026-09-25). */
function withoutBadPhone({ id, attributes, meta }: ProfileWrite): ProfileWrite {
  if (!isBad(attributes.phone_number)) return { id, attributes, meta }
  return { id, attributes: { ...attributes, phone_number: undefined }, meta }
}
