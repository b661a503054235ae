import type { Answer } from '../answer.ts'
import { isoSecondsOrNull, ok } from './answers.ts'
import { broadcastOf, broadcastStatus, filteredBroadcasts } from './broadcasts.ts'
import type { KitRequest } from './input.ts'
import type { Broadcast, EmailEvent } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import type { KitState } from './state.ts'

/** GET /v4/broadcasts/stats */
export function listBroadcastStats({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    filteredBroadcasts(input, state),
    newestFirst((broadcast) => broadcast.id),
    input,
  )
  return ok({
    broadcasts: rows.map((broadcast) => ({
      id: broadcast.id,
      subject: broadcast.subject,
      send_at: isoSecondsOrNull(broadcast.sendAt),
      stats: statsOf(state, broadcast),
    })),
    pagination,
  })
}

/** GET /v4/broadcasts/{broadcast_id}/stats */
export function getBroadcastStats(request: KitRequest, { state }: KitAccount): Answer {
  const broadcast = broadcastOf(request, state, 'broadcast_id')
  return ok({ broadcast: { id: broadcast.id, stats: statsOf(state, broadcast) } })
}

/** GET /v4/broadcasts/{broadcast_id}/clicks: one row per address. */
export function listBroadcastClicks(request: KitRequest, { state }: KitAccount): Answer {
  const broadcast = broadcastOf(request, state, 'broadcast_id')
  const events = eventsOf(state, broadcast.id)
  const opens = count(events, 'opened')
  const delivered = count(events, 'sent') - count(events, 'bounced')
  const urls = [...new Set(events.flatMap((event) => event.url ?? []))].sort()
  const { rows, pagination } = paginate(
    urls.map((url, index) => ({ url, index })),
    { place: ({ index }) => [index], parts: ['number'], direction: 'asc' },
    request.input,
  )
  const clicks = rows.map(({ url }) => {
    const clicked = events.filter((event) => event.url === url).length
    const rate = (of: number) => (of === 0 ? 0 : clicked / of)
    return {
      url,
      unique_clicks: clicked,
      click_to_delivery_rate: rate(delivered),
      click_to_open_rate: rate(opens),
    }
  })
  return ok({ broadcast: { id: broadcast.id, clicks }, pagination })
}

function statsOf(state: KitState, broadcast: Broadcast) {
  const events = eventsOf(state, broadcast.id)
  const recipients = count(events, 'sent')
  const percent = (part: number) => (recipients === 0 ? 0 : Math.round((10_000 * part) / recipients) / 100)
  const status = broadcastStatus(broadcast, state.now())
  return {
    recipients,
    open_rate: percent(count(events, 'opened')),
    emails_opened: count(events, 'opened'),
    click_rate: percent(count(events, 'clicked')),
    unsubscribe_rate: 0,
    unsubscribes: 0,
    total_clicks: count(events, 'clicked'),
    show_total_clicks: recipients > 0,
    status,
    progress: status === 'completed' ? 100 : 0,
    open_tracking_disabled: false,
    click_tracking_disabled: false,
  }
}

function eventsOf(state: KitState, broadcastId: number): readonly EmailEvent[] {
  return [...state.emailEvents.values()].flatMap((events) =>
    events.filter((event) => event.broadcastId === broadcastId),
  )
}

function count(events: readonly EmailEvent[], kind: EmailEvent['kind']): number {
  return events.filter((event) => event.kind === kind).length
}
