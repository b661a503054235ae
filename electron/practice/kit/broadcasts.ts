import type { Answer } from '../answer.ts'
import { created, invalid, isoSeconds, isoSecondsOrNull, noContent, notFound, ok } from './answers.ts'
import { readBroadcastContent } from './broadcastContent.ts'
import { asciiWords } from './fieldKey.ts'
import type { Input, KitRequest } from './input.ts'
import { choice, flag, pathId } from './input.ts'
import type { Broadcast } from './model.ts'
import { newestFirst } from './pagination.ts'
import { paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import { timeWindow } from './subscriberReads.ts'
import type { KitState } from './state.ts'

export type BroadcastStatus = 'draft' | 'scheduled' | 'sending' | 'completed'

const sendingTakesMs = 60_000

/** Where a broadcast is on its way: decided by when it is due. Sending takes a minute (assumed). */
export function broadcastStatus(broadcast: Broadcast, now: number): BroadcastStatus {
  if (broadcast.sendAt === null) return 'draft'
  if (broadcast.sendAt > now) return 'scheduled'
  return now < broadcast.sendAt + sendingTakesMs ? 'sending' : 'completed'
}

/** GET /v4/broadcasts: `slim` drops the heavy parts. */
export function listBroadcasts({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    filteredBroadcasts(input, state),
    newestFirst((broadcast) => broadcast.id),
    input,
  )
  const slim = flag(input, 'slim')
  return ok({
    broadcasts: rows.map((each) => (slim ? slimAnswer(state, each) : broadcastAnswer(state, each))),
    pagination,
  })
}

/** The broadcasts a list is asked for, by status and by when they were sent. */
export function filteredBroadcasts(input: Input, state: KitState): readonly Broadcast[] {
  const statuses = ['draft', 'scheduled', 'sending', 'completed', 'aborted'] as const
  const status = choice(input, 'status', statuses, undefined)
  const asked = input.sent_after !== undefined || input.sent_before !== undefined
  const sentWithin = timeWindow(input, 'sent')
  const now = state.now()
  return [...state.broadcasts.values()].filter(
    (each) =>
      (status === undefined || broadcastStatus(each, now) === status) &&
      (!asked || (each.sendAt !== null && each.sendAt <= now && sentWithin(each.sendAt))),
  )
}

/** GET /v4/broadcasts/{id} */
export function getBroadcast(request: KitRequest, { state }: KitAccount): Answer {
  return ok({ broadcast: broadcastAnswer(state, broadcastOf(request, state, 'id')) })
}

/** POST /v4/broadcasts: a draft where `send_at` is null or left out. Nothing is required (seen live). */
export function createBroadcast({ input }: KitRequest, { state }: KitAccount): Answer {
  const id = state.newId('broadcast')
  const broadcast: Broadcast = {
    ...emptyContent(state),
    ...readBroadcastContent(input, state),
    id,
    publicationId: id + 1,
    createdAt: state.now(),
  }
  state.broadcasts.set(id, broadcast)
  return created({ broadcast: broadcastAnswer(state, broadcast) })
}

/** PUT /v4/broadcasts/{id}: what is left out stays. Not once it is on its way. */
export function updateBroadcast(request: KitRequest, { state }: KitAccount): Answer {
  const broadcast = unsent(broadcastOf(request, state, 'id'), state)
  const next = { ...broadcast, ...readBroadcastContent(request.input, state) }
  state.broadcasts.set(next.id, next)
  return ok({ broadcast: broadcastAnswer(state, next) })
}

/** DELETE /v4/broadcasts/{id}: not once it is on its way. */
export function deleteBroadcast(request: KitRequest, { state }: KitAccount): Answer {
  state.broadcasts.delete(unsent(broadcastOf(request, state, 'id'), state).id)
  return noContent()
}

/** The broadcast a path names. @throws Refusal 404 */
export function broadcastOf(request: KitRequest, state: KitState, parameter: string): Broadcast {
  const broadcast = state.broadcasts.get(pathId(request, parameter))
  if (broadcast === undefined) throw notFound()
  return broadcast
}

function unsent(broadcast: Broadcast, state: KitState): Broadcast {
  const status = broadcastStatus(broadcast, state.now())
  if (status === 'sending' || status === 'completed') throw invalid('Broadcast is already sending.')
  return broadcast
}

function emptyContent(state: KitState) {
  const templates = [...state.emailTemplates.values()]
  return {
    subject: '',
    previewText: null,
    description: null,
    content: null,
    public: false,
    publishedAt: null,
    sendAt: null,
    thumbnailAlt: null,
    thumbnailUrl: null,
    emailAddress: state.account.emailAddress,
    emailTemplateId: (templates.find((template) => template.isDefault) ?? templates[0])?.id ?? 0,
    subscriberFilter: [{ all: [{ type: 'all_subscribers' }] }],
  }
}

function slimAnswer(state: KitState, broadcast: Broadcast) {
  return {
    id: broadcast.id,
    publication_id: broadcast.publicationId,
    created_at: isoSeconds(broadcast.createdAt),
    subject: broadcast.subject,
    preview_text: broadcast.previewText,
    description: broadcast.description,
    public: broadcast.public,
    published_at: isoSecondsOrNull(broadcast.publishedAt),
    send_at: isoSecondsOrNull(broadcast.sendAt),
    status: broadcastStatus(broadcast, state.now()),
    thumbnail_alt: broadcast.thumbnailAlt,
    thumbnail_url: broadcast.thumbnailUrl,
  }
}

/** A broadcast with everything that is known of it. */
export function broadcastAnswer(state: KitState, broadcast: Broadcast) {
  const template = state.emailTemplates.get(broadcast.emailTemplateId)
  const slug = asciiWords(broadcast.subject).replaceAll('_', '-')
  return {
    ...slimAnswer(state, broadcast),
    content: broadcast.content,
    public_url: broadcast.public ? `https://practice.example/posts/${slug}` : null,
    email_address: broadcast.emailAddress,
    email_template: { id: broadcast.emailTemplateId, name: template?.name ?? '' },
    subscriber_filter: broadcast.subscriberFilter,
  }
}
