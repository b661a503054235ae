import { broadcastStatus } from './broadcasts.ts'
import type { Broadcast, EmailEvent, Subscriber } from './model.ts'
import type { Random } from '../random.ts'
import type { KitState } from './state.ts'

const hourMs = 3_600_000
const links = ['https://bakery.example/shop', 'https://bakery.example/recipes/rye'] as const

/** What happened to the broadcasts that went out: everyone there was then got one; some opened, fewer clicked. */
export function seedEmailEvents(state: KitState, random: Random): void {
  const sent = [...state.broadcasts.values()].filter(
    (each) => broadcastStatus(each, state.now()) === 'completed',
  )
  for (const person of state.subscribers.all()) {
    const events = sent.flatMap((broadcast) => eventsOf(person, broadcast, random))
    if (events.length > 0) state.emailEvents.set(person.id, events)
  }
}

function eventsOf(person: Subscriber, broadcast: Broadcast, random: Random): readonly EmailEvent[] {
  const at = broadcast.sendAt
  if (at === null || person.createdAt > at || person.state === 'inactive') return []
  const event = (kind: EmailEvent['kind'], hours: number, url: string | null = null): EmailEvent => ({
    kind,
    broadcastId: broadcast.id,
    at: at + hours * hourMs,
    url,
  })
  if (person.state === 'bounced') return [event('sent', 0), event('bounced', 0)]
  if (!random.chance(0.5)) return [event('sent', 0)]
  const opened = [event('sent', 0), event('opened', random.between(1, 30))]
  return random.chance(0.3)
    ? [...opened, event('clicked', random.between(31, 40), random.pick(links))]
    : opened
}
