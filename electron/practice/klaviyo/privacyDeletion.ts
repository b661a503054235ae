import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { invalidBody, notFound } from './errors.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { foldEmail } from './profiles.ts'
import { removeProfile } from './removeProfile.ts'
import { document, email, phone } from './shapes.ts'
import type { KlaviyoState } from './state.ts'

const deletion = document('data-privacy-deletion-job', {
  attributes: z.strictObject({
    profile: z.strictObject({
      data: z.strictObject({
        type: z.literal('profile'),
        id: z.string().nullish(),
        attributes: z.strictObject({ email: email.nullish(), phone_number: phone.nullish() }).default({}),
      }),
    }),
  }),
})

export const privacyDeletionOperation = operation({
  method: 'POST',
  path: '/api/data-privacy-deletion-jobs',
  tier: tiers.S,
  scopes: ['data-privacy:write'],
  type: 'data-privacy-deletion-job',
  body: deletion,
  handle: deleteForGood,
})

/** 202 without a body; everybody who has the one identifier is deleted a little later. */
function deleteForGood(
  { body }: KlaviyoRequest<z.infer<typeof deletion>>,
  { state }: KlaviyoAccount,
): Answer {
  const { id, attributes } = body.data.attributes.profile.data
  const identifiers = Object.entries({ id, ...attributes }).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  )
  const [identifier] = identifiers
  if (identifier === undefined || identifiers.length > 1)
    throw invalidBody('/data/attributes/profile/data', 'Exactly one profile identifier must be given.')
  const ids = idsWith(state, ...identifier)
  if (ids.length === 0)
    throw notFound(
      `No profile with ${identifier[0]} "${identifier[1]}" found.  The profile may have already been deleted.`,
    )
  state.agenda.at(state.now() + state.delays.deletionMs, () => {
    for (const each of ids) removeProfile(state, each)
  })
  return { status: 202 }
}

function idsWith({ profiles }: KlaviyoState, name: string, value: string): readonly string[] {
  const folded = foldEmail(value)
  const has = (profile: { id: string; email: string | null; phoneNumber: string | null }) =>
    name === 'id'
      ? profile.id === value
      : name === 'email'
        ? profile.email === folded
        : profile.phoneNumber === value
  return [...profiles.all()].filter(has).map(({ id }) => id)
}
