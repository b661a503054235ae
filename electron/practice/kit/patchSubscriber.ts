import { z } from 'zod'
import { isEmailAddress } from './emailAddress.ts'
import type { Subscriber } from './model.ts'
import { subscriberStates } from './model.ts'
import { foldEmail } from './people.ts'
import type { KitState } from './state.ts'
import { fullSubscriber } from './subscriberAnswer.ts'
import { withValues } from './subscriberFields.ts'

const patchSchema = z.strictObject({
  state: z.enum(subscriberStates).optional(),
  first_name: z.string().nullable().optional(),
  email_address: z.string().refine(isEmailAddress, 'is no email address').optional(),
  /** By key; null clears. */
  fields: z.record(z.string(), z.string().nullable()).optional(),
})
type Patch = z.infer<typeof patchSchema>

/**
 * Somebody else changes a person: the person, a colleague in Kit's own pages, a bounce. Not part of Kit's API.
 * @param who id or address
 * @throws ZodError for a body that is no such change
 */
export function patchSubscriber(kit: { readonly state: KitState }, who: string, body: unknown): Response {
  const { state } = kit
  const person = state.subscribers.get(Number(who)) ?? state.subscribers.byEmail(who)
  if (person === undefined) return Response.json({ error: `Nobody here is ${who}.` }, { status: 404 })
  const patch = patchSchema.parse(body)
  const refused = whyNot(state, person, patch)
  if (refused !== null) return Response.json({ error: refused }, { status: 422 })
  const changed = patched(state, person, patch)
  state.subscribers.save(changed)
  const event = changed.state === person.state ? undefined : stateEvents[changed.state]
  if (event !== undefined) state.tell({ name: event, subscriber: changed })
  return Response.json({ subscriber: fullSubscriber(state, state.subscribers.get(person.id) ?? person) })
}

const stateEvents = {
  active: 'subscriber_activate',
  inactive: undefined,
  cancelled: 'subscriber_unsubscribe',
  bounced: 'subscriber_bounce',
  complained: 'subscriber_complain',
} as const

function whyNot(state: KitState, person: Subscriber, patch: Patch): string | null {
  const owner = state.subscribers.byEmail(patch.email_address ?? person.emailAddress)
  if (owner !== undefined && owner.id !== person.id) return 'Somebody else has this address.'
  const keys = new Set([...state.customFields.values()].map((field) => field.key))
  const unknown = Object.keys(patch.fields ?? {}).find((key) => !keys.has(key))
  return unknown === undefined ? null : `There is no custom field with the key ${unknown}.`
}

/** Only name, address and fields move `updated_at`: a state that changes alone doesn't (assumed). */
function patched(state: KitState, person: Subscriber, patch: Patch): Subscriber {
  const values = new Map(
    [...state.customFields.values()].flatMap(({ id, key }) => {
      const value = patch.fields?.[key]
      return value === undefined ? [] : [[id, value] as const]
    }),
  )
  const edited = {
    ...withValues(person, values),
    firstName: patch.first_name === undefined ? person.firstName : patch.first_name,
    emailAddress: foldEmail(patch.email_address ?? person.emailAddress),
  }
  const isEdited = patch.first_name !== undefined || patch.email_address !== undefined || values.size > 0
  return {
    ...edited,
    ...stateChange(state, person, patch),
    updatedAt: isEdited ? state.now() : person.updatedAt,
  }
}

function stateChange(
  state: KitState,
  person: Subscriber,
  patch: Patch,
): Pick<Subscriber, 'state' | 'canceledAt'> {
  if (patch.state === undefined || patch.state === person.state)
    return { state: person.state, canceledAt: person.canceledAt }
  return { state: patch.state, canceledAt: patch.state === 'cancelled' ? state.now() : null }
}
