import type { Answer } from '../answer.ts'
import { Refusal } from '../answer.ts'
import { failure, isoSecondsOrNull, ok } from './answers.ts'
import type { Input, KitRequest } from './input.ts'
import { optionalTime, pathId } from './input.ts'
import type { EmailEvent } from './model.ts'
import type { KitAccount } from './route.ts'
import { personOf } from './subscriberWrites.ts'
import type { KitState } from './state.ts'

const fiveYearsMs = 5 * 365.25 * 86_400_000

/** GET /v4/subscribers/{subscriber_id}/stats: rates are fractions here. */
export function getSubscriberStats(request: KitRequest, { state }: KitAccount): Answer {
  const person = personOf(state, pathId(request, 'subscriber_id'))
  const after = withinFiveYears(request.input, 'email_sent_after', state.now())
  const before = withinFiveYears(request.input, 'email_sent_before', state.now())
  const stats = engagement(eventsOf(state, person.id), after ?? -Infinity, before ?? Infinity)
  return ok({ subscriber: { id: person.id, stats } })
}

/** What happened to the mails somebody was sent. */
export function eventsOf(state: KitState, subscriberId: number): readonly EmailEvent[] {
  return state.emailEvents.get(subscriberId) ?? []
}

/** The numbers about the mails that were sent in a window (milliseconds since 1970, both ends inclusive). */
export function engagement(all: readonly EmailEvent[], after: number, before: number) {
  const sentAt = new Map(
    all.filter((event) => event.kind === 'sent').map((event) => [event.broadcastId, event.at]),
  )
  const events = all.filter(({ broadcastId }) => {
    const at = sentAt.get(broadcastId)
    return at !== undefined && at >= after && at <= before
  })
  const times = (kind: EmailEvent['kind']) =>
    events.filter((event) => event.kind === kind).map((event) => event.at)
  const last = (kind: EmailEvent['kind']) =>
    times(kind).reduce((latest, at) => Math.max(latest, at), -Infinity)
  const sent = times('sent')
  const rate = (kind: EmailEvent['kind']) => (sent.length === 0 ? 0 : times(kind).length / sent.length)
  const since = (kind: EmailEvent['kind']) => sent.filter((at) => at > last(kind)).length
  return {
    sent: sent.length,
    opened: times('opened').length,
    clicked: times('clicked').length,
    bounced: times('bounced').length,
    open_rate: rate('opened'),
    click_rate: rate('clicked'),
    last_sent: timeOrNull(last('sent')),
    last_opened: timeOrNull(last('opened')),
    last_clicked: timeOrNull(last('clicked')),
    sends_since_last_open: since('opened'),
    sends_since_last_click: since('clicked'),
  }
}

function timeOrNull(at: number): string | null {
  return isoSecondsOrNull(Number.isFinite(at) ? at : null)
}

/** Since 2026-10-15 only the last five years are kept; what lies outside is a 400 (text assumed). */
function withinFiveYears(input: Input, name: string, now: number): number | undefined {
  const at = optionalTime(input, name)
  if (at !== undefined && (at < now - fiveYearsMs || at > now + fiveYearsMs))
    throw new Refusal(failure(400, `${name} must be within the last 5 years`))
  return at
}
