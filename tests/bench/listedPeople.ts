import type { SeenRequest } from './simulatedAccounts.ts'

/** A service that lists so many people and does nothing else, so that a pull of a million is not measured with its memory. */
export interface ListingService {
  readonly fetch: typeof fetch
  readonly requests: SeenRequest[]
}

interface Waiting {
  sleep(ms: number): Promise<void>
  monotonic(): number
}

/** How long an answer takes on its way, there and back. */
export const answerMs = 250

/** @param changed how many are listed where only those who changed are asked for */
export function kitListing(clock: Waiting, people: number, changed = 0): ListingService {
  return listing(clock, (url) => {
    if (url.pathname === '/v4/custom_fields')
      return { custom_fields: [{ id: 7, key: 'city', label: 'City' }], pagination: { has_next_page: false } }
    const total = narrowed(url, ['updated_after', 'created_after']) ? changed : people
    const [first, size] = [
      Number(url.searchParams.get('after') ?? 0),
      Number(url.searchParams.get('per_page')),
    ]
    const end = Math.min(first + size, total)
    const isNewestFirst = url.searchParams.get('sort_order') === 'desc'
    return {
      subscribers: range(first, end, (place) => (isNewestFirst ? total - 1 - place : place)).map((n) => ({
        id: 4_000_000_000 + n,
        first_name: `Person ${n}`,
        email_address: `person.${n}@example.org`,
        state: n % 50 === 0 ? 'cancelled' : 'active',
        created_at: '2025-03-01T10:00:00Z',
        fields: { city: 'Oslo' },
        tags: [],
      })),
      pagination: { has_next_page: end < total, end_cursor: String(end), total_count: total },
    }
  })
}

/** Everyone in the order of when they were created, which can be narrowed down by that. */
export function klaviyoListing(clock: Waiting, people: number, changed = 0): ListingService {
  return listing(clock, (url) => {
    const filter = url.searchParams.get('filter') ?? ''
    const isChange = /updated|suppression/.test(filter)
    const seconds = (limit: string) => {
      const time = new RegExp(`${limit}\\(created,([^)]+)\\)`).exec(filter)?.[1]
      return time === undefined ? null : Date.parse(time) / 1000
    }
    const [after, before] = [seconds('greater-than'), seconds('less-than')]
    const begin = after === null ? 0 : firstCreated(people, (at) => at > after)
    const total = isChange ? changed : before === null ? people : firstCreated(people, (at) => at >= before)
    const [first, size] = [
      Number(url.searchParams.get('page[cursor]') ?? begin),
      Number(url.searchParams.get('page[size]')),
    ]
    const end = Math.min(first + size, total)
    return {
      data: range(first, end, (n) => {
        const created = new Date(createdAt(n, people) * 1000).toISOString().replace('.000Z', '+00:00')
        return {
          type: 'profile',
          id: `01J${n.toString(36).toUpperCase().padStart(23, '0')}`,
          attributes: {
            email: `person.${n}@example.org`,
            first_name: `Person ${n}`,
            location: { city: 'Oslo' },
            properties: { Orders: n % 17 },
            created,
            updated: created,
            subscriptions: {
              email: { marketing: { can_receive_email_marketing: true, consent: 'SUBSCRIBED' } },
            },
          },
        }
      }),
      links: { next: end < total ? `https://a.klaviyo.com/api/profiles?page%5Bcursor%5D=${end}` : null },
    }
  })
}

/** Five years in ten parts: in each the first two fifths of its people are imported within ten minutes, the others come one by one. */
function createdAt(n: number, people: number): number {
  const perPart = Math.max(1, people / 10)
  const part = Math.min(9, Math.floor(n / perPart))
  const share = n / perPart - part
  const within = share < 0.4 ? (share / 0.4) * 600 : 600 + ((share - 0.4) / 0.6) * (partSeconds - 600)
  return Math.floor(firstSecond + part * partSeconds + within)
}

const firstSecond = Date.parse('2021-11-20T00:00:00Z') / 1000
const partSeconds = (5 * 365 * 86_400) / 10

/** The first of so many people of whose second that is true, found by halving. */
function firstCreated(people: number, isSo: (second: number) => boolean): number {
  let [low, high] = [0, people]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSo(createdAt(middle, people))) high = middle
    else low = middle + 1
  }
  return low
}

function listing(clock: Waiting, answer: (url: URL) => unknown): ListingService {
  const requests: SeenRequest[] = []
  return {
    requests,
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input)
      await clock.sleep(answerMs / 2)
      requests.push({
        method: init?.method ?? 'GET',
        path: url.pathname,
        status: 200,
        bodyLength: 0,
        at: clock.monotonic(),
      })
      await clock.sleep(answerMs / 2)
      return Response.json(answer(url))
    },
  }
}

function narrowed(url: URL, names: readonly string[]): boolean {
  return names.some((name) => url.searchParams.has(name))
}

function range<T>(first: number, end: number, make: (n: number) => T): T[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => make(first + i))
}
