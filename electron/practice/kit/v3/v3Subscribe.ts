import type { Answer } from '../../answer.ts'
import { isoSeconds, ok } from '../answers.ts'
import type { AudienceKind } from '../audiences.ts'
import { join } from '../audiences.ts'
import { requiredEmail } from '../emailAddress.ts'
import { addPersonToForm, adding as addingToForm, openForm } from '../forms.ts'
import type { Input, KitRequest } from '../input.ts'
import { asList, choice, nullableText, pathId } from '../input.ts'
import type { Membership, Subscriber } from '../model.ts'
import type { KitAccount } from '../route.ts'
import { adding as addingToSequence, openSequence } from '../sequences.ts'
import type { KitState } from '../state.ts'
import { fullSubscriber } from '../subscriberAnswer.ts'
import { readFieldWrite } from '../subscriberFields.ts'
import { upsertPerson } from '../subscriberWrites.ts'
import { tagging } from '../tags.ts'
import { entityNotFound, nothingCalled } from './v3Answers.ts'
import { v3Page } from './v3Pages.ts'
import { Refusal } from '../../answer.ts'

/** What v3 calls a subscribable: `course` is a sequence. */
type Subscribable = 'form' | 'course' | 'tag'

const kinds: Readonly<Record<Subscribable, AudienceKind['kind']>> = {
  form: 'form',
  course: 'sequence',
  tag: 'tag',
}

/** POST /v3/{forms,sequences,courses,tags}/{id}/subscribe: brings the person in where they are new. */
export function v3Subscribe(type: Subscribable) {
  return (request: KitRequest, kit: KitAccount): Answer => {
    const { input } = request
    const id = subscribableId(type, pathId(request, 'id'), kit.state)
    const person = upsertPerson(kit, {
      emailAddress: requiredEmail({ email_address: input.email }),
      state: type === 'form' && waitsForConfirmation(id, kit.state) ? 'inactive' : 'active',
      firstName: nullableText(input, 'first_name') ?? nullableText(input, 'name'),
      fields: readFieldWrite(kit.state, input),
    })
    const joined = add(kit, type, id, person)
    addMore(kit, input, person)
    return ok({
      subscription: {
        ...subscriptionAnswer(type, joined.membership, joined.isNew ? 'inactive' : 'active'),
        subscriber: { id: person.id },
      },
    })
  }
}

/** GET /v3/{forms,sequences,courses,tags}/{id}/subscriptions: behind like every list of people. */
export function v3Subscriptions(type: Subscribable) {
  return (request: KitRequest, { state }: KitAccount): Answer => {
    const id = subscribableId(type, pathId(request, 'id'), state)
    const wanted = choice(request.input, 'subscriber_state', ['active', 'cancelled'], undefined)
    const seenAt = state.seenAt()
    const members = [...state.memberships[kinds[type]].ofAsOf(id, seenAt)].flatMap((membership) => {
      const person = state.subscribers.getAsOf(membership.subscriberId, seenAt)
      const fits = person !== undefined && (wanted === undefined || person.state === wanted)
      return fits ? [{ membership, person }] : []
    })
    const { rows, total, page, totalPages } = v3Page(
      members,
      ({ membership }) => membership.id,
      request.input,
    )
    return ok({
      total_subscriptions: total,
      page,
      total_pages: totalPages,
      subscriptions: rows.map(({ membership, person }) => ({
        ...subscriptionAnswer(type, membership, person.state === 'active' ? 'active' : 'inactive'),
        subscriber: fullSubscriber(state, person),
      })),
    })
  }
}

function subscribableId(type: Subscribable, id: number, state: KitState): number {
  if (type === 'form' && openForm(state, id) === undefined) throw new Refusal(entityNotFound)
  if (type === 'course' && openSequence(state, id) === undefined) throw nothingCalled('Course')
  if (type === 'tag' && !state.tags.has(id)) throw nothingCalled('Tag')
  return id
}

function waitsForConfirmation(formId: number, state: KitState): boolean {
  return openForm(state, formId)?.doubleOptIn ?? false
}

function add(kit: KitAccount, type: Subscribable, id: number, person: Subscriber) {
  const form = type === 'form' ? openForm(kit.state, id) : undefined
  if (form !== undefined) return addPersonToForm(kit, form, person, null)
  return join(kit, { form: addingToForm, course: addingToSequence, tag: tagging }[type], id, person, null)
}

/** `tags`, `courses` and `forms`: lists or texts with commas. Ids nobody knows are passed over (assumed). */
function addMore(kit: KitAccount, input: Input, person: Subscriber): void {
  const { state } = kit
  for (const id of ids(input.tags)) if (state.tags.has(id)) add(kit, 'tag', id, person)
  for (const id of ids(input.courses))
    if (openSequence(state, id) !== undefined) add(kit, 'course', id, person)
  for (const id of ids(input.forms)) if (openForm(state, id) !== undefined) add(kit, 'form', id, person)
}

function ids(value: unknown): readonly number[] {
  const words = asList(value) ?? (typeof value === 'string' ? value.split(',') : [value])
  return words.map(Number).filter((id) => Number.isSafeInteger(id) && id > 0)
}

function subscriptionAnswer(type: Subscribable, membership: Membership, state: 'active' | 'inactive') {
  return {
    id: membership.id,
    state,
    created_at: isoSeconds(membership.addedAt),
    source: null,
    referrer: membership.referrer,
    subscribable_id: membership.audienceId,
    subscribable_type: type,
  }
}
