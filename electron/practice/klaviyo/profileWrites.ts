import type { z } from 'zod'
import { z as zod } from 'zod'
import type { Answer } from '../answer.ts'
import { Refusal } from '../answer.ts'
import { tiers } from './buckets.ts'
import { single } from './document.ts'
import { duplicateProfile, invalidBody, missing } from './errors.ts'
import type { Profile } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { profileResource } from './profileAnswer.ts'
import { profileOf } from './profileReads.ts'
import { additionalProfileFields, resourceFields } from './resourceFields.ts'
import { document, profileAttributes, profileMeta, upsertAttributes } from './shapes.ts'
import { createProfile, requireWritable, updateProfile, upsertProfile } from './writeProfile.ts'

const created = document('profile', { attributes: profileAttributes })
const changed = document('profile', {
  id: zod.string(),
  attributes: profileAttributes,
  meta: profileMeta.optional(),
})
const upserted = document('profile', {
  id: zod.string().nullish(),
  attributes: upsertAttributes,
  meta: profileMeta.optional(),
})

const common = {
  tier: tiers.L,
  scopes: ['profiles:write'],
  type: 'profile',
  query: {
    fields: { profile: resourceFields.profileWithAdditional },
    additionalFields: additionalProfileFields,
  },
} as const

export const profileWriteOperations = [
  operation({ ...common, method: 'POST', path: '/api/profiles', body: created, handle: create }),
  operation({ ...common, method: 'PATCH', path: '/api/profiles/{id}', body: changed, handle: change }),
  operation({ ...common, method: 'POST', path: '/api/profile-import', body: upserted, handle: upsert }),
]

/** 201, or 409 where anybody has one of the identifiers. */
function create(request: KlaviyoRequest<z.infer<typeof created>>, klaviyo: KlaviyoAccount): Answer {
  const { attributes } = request.body.data
  requireWritable('/data', { attributes })
  const { profiles } = klaviyo.state
  const owner =
    (attributes.email && profiles.byEmail(attributes.email)) ||
    (attributes.phone_number && profiles.byPhone(attributes.phone_number)) ||
    (attributes.external_id && profiles.byExternalId(attributes.external_id))
  if (owner) throw new Refusal(duplicateProfile(owner.id))
  return answer(request, createProfile(klaviyo, { attributes }, klaviyo.state.now()), 201)
}

/** 200, or 409 where the new address or number is somebody else's. */
function change(request: KlaviyoRequest<z.infer<typeof changed>>, klaviyo: KlaviyoAccount): Answer {
  const { id, ...write } = request.body.data
  const before = profileOf(klaviyo.state, request.params.id)
  if (id !== before.id) throw invalidBody('/data/id', `The id '${id}' is not the one in the path.`)
  requireWritable('/data', write, true)
  return answer(request, updateProfile(klaviyo, before, write, klaviyo.state.now()), 200)
}

/** 201 for somebody new, 200 otherwise; still 409 where two identifiers lead to two people. */
function upsert(request: KlaviyoRequest<z.infer<typeof upserted>>, klaviyo: KlaviyoAccount): Answer {
  const write = request.body.data
  requireWritable('/data', write)
  if (write.id && klaviyo.state.profiles.get(write.id) === undefined) throw missing('profile', write.id)
  const { profile, created: isNew } = upsertProfile(klaviyo, write, klaviyo.state.now())
  return answer(request, profile, isNew ? 201 : 200)
}

function answer({ url, query, writing }: KlaviyoRequest, profile: Profile, status: 200 | 201): Answer {
  const view = { additional: query.additional, isNew: status === 201 }
  return single(url, profileResource(writing, profile, view), status)
}
