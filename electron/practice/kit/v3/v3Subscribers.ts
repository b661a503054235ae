import type { Answer } from '../../answer.ts'
import { Refusal } from '../../answer.ts'
import { isoSeconds, ok } from '../answers.ts'
import { emailFilter, requiredEmail } from '../emailAddress.ts'
import type { Input, KitRequest } from '../input.ts'
import { asRecord, choice, optionalTime, pathId } from '../input.ts'
import type { Subscriber, Tag } from '../model.ts'
import type { KitAccount } from '../route.ts'
import type { KitState } from '../state.ts'
import { fullSubscriber } from '../subscriberAnswer.ts'
import { leave, personOf, updateSubscriber } from '../subscriberWrites.ts'
import { untag } from '../tags.ts'
import { entityNotFound, nothingCalled, v3Failure } from './v3Answers.ts'
import { v3Page } from './v3Pages.ts'

const dayMs = 86_400_000
/** The old documentation's limit for one write. */
const maxFields = 125

/** GET /v3/subscribers: active people; only those who left where it is sorted by `cancelled_at`. */
export function v3ListSubscribers({ input }: KitRequest, { state }: KitAccount): Answer {
  const byLeaving = choice(input, 'sort_field', ['cancelled_at'], undefined) !== undefined
  const addresses = emailFilter(input)
  const createdOn = days(input, 'from', 'to')
  const updatedOn = days(input, 'updated_from', 'updated_to')
  const people = [...state.subscribers.asOf(state.seenAt())].filter(
    (person) =>
      person.state === (byLeaving ? 'cancelled' : 'active') &&
      (addresses === undefined || addresses.has(person.emailAddress)) &&
      createdOn(person.createdAt) &&
      updatedOn(person.updatedAt),
  )
  const place = (person: Subscriber) => (byLeaving ? (person.canceledAt ?? 0) : person.id)
  const { rows, total, page, totalPages } = v3Page(people, place, input)
  return ok({
    total_subscribers: total,
    page,
    total_pages: totalPages,
    subscribers: rows.map((person) => fullSubscriber(state, person)),
  })
}

/** GET /v3/subscribers/{id}: in any state. */
export function v3GetSubscriber(request: KitRequest, { state }: KitAccount): Answer {
  return ok({ subscriber: fullSubscriber(state, personOf(state, pathId(request, 'id'))) })
}

/** PUT /v3/subscribers/{id}: 202 for more than ten fields, 400 for more than 125. Unknown fields are passed over. */
export function v3UpdateSubscriber(request: KitRequest, kit: KitAccount): Answer {
  if (Object.keys(asRecord(request.input.fields) ?? {}).length > maxFields)
    throw new Refusal(
      v3Failure(400, 'Bad Request', `A maximum of ${maxFields} custom fields can be updated at a time`),
    )
  const { status } = updateSubscriber(request, kit)
  const person = personOf(kit.state, pathId(request, 'id'))
  return { status, json: { subscriber: fullSubscriber(kit.state, person) } }
}

/** PUT /v3/unsubscribe: by address. */
export function v3Unsubscribe({ input }: KitRequest, kit: KitAccount): Answer {
  const person = personByEmail(kit.state, input)
  leave(kit.state, person)
  kit.tally.count(person.id, 'unsubscribed')
  return ok({ subscriber: fullSubscriber(kit.state, personOf(kit.state, person.id)) })
}

/** GET /v3/subscribers/{id}/tags */
export function v3SubscriberTags(request: KitRequest, { state }: KitAccount): Answer {
  const person = personOf(state, pathId(request, 'id'))
  const tags = state.memberships.tag.ofPerson(person.id).flatMap(({ audienceId, addedAt }) => {
    const tag = state.tags.get(audienceId)
    return tag === undefined ? [] : [{ id: tag.id, name: tag.name, created_at: isoSeconds(addedAt) }]
  })
  return ok({ tags })
}

/** DELETE /v3/subscribers/{subscriber_id}/tags/{tag_id}: 200 with the tag; 404 where they don't have it (assumed). */
export function v3RemoveTag(request: KitRequest, kit: KitAccount): Answer {
  const person = personOf(kit.state, pathId(request, 'subscriber_id'))
  return removeTag(kit, kit.state.tags.get(pathId(request, 'tag_id')), person)
}

/** POST /v3/tags/{id}/unsubscribe: the same, by address. */
export function v3RemoveTagByEmail(request: KitRequest, kit: KitAccount): Answer {
  const tag = kit.state.tags.get(pathId(request, 'id'))
  if (tag === undefined) throw new Refusal(entityNotFound)
  return removeTag(kit, tag, personByEmail(kit.state, request.input))
}

function removeTag(kit: KitAccount, tag: Tag | undefined, person: Subscriber): Answer {
  if (tag === undefined) throw nothingCalled('Tag')
  if (!untag(kit, tag, person)) throw new Refusal(entityNotFound)
  return ok({ id: tag.id, name: tag.name, created_at: isoSeconds(tag.createdAt) })
}

function personByEmail(state: KitState, input: Input): Subscriber {
  const person = state.subscribers.byEmail(requiredEmail({ email_address: input.email }))
  if (person === undefined) throw new Refusal(entityNotFound)
  return person
}

/** Days count whole, at both ends. */
function days(input: Input, first: string, last: string): (at: number) => boolean {
  const from = optionalTime(input, first) ?? -Infinity
  const to = (optionalTime(input, last) ?? Infinity) + dayMs
  return (at) => at >= from && at < to
}
