import { invalid } from './answers.ts'
import type { Meets } from './filterConditions.ts'
import type { Input } from './input.ts'
import { asList, asRecord, choice, idList, optionalInteger, optionalTime } from './input.ts'
import type { EmailEvent } from './model.ts'
import type { KitState } from './state.ts'
import { eventsOf } from './subscriberStats.ts'

type EngagementType = 'opens' | 'clicks' | 'sent' | 'delivered'

const kinds = { opens: 'opened', clicks: 'clicked', sent: 'sent', delivered: 'sent' } as const

/** People by what they did with the mails they were sent: at least once, unless the condition counts. */
export function engagementCondition(
  condition: Input,
  type: EngagementType,
  state: KitState,
  mode: 'raw' | 'unique_email',
): Meets {
  const inRange = countRange(condition)
  const after = optionalTime(condition, 'after') ?? -Infinity
  const before = optionalTime(condition, 'before') ?? Infinity
  const concerns = alternatives(condition, type)
  return (person) => {
    const all = eventsOf(state, person.id)
    const events = all.filter(
      (event) =>
        event.kind === kinds[type] &&
        event.at >= after &&
        event.at < before &&
        concerns(event) &&
        !(type === 'delivered' && bounced(all, event.broadcastId)),
    )
    return inRange(mode === 'raw' ? events.length : new Set(events.map((event) => event.broadcastId)).size)
  }
}

function bounced(events: readonly EmailEvent[], broadcastId: number): boolean {
  return events.some((event) => event.kind === 'bounced' && event.broadcastId === broadcastId)
}

function countRange(condition: Input): (count: number) => boolean {
  const above = optionalInteger(condition, 'count_greater_than')
  const atLeast = optionalInteger(condition, 'count_greater_than_or_equal')
  const below = optionalInteger(condition, 'count_less_than')
  const atMost = optionalInteger(condition, 'count_less_than_or_equal')
  const counts = [above, atLeast, below, atMost].some((bound) => bound !== undefined)
  if (!counts) return (count) => count >= 1
  return (count) =>
    count > (above ?? -Infinity) &&
    count >= (atLeast ?? -Infinity) &&
    count < (below ?? Infinity) &&
    count <= (atMost ?? Infinity)
}

/** Which mails or addresses count; any, where the condition names none. */
function alternatives(condition: Input, type: EngagementType): (event: EmailEvent) => boolean {
  if (condition.any === undefined || condition.any === null) return () => true
  const list = asList(condition.any)?.map((each) => asRecord(each) ?? {})
  if (list === undefined) throw invalid('any must be a list')
  const tests = list.map((alternative) => {
    if (alternative.type === 'broadcasts') return ofBroadcasts(idList(alternative.ids, 'ids'))
    if (alternative.type === 'urls' && type === 'clicks') return ofUrls(alternative)
    throw invalid('any type is invalid')
  })
  return (event) => tests.some((test) => test(event))
}

function ofBroadcasts(ids: readonly number[]) {
  return (event: EmailEvent) => ids.includes(event.broadcastId)
}

/** Ids of addresses are never shown by the API, so here they match nothing. */
function ofUrls(alternative: Input) {
  const urls = (asList(alternative.urls) ?? []).filter((url) => typeof url === 'string')
  const matching = choice(alternative, 'matching', ['exact', 'contains', 'starts_with', 'ends_with'], 'exact')
  const test = {
    exact: (url: string, wanted: string) => url === wanted,
    contains: (url: string, wanted: string) => url.includes(wanted),
    starts_with: (url: string, wanted: string) => url.startsWith(wanted),
    ends_with: (url: string, wanted: string) => url.endsWith(wanted),
  }[matching]
  return ({ url }: EmailEvent) => url !== null && urls.some((wanted) => test(url, wanted))
}
