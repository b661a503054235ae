import { describe, expect, it } from 'vitest'
import type { Subscriber } from '../../../electron/practice/kit/model.ts'
import type { TestPractice } from '../harness.ts'
import { idOf, pageOf, personIn, startTestPractice } from '../harness.ts'

interface Row extends Readonly<Record<string, unknown>> {
  readonly id: string
  readonly email_address: string
}

async function rowsOf({ call }: TestPractice, body: unknown, query = ''): Promise<readonly Row[]> {
  const answer = await call('POST', `/v4/subscribers/filter${query}`, body)
  expect([answer.status, answer.text]).toEqual([200, answer.text])
  return (answer.json as { subscribers: readonly Row[] }).subscribers
}

/** The ids of everybody in the account who meets a test, as the filter writes them. */
function idsWhere({ kit }: TestPractice, test: (person: Subscriber) => boolean): readonly string[] {
  return [...kit.state.subscribers.all()]
    .filter(test)
    .map(({ id }) => String(id))
    .sort()
}

async function idsFound(practice: TestPractice, ...all: readonly object[]): Promise<readonly string[]> {
  return (await rowsOf(practice, { all, per_page: 1000 })).map(({ id }) => id).sort()
}

describe('filtering people', () => {
  it('finds everybody, of every state, for an empty body', async () => {
    const practice = await startTestPractice()
    expect(await rowsOf(practice, {})).toHaveLength(300)
    expect(await rowsOf(practice, undefined)).toHaveLength(300)
  })

  it('writes ids as text, tags beside them, and no state', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const row = (await rowsOf(practice, {})).find((each) => each.email_address === 'ada.okafor@example.com')
    expect(row).toEqual({
      id: String(id),
      first_name: 'Ada',
      email_address: 'ada.okafor@example.com',
      created_at: expect.stringMatching(/Z$/) as unknown,
      tag_names: ['Newsletter', 'Customer', 'VIP'],
      tag_ids: ['Newsletter', 'Customer', 'VIP'].map((name) => String(idOf(practice.kit.state.tags, name))),
    })
  })

  it('pages by parameters in the body or in the query', async () => {
    const practice = await startTestPractice()
    const first = await practice.call('POST', '/v4/subscribers/filter', {
      per_page: 100,
      include_total_count: true,
    })
    expect(pageOf(first)).toMatchObject({ per_page: 100, total_count: 300, has_next_page: true })
    const after = pageOf(first).end_cursor ?? ''
    const second = await rowsOf(practice, { per_page: 200, after })
    const same = await rowsOf(practice, {}, `?per_page=200&after=${encodeURIComponent(after)}`)
    expect(second).toEqual(same)
    expect(second).toHaveLength(200)
  })

  it('finds people by state', async () => {
    const practice = await startTestPractice()
    expect(await idsFound(practice, { type: 'subscriber_state', states: ['bounced', 'complained'] })).toEqual(
      idsWhere(practice, ({ state }) => state === 'bounced' || state === 'complained'),
    )
  })

  it('finds people by when they came', async () => {
    const practice = await startTestPractice()
    const at = Date.parse('2026-01-01')
    expect(await idsFound(practice, { type: 'subscribed', after: '2026-01-01' })).toEqual(
      idsWhere(practice, ({ createdAt }) => createdAt >= at),
    )
  })

  it('finds people who have any of some tags, and who meet every condition', async () => {
    const practice = await startTestPractice()
    const { tags, memberships } = practice.kit.state
    const vip = idOf(tags, 'VIP')
    const has = (person: Subscriber) => memberships.tag.get(vip, person.id) !== undefined
    const tagged = { type: 'tags', any: [{ type: 'ids', matching: [vip] }] }
    expect(await idsFound(practice, tagged)).toEqual(idsWhere(practice, has))
    expect(await idsFound(practice, tagged, { type: 'subscriber_state', states: ['active'] })).toEqual(
      idsWhere(practice, (person) => has(person) && person.state === 'active'),
    )
  })

  it.each([
    ['is', 'Lagos', (value: string) => value === 'Lagos'],
    ['contains', 'BERL', (value: string) => value.toLowerCase().includes('berl')],
    ['contains', '', (value: string) => value !== ''],
    ['has_value', 'ignored', (value: string) => value !== ''],
  ])('finds people whose city %s "%s"', async (comparison, value, test) => {
    const practice = await startTestPractice()
    const id = [...practice.kit.state.customFields.values()].find(({ key }) => key === 'city')?.id ?? 0
    const condition = { type: 'custom_field', subscriber_custom_field_id: id, comparison, value }
    expect(await idsFound(practice, condition)).toEqual(
      idsWhere(practice, ({ values }) => test(values.get(id) ?? '')),
    )
  })

  it('compares numbers as numbers, and never matches what is none', async () => {
    const practice = await startTestPractice()
    const id = [...practice.kit.state.customFields.values()].find(({ key }) => key === 'lead_score')?.id ?? 0
    const ada = personIn(practice, 'ada.okafor@example.com')
    practice.kit.state.subscribers.load({ ...ada, values: new Map([[id, 'high']]) })
    const condition = {
      type: 'custom_field',
      subscriber_custom_field_id: id,
      comparison: 'less_than',
      value: '9',
    }
    expect(await idsFound(practice, condition)).toEqual(
      idsWhere(practice, ({ values }) => Number(values.get(id) ?? 'none') < 9),
    )
  })

  it('finds people by the form they first came through', async () => {
    const practice = await startTestPractice()
    const form = idOf(practice.kit.state.forms, 'Free guide')
    const condition = { type: 'attribution', any: [{ type: 'forms', ids: [form] }] }
    const found = await idsFound(practice, condition)
    expect(found).toEqual(idsWhere(practice, ({ attribution }) => attribution.sourceId === form))
    expect(found.length).toBeGreaterThan(0)
  })

  it('finds people near a place', async () => {
    const practice = await startTestPractice()
    const condition = { type: 'location', latitude: 52.4, longitude: 13.2, radius: 30 }
    const found = await idsFound(practice, condition)
    expect(found).toEqual(idsWhere(practice, ({ location }) => location?.city === 'Berlin'))
    expect(found.length).toBeGreaterThan(0)
  })

  it('finds people by what they did with mails', async () => {
    const practice = await startTestPractice()
    const events = (id: number, kind: string) =>
      (practice.kit.state.emailEvents.get(id) ?? []).filter((event) => event.kind === kind)
    expect(await idsFound(practice, { type: 'opens', count_greater_than: 1 })).toEqual(
      idsWhere(practice, ({ id }) => events(id, 'opened').length > 1),
    )
    const shop = { type: 'urls', urls: ['/shop'], matching: 'ends_with' }
    expect(await idsFound(practice, { type: 'clicks', any: [shop] })).toEqual(
      idsWhere(practice, ({ id }) => events(id, 'clicked').some((event) => event.url?.endsWith('/shop'))),
    )
    expect(await idsFound(practice, { type: 'delivered' })).toEqual(
      idsWhere(practice, ({ id }) => events(id, 'sent').length > events(id, 'bounced').length),
    )
  })

  it('adds what is asked for', async () => {
    const practice = await startTestPractice()
    const types = ['attribution', 'tags', 'location', 'canceled_at', 'stats', 'custom_fields']
    const [row] = await rowsOf(practice, { per_page: 1, include: types.map((type) => ({ type })) })
    expect(Object.keys(row ?? {}).slice(6)).toEqual([
      'attribution',
      'tags',
      'location',
      'canceled_at',
      'stats',
      'fields',
    ])
  })

  it('sorts by name, engagement and distance', async () => {
    const practice = await startTestPractice()
    const byName = await rowsOf(practice, { sort_field: 'email_address', sort_order: 'asc' })
    const addresses = byName.map((row) => row.email_address)
    expect(addresses).toEqual([...addresses].sort())
    const all = [{ type: 'location', latitude: 52.52, longitude: 13.41, radius: 9000 }]
    const [nearest] = await rowsOf(practice, {
      all,
      sort_field: 'location__distance',
      include: [{ type: 'location' }],
    })
    expect(nearest).toMatchObject({ location: { city: 'Berlin' } })
  })

  it('breaks with 500 and no body on a condition of a type that does not exist, as the live service does', async () => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/subscribers/filter', { all: [{ type: 'nonsense' }] })
    expect([answer.status, answer.text]).toEqual([500, ''])
  })

  it.each([
    { all: 'everyone' },
    { all: [{ type: 'subscriber_state' }] },
    { all: [{ type: 'subscriber_state', states: ['gone'] }] },
    { all: [{ type: 'tags' }] },
    { all: [{ type: 'tags', any: [{ type: 'ids', matching: 'x' }] }] },
    { all: [{ type: 'custom_field', subscriber_custom_field_id: 'city' }] },
    { all: [{ type: 'location', latitude: 1 }] },
    { all: [{ type: 'opens', count_greater_than: 'many' }] },
    { all: [{ type: 'sent', any: [{ type: 'urls' }] }] },
    { include: 'tags' },
    { include: [{ type: 'everything' }] },
    { sort_field: 'state' },
    { sort_field: 'location__distance' },
    { after: 'nonsense' },
  ])('refuses %j with 422', async (body) => {
    const { call } = await startTestPractice()
    expect((await call('POST', '/v4/subscribers/filter', body)).status).toBe(422)
  })
})
