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
    return {
      subscribers: range(first, end, (n) => ({
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

export function klaviyoListing(clock: Waiting, people: number, changed = 0): ListingService {
  return listing(clock, (url) => {
    const total = url.searchParams.has('filter') ? changed : people
    const [first, size] = [
      Number(url.searchParams.get('page[cursor]') ?? 0),
      Number(url.searchParams.get('page[size]')),
    ]
    const end = Math.min(first + size, total)
    return {
      data: range(first, end, (n) => ({
        type: 'profile',
        id: `01J${n.toString(36).toUpperCase().padStart(23, '0')}`,
        attributes: {
          email: `person.${n}@example.org`,
          first_name: `Person ${n}`,
          location: { city: 'Oslo' },
          properties: { Orders: n % 17 },
          created: '2025-03-01T10:00:00+00:00',
          updated: '2025-03-01T10:00:00+00:00',
          subscriptions: {
            email: { marketing: { can_receive_email_marketing: true, consent: 'SUBSCRIBED' } },
          },
        },
      })),
      links: { next: end < total ? `https://a.klaviyo.com/api/profiles?page%5Bcursor%5D=${end}` : null },
    }
  })
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
