import type { Answer } from '../answer.ts'
import { invalid, ok } from './answers.ts'
import { emailFilter } from './emailAddress.ts'
import type { Input, KitRequest } from './input.ts'
import { choice, flag, optionalTime, pathId, wordList } from './input.ts'
import type { Subscriber } from './model.ts'
import { subscriberStates } from './model.ts'
import type { Ordering } from './pagination.ts'
import { paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import {
  attributionAnswer,
  canceledAt,
  fieldsOf,
  fullSubscriber,
  locationAnswer,
  plainSubscriber,
} from './subscriberAnswer.ts'
import { personOf } from './subscriberWrites.ts'
import type { KitState } from './state.ts'

const includes = ['attribution', 'tags', 'location', 'canceled_at'] as const
type Include = (typeof includes)[number]

/** GET /v4/subscribers/{id}: in any state, and never behind. */
export function getSubscriber(request: KitRequest, { state }: KitAccount): Answer {
  const person = personOf(state, pathId(request, 'id'))
  return ok({
    subscriber: {
      ...fullSubscriber(state, person),
      canceled_at: canceledAt(person),
      location: locationAnswer(person.location),
    },
  })
}

/** GET /v4/subscribers: only `active` people unless `status` says otherwise, and some seconds behind. */
export function listSubscribers({ input }: KitRequest, { state }: KitAccount): Answer {
  const status = readStatus(input)
  const ordering = readOrdering(input, status)
  const wanted = readIncludes(input, status)
  const matches = subscriberFilter(input, status)
  const seenAt = state.seenAt()
  const people = [...state.subscribers.asOf(seenAt)].filter(matches)
  const { rows, pagination } = paginate(people, ordering, input)
  const slim = flag(input, 'slim')
  return ok({
    subscribers: rows.map((person) => ({
      ...(slim ? plainSubscriber(person) : fullSubscriber(state, person)),
      ...included(state, person, wanted, seenAt),
    })),
    pagination,
  })
}

/** The `status` of a list of people. Everywhere the default is `active`. @throws Refusal 422 for another word */
export function readStatus(input: Input): Subscriber['state'] | 'all' {
  return choice(input, 'status', [...subscriberStates, 'all'], 'active')
}

/** The status and creation-date filters that every list of people knows. */
export function statusAndCreation(input: Input): (person: Subscriber) => boolean {
  const status = readStatus(input)
  const createdWithin = timeWindow(input, 'created')
  return (person) => (status === 'all' || person.state === status) && createdWithin(person.createdAt)
}

/** Whether an instant lies between `…_after` and `…_before` (both exclusive, assumed). */
export function timeWindow(input: Input, name: string): (at: number) => boolean {
  const after = optionalTime(input, `${name}_after`) ?? -Infinity
  const before = optionalTime(input, `${name}_before`) ?? Infinity
  return (at) => at > after && at < before
}

function subscriberFilter(input: Input, status: Subscriber['state'] | 'all') {
  const addresses = emailFilter(input)
  const createdWithin = timeWindow(input, 'created')
  const updatedWithin = timeWindow(input, 'updated')
  return (person: Subscriber) =>
    (status === 'all' || person.state === status) &&
    (addresses === undefined || addresses.has(person.emailAddress)) &&
    createdWithin(person.createdAt) &&
    updatedWithin(person.updatedAt)
}

function readOrdering(input: Input, status: string): Ordering<Subscriber> {
  const field = choice(input, 'sort_field', ['id', 'updated_at', 'cancelled_at'], 'id')
  const direction = choice(input, 'sort_order', ['asc', 'desc'], 'desc')
  if (field === 'id') return { place: (person) => [person.id], parts: ['number'], direction }
  if (field === 'cancelled_at' && status !== 'cancelled')
    throw invalid('The status param must be `cancelled` if sort_field is `cancelled_at`')
  const time = (person: Subscriber) => (field === 'updated_at' ? person.updatedAt : (person.canceledAt ?? 0))
  return {
    place: (person) => [new Date(time(person)).toISOString(), person.id],
    parts: ['string', 'number'],
    direction,
  }
}

function readIncludes(input: Input, status: string): ReadonlySet<Include> {
  const wanted = new Set<Include>()
  for (const word of wordList(input, 'include')) {
    const include = includes.find((each) => each === word.trim())
    if (include === undefined) throw invalid(`include must be one of: ${includes.join(', ')}`)
    if (include === 'canceled_at' && status !== 'cancelled')
      throw invalid('The status param must be `cancelled` to include `canceled_at`')
    wanted.add(include)
  }
  return wanted
}

function included(state: KitState, person: Subscriber, wanted: ReadonlySet<Include>, seenAt: number) {
  return {
    ...(wanted.has('attribution') ? { attribution: attributionAnswer(person.attribution) } : {}),
    ...(wanted.has('tags') ? { tags: tagsOf(state, person, seenAt) } : {}),
    ...(wanted.has('location') ? { location: locationAnswer(person.location) } : {}),
    ...(wanted.has('canceled_at') ? { canceled_at: canceledAt(person) } : {}),
  }
}

/** The tags of somebody as a list read sees them: `[{ id, name }]`. */
export function tagsOf(state: KitState, person: Subscriber, seenAt: number): { id: number; name: string }[] {
  return state.memberships.tag.ofPersonAsOf(person.id, seenAt).flatMap(({ audienceId }) => {
    const tag = state.tags.get(audienceId)
    return tag === undefined ? [] : [{ id: tag.id, name: tag.name }]
  })
}

/** Row of a list of people, with or without fields as `slim` asks. */
export function memberRow(
  state: KitState,
  person: Subscriber,
  slim: boolean,
  context: Readonly<Record<string, unknown>>,
) {
  return { ...plainSubscriber(person), ...context, ...(slim ? {} : { fields: fieldsOf(state, person) }) }
}
