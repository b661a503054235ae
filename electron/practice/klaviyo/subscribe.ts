import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { applySubscription } from './applySubscription.ts'
import { tiers } from './buckets.ts'
import { channelsIn, subscribeChannels } from './channels.ts'
import { invalid, invalidBody } from './errors.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { document, email, phone, reference } from './shapes.ts'
import { subscribeProblems } from './subscribeRules.ts'
import type { SubscribeRow } from './subscribeRules.ts'

const row = z.strictObject({
  type: z.literal('profile', "Expected the type 'profile'."),
  id: z.string().nullish(),
  attributes: z.strictObject({
    email: email.nullish(),
    phone_number: phone.nullish(),
    subscriptions: subscribeChannels,
    age_gated_date_of_birth: z.iso.date().nullish(),
  }),
})

const shape = document('profile-subscription-bulk-create-job', {
  attributes: z.strictObject({
    custom_source: z.string().nullish(),
    historical_import: z.boolean().nullish(),
    profiles: z.strictObject({
      data: z
        .array(row)
        .min(1, 'At least one profile must be given.')
        .max(1000, 'At most 1000 profiles may be sent in one request.'),
    }),
  }),
  relationships: z.strictObject({ list: z.strictObject({ data: reference('list') }).optional() }).optional(),
})

export const subscribeOperation = operation({
  method: 'POST',
  path: '/api/profile-subscription-bulk-create-jobs',
  tier: tiers.L,
  scopes: ['lists:write', 'profiles:write', 'subscriptions:write'],
  type: 'profile-subscription-bulk-create-job',
  body: shape,
  handle: subscribe,
})

/** 202 without a body and without a job to ask about: the effect comes later, and only reading it back shows it. */
function subscribe({ body }: KlaviyoRequest<z.infer<typeof shape>>, klaviyo: KlaviyoAccount): Answer {
  const { state } = klaviyo
  const { custom_source, historical_import, profiles } = body.data.attributes
  const listId = body.data.relationships?.list?.data.id ?? null
  if (listId !== null && !state.lists.has(listId))
    throw invalidBody('/data/relationships/list/data/id', `List not found with id ${listId}`)
  const historical = historical_import ?? false
  const rows = profiles.data.map(readRow)
  const problems = rows.flatMap((each, index) => subscribeProblems(state, each, index, historical))
  if (problems.length > 0) throw invalid(...problems)

  const job = { listId, historical, customSource: custom_source ?? null }
  state.agenda.at(state.now() + state.delays.subscribeMs, (at) => {
    for (const each of rows) applySubscription(klaviyo, each, job, at)
  })
  return { status: 202 }
}

function readRow({ id, attributes }: z.infer<typeof row>): SubscribeRow {
  return {
    id: id ?? undefined,
    email: attributes.email ?? undefined,
    phoneNumber: attributes.phone_number ?? undefined,
    channels: channelsIn(attributes.subscriptions),
  }
}
