import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { channelsIn, unsubscribeChannels } from './channels.ts'
import { unsubscribed, unsubscribedFromList } from './consent.ts'
import { invalid, invalidBody } from './errors.ts'
import type { Channel, ContactList, Profile } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { document, email, phone, reference } from './shapes.ts'
import { profileOf } from './subscribeRules.ts'

const row = z.strictObject({
  type: z.literal('profile', "Expected the type 'profile'."),
  attributes: z.strictObject({
    email: email.nullish(),
    phone_number: phone.nullish(),
    subscriptions: unsubscribeChannels,
  }),
})

const shape = document('profile-subscription-bulk-delete-job', {
  attributes: z.strictObject({
    profiles: z.strictObject({
      data: z
        .array(row)
        .min(1, 'At least one profile must be given.')
        .max(100, 'At most 100 profiles may be sent in one request.'),
    }),
  }),
  relationships: z.strictObject({ list: z.strictObject({ data: reference('list') }).optional() }).optional(),
})

export const unsubscribeOperation = operation({
  method: 'POST',
  path: '/api/profile-subscription-bulk-delete-jobs',
  tier: tiers.L,
  scopes: ['lists:write', 'profiles:write', 'subscriptions:write'],
  type: 'profile-subscription-bulk-delete-job',
  body: shape,
  handle: unsubscribe,
})

/**
 * 202 without a body, applied at once. The dangerous part is official: with a list, whoever is not on it is unsubscribed
 * from everything. Somebody nobody knows stays unknown (assumed).
 */
function unsubscribe({ body }: KlaviyoRequest<z.infer<typeof shape>>, klaviyo: KlaviyoAccount): Answer {
  const { state } = klaviyo
  const listId = body.data.relationships?.list?.data.id
  const list = listId === undefined ? undefined : state.lists.get(listId)
  if (listId !== undefined && list === undefined)
    throw invalidBody('/data/relationships/list/data/id', `List not found with id ${listId}`)
  const rows = body.data.attributes.profiles.data
  refuseNameless(rows)
  for (const { attributes } of rows) {
    const { email, phone_number: phoneNumber } = attributes
    const person = profileOf(state, {
      id: undefined,
      email: email ?? undefined,
      phoneNumber: phoneNumber ?? undefined,
    })
    const channels = channelsIn(attributes.subscriptions).map(({ channel }) => channel)
    if (person !== undefined) leaveChannels(klaviyo, person, channels, list)
  }
  return { status: 202 }
}

function refuseNameless(rows: readonly z.infer<typeof row>[]): void {
  const problems = rows.flatMap(({ attributes }, index) =>
    attributes.email || attributes.phone_number
      ? []
      : [
          {
            detail: "One of 'email' and 'phone_number' must be given.",
            source: { pointer: `/data/attributes/profiles/data/${index}/attributes` },
          },
        ],
  )
  if (problems.length > 0) throw invalid(...problems)
}

/** `updated` does not move (measured). */
function leaveChannels(
  { state, tally }: KlaviyoAccount,
  profile: Profile,
  channels: readonly Channel[],
  list: ContactList | undefined,
): void {
  const now = state.now()
  const leavesListOnly = list?.members.has(profile.id) === true
  let { consent } = profile
  for (const channel of channels) {
    if (!leavesListOnly) consent = unsubscribed(consent, channel, now)
    else if (channel === 'email.marketing') consent = unsubscribedFromList(consent, list.id, now)
  }
  if (leavesListOnly) list.members.delete(profile.id)
  state.profiles.save({ ...profile, consent })
  tally.count(profile.id, 'unsubscribed')
}
