import type { Answer } from '../answer.ts'
import { invalid, isoSeconds, ok } from './answers.ts'
import { conditionOf } from './filterConditions.ts'
import type { Input, KitRequest } from './input.ts'
import { asList, asRecord, choice, optionalTime } from './input.ts'
import type { Subscriber } from './model.ts'
import type { Ordering, Place } from './pagination.ts'
import { paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import { attributionAnswer, canceledAt, fieldsOf, locationAnswer } from './subscriberAnswer.ts'
import { tagsOf } from './subscriberReads.ts'
import { engagement, eventsOf } from './subscriberStats.ts'
import type { KitState } from './state.ts'

/**
 * POST /v4/subscribers/filter: people of every state who meet all conditions; an empty body means everyone. Ids are
 * text here and there is no state, unlike in every other list. Paging travels in the body or the query.
 */
export function filterSubscribers({ input }: KitRequest, { state }: KitAccount): Answer {
  const conditions = readConditions(input, state)
  const seenAt = state.seenAt()
  const people = [...state.subscribers.asOf(seenAt)].filter((person) =>
    conditions.every((meets) => meets(person)),
  )
  const { rows, pagination } = paginate(people, readOrdering(input, state), input)
  const extras = readIncludes(input, state, seenAt)
  const subscribers = rows.map((person) => {
    const tags = tagsOf(state, person, seenAt)
    return {
      id: String(person.id),
      first_name: person.firstName,
      email_address: person.emailAddress,
      created_at: isoSeconds(person.createdAt),
      tag_names: tags.map((tag) => tag.name),
      tag_ids: tags.map((tag) => String(tag.id)),
      ...Object.fromEntries(extras.flatMap((extra) => Object.entries(extra(person)))),
    }
  })
  return ok({ subscribers, pagination })
}

function readConditions(input: Input, state: KitState) {
  if (input.all === undefined || input.all === null) return []
  const all = asList(input.all)?.map(asRecord)
  if (all === undefined) throw invalid('all must be a list of conditions')
  const mode = choice(input, 'counting_mode', ['raw', 'unique_email'], 'raw')
  return all.map((condition) => conditionOf(condition ?? {}, state, mode))
}

const sortFields = [
  'id',
  'first_name',
  'email_address',
  'created_at',
  'engagement__sent',
  'engagement__opens',
  'engagement__clicks',
  'engagement__open_rate',
  'engagement__click_rate',
  'location__distance',
] as const
type SortField = (typeof sortFields)[number]

function readOrdering(input: Input, state: KitState): Ordering<Subscriber> {
  const field = choice(input, 'sort_field', sortFields, 'created_at')
  const direction = choice(
    input,
    'sort_order',
    ['asc', 'desc'],
    field === 'location__distance' ? 'asc' : 'desc',
  )
  if (field === 'id') return { place: (person) => [person.id], parts: ['number'], direction }
  const center = field === 'location__distance' ? readCenter(input) : undefined
  const value = (person: Subscriber) => sortValue(field, person, state, center)
  const isText = field === 'first_name' || field === 'email_address' || field === 'created_at'
  return {
    place: (person): Place => [value(person), person.id],
    parts: [isText ? 'string' : 'number', 'number'],
    direction,
  }
}

type Center = readonly [latitude: number, longitude: number]

function sortValue(field: Exclude<SortField, 'id'>, person: Subscriber, state: KitState, center?: Center) {
  const stats = engagement(eventsOf(state, person.id), -Infinity, Infinity)
  const values: Readonly<Record<typeof field, number | string>> = {
    first_name: person.firstName ?? '',
    email_address: person.emailAddress,
    created_at: new Date(person.createdAt).toISOString(),
    engagement__sent: stats.sent,
    engagement__opens: stats.opened,
    engagement__clicks: stats.clicked,
    engagement__open_rate: stats.open_rate,
    engagement__click_rate: stats.click_rate,
    location__distance: distance(person, center),
  }
  return values[field]
}

/** Degrees, good enough to order by; people without a place come last. */
function distance(person: Subscriber, center: Center | undefined): number {
  const { latitude, longitude } = person.location ?? { latitude: null, longitude: null }
  if (center === undefined || latitude === null || longitude === null) return Number.MAX_VALUE
  return Math.hypot(latitude - center[0], (longitude - center[1]) * Math.cos((center[0] * Math.PI) / 180))
}

function readCenter(input: Input): Center {
  const condition = (asList(input.all) ?? []).map(asRecord).find((each) => each?.type === 'location')
  const { latitude, longitude } = condition ?? {}
  if (typeof latitude !== 'number' || typeof longitude !== 'number')
    throw invalid('sort_field location__distance needs a location condition')
  return [latitude, longitude]
}

type Extra = (person: Subscriber) => Readonly<Record<string, unknown>>

function readIncludes(input: Input, state: KitState, seenAt: number): readonly Extra[] {
  if (input.include === undefined || input.include === null) return []
  const wanted = asList(input.include)?.map(asRecord)
  if (wanted === undefined) throw invalid('include must be a list')
  return wanted.map((include) => extraOf(include ?? {}, state, seenAt))
}

function extraOf(include: Input, state: KitState, seenAt: number): Extra {
  switch (include.type) {
    case 'attribution':
      return (person) => ({ attribution: attributionAnswer(person.attribution) })
    case 'tags':
      return (person) => ({ tags: tagsOf(state, person, seenAt) })
    case 'location':
      return (person) => ({ location: locationAnswer(person.location) })
    case 'canceled_at':
      return (person) => ({ canceled_at: canceledAt(person) })
    case 'custom_fields':
      return (person) => ({ fields: fieldsOf(state, person) })
    case 'stats':
      return statsExtra(include, state)
    default:
      throw invalid('include type is invalid')
  }
}

/** Engagement in a range of days; the last 90 where none is given. */
function statsExtra(include: Input, state: KitState): Extra {
  const range = asRecord(include.range) ?? {}
  const start = optionalTime(range, 'start') ?? state.now() - 90 * 86_400_000
  const end = optionalTime(range, 'end') ?? state.now()
  return (person) => ({ stats: engagement(eventsOf(state, person.id), start, end) })
}
