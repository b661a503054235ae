import type { Answer } from '../answer.ts'
import { created, invalid, isoSeconds, notFound, ok } from './answers.ts'
import type { KitEvent } from './events.ts'
import type { Input, KitRequest } from './input.ts'
import { flag, optionalText, pathId } from './input.ts'
import type { Membership, Subscriber } from './model.ts'
import type { Ordering } from './pagination.ts'
import { paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import { foldEmail } from './people.ts'
import { memberRow, statusAndCreation, timeWindow } from './subscriberReads.ts'
import { personOf } from './subscriberWrites.ts'
import type { KitState } from './state.ts'

/** What tags, forms and sequences have in common. */
export interface AudienceKind {
  readonly kind: keyof KitState['memberships']
  /** What a membership's time is called in answers and, without `_at`, in filters. */
  readonly timeName: 'tagged' | 'added'
  /** For the text where neither an id nor an address was given. */
  readonly missingEmail: string
}

/** The person a request is about: from the path, or by `email_address`. They must exist: 404. */
export function personInRequest(request: KitRequest, state: KitState, audience: AudienceKind): Subscriber {
  if (request.params.id !== undefined) return personOf(state, pathId(request, 'id'))
  const emailAddress = optionalText(request.input, 'email_address')
  if (emailAddress === undefined) throw invalid(audience.missingEmail)
  // Something that is no address at all is looked up and not found (assumed; 422 would be as likely).
  const person = state.subscribers.byEmail(foldEmail(emailAddress))
  if (person === undefined) throw notFound()
  return person
}

/** Puts a person into an audience: 201, or 200 with the first membership kept where they were in it already. */
export function join(
  kit: KitAccount,
  audience: AudienceKind,
  audienceId: number,
  person: Subscriber,
  referrer: string | null,
): { readonly membership: Membership; readonly isNew: boolean } {
  const memberships = kit.state.memberships[audience.kind]
  const existing = memberships.get(audienceId, person.id)
  kit.tally.count(person.id, existing === undefined ? `${audience.kind}Adds` : `${audience.kind}Repeats`)
  if (existing !== undefined) return { membership: existing, isNew: false }
  const membership = {
    id: kit.state.newId('membership'),
    audienceId,
    subscriberId: person.id,
    addedAt: kit.state.now(),
    referrer,
  }
  memberships.put(membership)
  kit.state.tell(joinedEvent(audience, audienceId, person))
  return { membership, isNew: true }
}

function joinedEvent({ kind }: AudienceKind, audienceId: number, subscriber: Subscriber): KitEvent {
  if (kind === 'form') return { name: 'form_subscribe', subscriber, form_id: audienceId }
  if (kind === 'sequence') return { name: 'course_subscribe', subscriber, sequence_id: audienceId }
  return { name: 'tag_add', subscriber, tag_id: audienceId }
}

/** The answer to having joined. */
export function joinedAnswer(subscriber: unknown, isNew: boolean): Answer {
  return isNew ? created({ subscriber }) : ok({ subscriber })
}

/** The people in an audience, a page of them; some seconds behind. */
export function listMembers(
  input: Input,
  state: KitState,
  audience: AudienceKind,
  audienceId: number,
  context: (membership: Membership) => Readonly<Record<string, unknown>>,
): Answer {
  const matches = statusAndCreation(input)
  const addedWithin = timeWindow(input, audience.timeName)
  const seenAt = state.seenAt()
  const members = membersAsOf(state, audience, audienceId, seenAt).filter(
    ({ person, membership }) => matches(person) && addedWithin(membership.addedAt),
  )
  const { rows, pagination } = paginate(members, memberOrdering(audience), input)
  const slim = flag(input, 'slim')
  return ok({
    subscribers: rows.map(({ person, membership }) => memberRow(state, person, slim, context(membership))),
    pagination,
  })
}

/** How many active people are in an audience, as counts see it: some seconds behind. */
export function activeMembers(state: KitState, kind: AudienceKind['kind'], audienceId: number): number {
  const seenAt = state.seenAt()
  return [...state.memberships[kind].ofAsOf(audienceId, seenAt)].filter(
    ({ subscriberId }) => state.subscribers.getAsOf(subscriberId, seenAt)?.state === 'active',
  ).length
}

/** `{ tagged_at }` or `{ added_at }`. */
export function membershipTime(
  audience: AudienceKind,
  membership: Membership,
): Readonly<Record<string, string>> {
  return { [`${audience.timeName}_at`]: isoSeconds(membership.addedAt) }
}

interface Member {
  readonly person: Subscriber
  readonly membership: Membership
}

function membersAsOf(
  state: KitState,
  audience: AudienceKind,
  audienceId: number,
  seenAt: number,
): readonly Member[] {
  return [...state.memberships[audience.kind].ofAsOf(audienceId, seenAt)].flatMap((membership) => {
    const person = state.subscribers.getAsOf(membership.subscriberId, seenAt)
    return person === undefined ? [] : [{ person, membership }]
  })
}

/** As decoded from the document's cursors: tags by time and membership, forms and sequences by person. */
function memberOrdering(audience: AudienceKind): Ordering<Member> {
  if (audience.kind !== 'tag')
    return { place: ({ person }) => [person.id], parts: ['number'], direction: 'desc' }
  return {
    place: ({ membership }) => [new Date(membership.addedAt).toISOString(), membership.id],
    parts: ['string', 'number'],
    direction: 'desc',
  }
}
