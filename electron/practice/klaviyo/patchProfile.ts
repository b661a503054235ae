import { z } from 'zod'
import { confirmOptIn } from './applySubscription.ts'
import { suppressed, unsubscribed } from './consent.ts'
import { identify } from './identify.ts'
import type { Consent, Profile } from './model.ts'
import type { KlaviyoAccount } from './operation.ts'
import { profileResource } from './profileAnswer.ts'
import { withAttributes } from './profileDraft.ts'
import { profileAttributes } from './shapes.ts'

const patchSchema = z.strictObject({
  /** As in `PATCH /api/profiles/{id}`. */
  attributes: profileAttributes.optional(),
  /** What happened to them by e-mail. */
  happened: z.enum(['unsubscribed', 'bounced', 'complained', 'suppressed', 'confirmed']).optional(),
})
type Patch = z.infer<typeof patchSchema>

/**
 * Somebody else changes a person: the person, a colleague in Klaviyo's own pages, a bounce. Not part of Klaviyo's API.
 * `confirmed`: whoever was asked by mail says yes; they may have no profile yet.
 * @param who id or address
 * @throws ZodError for a body that is no such change
 */
export function patchProfile(klaviyo: KlaviyoAccount, who: string, body: unknown): Response {
  const patch = patchSchema.parse(body)
  const { state } = klaviyo
  const find = () => state.profiles.get(who) ?? state.profiles.byEmail(who)
  if (patch.happened === 'confirmed') confirmOptIn(klaviyo, find()?.email ?? who)
  const profile = find()
  if (profile === undefined) return Response.json({ error: `Nobody here is ${who}.` }, { status: 404 })
  const { email, phone_number } = patch.attributes ?? {}
  const { conflict } = identify(state.profiles, { id: profile.id, email, phone_number })
  if (conflict !== undefined)
    return Response.json({ error: 'Somebody else has this address or number.' }, { status: 422 })
  const changed = patched(profile, patch, state.now())
  state.profiles.save(changed)
  const writing = { origin: '', fields: new Map() }
  const additional = new Set(['profile.subscriptions'])
  return Response.json({ data: profileResource(writing, changed, { additional }) })
}

/** Leaving, bouncing and complaining don't move `updated`. */
function patched(profile: Profile, { attributes, happened }: Patch, now: number): Profile {
  const edited = withAttributes(profile, attributes ?? {}, undefined, now)
  return { ...edited, consent: consentAfter(edited.consent, happened, now) }
}

function consentAfter(consent: Consent, happened: Patch['happened'], now: number): Consent {
  switch (happened) {
    case 'unsubscribed':
      return unsubscribed(consent, 'email.marketing', now)
    case 'bounced':
      return suppressed(consent, 'HARD_BOUNCE', now)
    case 'complained':
      return suppressed(consent, 'SPAM_COMPLAINT', now)
    case 'suppressed':
      return suppressed(consent, 'USER_SUPPRESSED', now)
    default:
      return consent
  }
}
