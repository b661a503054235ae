import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { tiers } from './buckets.ts'
import { selfLink } from './document.ts'
import { invalidBody } from './errors.ts'
import type { Consent, Profile } from './model.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { profileOf } from './profileReads.ts'
import { removeProfile } from './removeProfile.ts'
import { document, reference } from './shapes.ts'

const merge = document('profile-merge', {
  id: z.string(),
  relationships: z.strictObject({
    profiles: z.strictObject({
      data: z.array(reference('profile')).length(1, 'Exactly one source profile must be given.'),
    }),
  }),
})

export const profileMergeOperation = operation({
  method: 'POST',
  path: '/api/profile-merge',
  tier: tiers.M,
  scopes: ['profiles:write'],
  type: 'profile-merge',
  query: { fields: { profile: [] } },
  body: merge,
  handle: mergeProfiles,
})

/** 202 on the wire, whatever the document says; the source still answers for a while. */
function mergeProfiles(
  { url, writing, body }: KlaviyoRequest<z.infer<typeof merge>>,
  klaviyo: KlaviyoAccount,
): Answer {
  const { state } = klaviyo
  const into = profileOf(state, body.data.id)
  const from = profileOf(state, body.data.relationships.profiles.data[0]?.id)
  if (from.id === into.id)
    throw invalidBody('/data/relationships/profiles/data', 'A profile can not be merged into itself.')
  state.agenda.at(state.now() + state.delays.mergeMs, (at) => moveOver(klaviyo, from.id, into.id, at))
  const links = { self: `${writing.origin}/api/profiles/${into.id}/` }
  const data = { type: 'profile', id: into.id, attributes: {}, links }
  return { status: 202, json: { data, links: { self: selfLink(url) } } }
}

/** The destination keeps what it has and gets what it lacks; lists, events and identifiers come over (assumed). */
function moveOver({ state, tally }: KlaviyoAccount, fromId: string, intoId: string, at: number): void {
  const [from, into] = [state.profiles.get(fromId), state.profiles.get(intoId)]
  if (from === undefined || into === undefined) return
  for (const list of state.lists.values()) {
    const joinedAt = list.members.get(fromId)
    if (joinedAt !== undefined && !list.members.has(intoId)) list.members.set(intoId, joinedAt)
  }
  for (const event of state.events.values())
    if (event.profileId === fromId) state.events.set(event.id, { ...event, profileId: intoId })
  removeProfile(state, fromId)
  state.profiles.save({ ...merged(from, into), updated: at })
  tally.count(intoId, 'changed')
}

function merged(from: Profile, into: Profile): Profile {
  const otherEmails = new Set([...into.otherEmails, ...from.otherEmails])
  if (from.email !== null && into.email !== null) otherEmails.add(from.email)
  return {
    ...into,
    email: into.email ?? from.email,
    phoneNumber: into.phoneNumber ?? from.phoneNumber,
    externalId: into.externalId ?? from.externalId,
    otherEmails: [...otherEmails],
    texts: filled(into.texts, from.texts),
    location: filled(into.location, from.location),
    properties: { ...from.properties, ...into.properties },
    lastEventAt: Math.max(from.lastEventAt ?? 0, into.lastEventAt ?? 0) || null,
    consent: mergedConsent(from.consent, into.consent),
  }
}

function filled<R extends Readonly<Record<string, unknown>>>(into: R, from: R): R {
  const values = Object.keys(into).map((key) => [key, into[key] ?? from[key]] as const)
  return Object.fromEntries(values) as R
}

/** Whoever left stays away: suppressions of both count. */
function mergedConsent(from: Consent, into: Consent): Consent {
  const email = into.email.consent === 'NEVER_SUBSCRIBED' ? from.email : into.email
  const all = [...into.email.suppressions, ...from.email.suppressions]
  const suppressions = all.filter(
    (each, index) => all.findIndex(({ reason }) => reason === each.reason) === index,
  )
  return { channels: into.channels, email: { ...email, suppressions } }
}
