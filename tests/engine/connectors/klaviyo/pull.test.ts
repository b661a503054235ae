import { describe, expect, it } from 'vitest'
import { guessedPages } from '../../../../electron/engine/connectors/klaviyo/cost.ts'
import type { PullRequest } from '../../../../electron/engine/connectors/connector.ts'
import { all } from '../../../support/all.ts'
import { failure, pageOf, person, refusal, startScriptedKlaviyo } from './scriptedKlaviyo.ts'

const signal = new AbortController().signal
const nextPage = (cursor: string) =>
  `https://elsewhere.example/api/profiles?page%5Bcursor%5D=${encodeURIComponent(cursor)}&other=1`
/** Created at the moment that the clock shows, so that there is no time after it to read beside it. */
const lately = (n: number) => person(n, { created: '2026-11-20T09:00:00+00:00' })

describe('reading people from Klaviyo', () => {
  it('takes only the cursor from a link, wherever the link leads, and asks for the same again', async () => {
    const there = await startScriptedKlaviyo(({ query }) =>
      query.has('page[cursor]') ? pageOf([lately(2)]) : pageOf([lately(1)], nextPage('next::id::01P1+/=')),
    )
    const pages = await all(there.open().pull({ what: 'people' }, signal))
    expect(pages.flatMap(({ contacts }) => contacts).map(({ email }) => email)).toEqual([
      'p1@example.com',
      'p2@example.com',
    ])
    for (const { path, query } of there.requests) {
      expect(path).toBe('/api/profiles')
      expect(query.get('additional-fields[profile]')).toBe('subscriptions')
      expect(query.get('page[size]')).toBe('100')
      expect(query.has('other')).toBe(false)
    }
    expect(there.requests[1]?.query.get('page[cursor]')).toBe('next::id::01P1+/=')
  })

  it('does not read for ever when a page leads to itself', async () => {
    const there = await startScriptedKlaviyo(() => pageOf([lately(1)], nextPage('same')))
    expect(await failure(all(there.open().pull({ what: 'people' }, signal)))).toMatchObject({
      code: 'unavailable',
    })
    expect(there.requests).toHaveLength(2)
  })

  it('does not take a list for whole when its link says nothing', async () => {
    const there = await startScriptedKlaviyo(() => pageOf([person(1)], 'https://a.klaviyo.com/api/profiles'))
    expect(await failure(all(there.open().pull({ what: 'people' }, signal)))).toMatchObject({
      code: 'unavailable',
    })
  })

  it('asks for who changed and for who left, ten minutes back from the earlier of the two clocks', async () => {
    const there = await startScriptedKlaviyo(() => ({
      ...pageOf([]),
      headers: { date: 'Fri, 20 Nov 2026 08:58:00 GMT' },
    }))
    const pages = await all(there.open().pull({ what: 'changed', since: '2026-11-01T00:00:00Z' }, signal))
    expect(there.requests.map(({ query }) => query.get('filter'))).toEqual([
      'greater-than(updated,2026-11-01T00:00:00Z)',
      'greater-than(subscriptions.email.marketing.suppression.timestamp,2026-11-01T00:00:00Z)',
      'greater-than(subscriptions.email.marketing.list_suppressions.timestamp,2026-11-01T00:00:00Z)',
    ])
    expect(pages.at(-1)?.next).toBe('2026-11-20T08:48:00Z')
  })

  it('goes on from a cursor with the `next` of its beginning', async () => {
    const there = await startScriptedKlaviyo(({ query }) =>
      query.has('page[cursor]') ? pageOf([]) : pageOf([], nextPage('2')),
    )
    const account = there.open()
    const request: PullRequest = { what: 'changed', since: '2026-11-01T00:00:00Z' }
    const whole = await all(account.pull(request, signal))
    await there.clock.advance(3_600_000)
    const cursor = whole[0]?.cursor ?? ''
    const rest = await all(account.pull({ ...request, cursor }, signal))
    expect(rest).toHaveLength(whole.length - 1)
    expect(rest.at(-1)?.next).toBe(whole.at(-1)?.next)
    expect(await failure(all(account.pull({ ...request, cursor: 'x' }, signal)))).toMatchObject({
      code: 'invalid-input',
    })
  })

  it('looks addresses up a hundred at a time at most, quoted, in short enough requests', async () => {
    const emails = Array.from({ length: 250 }, (_, n) => `somebody.with.a.long.name+${n}@example.com`)
    const there = await startScriptedKlaviyo(() => pageOf([]))
    const account = there.open()
    const request: PullRequest = { what: 'these', emails: [...emails, 'odd"\\one@example.com'] }
    await all(account.pull(request, signal))
    expect(there.requests.length).toBe(await account.cost(request, signal))
    const filters = there.requests.map(({ query }) => query.get('filter') ?? '')
    for (const filter of filters) expect(encodeURIComponent(filter).length).toBeLessThan(4_000)
    for (const email of emails)
      expect(filters.filter((filter) => filter.includes(`"${email}"`))).toHaveLength(1)
    expect(filters.at(-1)).toContain('"odd\\"\\\\one@example.com"')
  })

  it('asks for an address as written and in lower case', async () => {
    const there = await startScriptedKlaviyo(() => pageOf([]))
    await all(there.open().pull({ what: 'these', emails: ['Ann@Example.com'] }, signal))
    expect(there.requests[0]?.query.get('filter')).toBe('any(email,["Ann@Example.com","ann@example.com"])')
  })

  it('finds the address that a look-up is refused for, and reads the others', async () => {
    const there = await startScriptedKlaviyo(({ query }) => {
      const filter = query.get('filter') ?? ''
      if (filter.includes('bad')) return refusal(400, [{ detail: 'Invalid email' }])
      return pageOf([1, 2, 3, 4].filter((n) => filter.includes(`"p${n}@`)).map((n) => person(n)))
    })
    const emails = ['p1@example.com', 'p2@example.com', 'bad', 'p3@example.com', 'p4@example.com']
    const pages = await all(there.open().pull({ what: 'these', emails }, signal))
    expect(pages.flatMap(({ contacts }) => contacts)).toHaveLength(4)
    expect(pages.flatMap(({ refused }) => refused ?? [])).toEqual(['bad'])
  })

  it('says since when someone is on a list', async () => {
    const joined = person(1, { joined_group_at: '2026-03-01T00:00:00+00:00' })
    const there = await startScriptedKlaviyo(() => pageOf([joined]))
    const audience = { kind: 'list', id: 'Y6nRLr' } as const
    const [page] = await all(there.open().pull({ what: 'members', audience }, signal))
    expect(there.requests[0]?.path).toBe('/api/lists/Y6nRLr/profiles')
    expect(page?.memberships).toEqual([
      { remoteId: '01P1', audience, since: Date.parse('2026-03-01T00:00:00Z') },
    ])
    expect(page?.contacts[0]?.left).toBeNull()
  })

  it('lets no id lead a path elsewhere, and knows no tags of people', async () => {
    const there = await startScriptedKlaviyo(() => pageOf([]))
    const members = (kind: 'list' | 'tag', id: string) =>
      failure(all(there.open().pull({ what: 'members', audience: { kind, id } }, signal)))
    for (const id of ['../accounts', 'a/b', '', '%2e%2e'])
      expect(await members('list', id)).toMatchObject({ code: 'not-found' })
    expect(await members('tag', 'Y6nRLr')).toMatchObject({ code: 'invalid-input' })
    expect(there.requests).toEqual([])
  })
})

describe('what reading will take', () => {
  it('is known of a list, which tells its number of people', async () => {
    const there = await startScriptedKlaviyo(() => ({
      json: { data: { attributes: { profile_count: 301 } } },
    }))
    const audience = { kind: 'list', id: 'Y6nRLr' } as const
    expect(await there.open().cost({ what: 'members', audience }, signal)).toBe(4)
    expect(there.requests).toHaveLength(1)
    expect(there.requests[0]?.query.get('additional-fields[list]')).toBe('profile_count')
  })

  /** Pages without end, each a day later than the one before; the newest people were created within `newestMs`. */
  function endlessPages(newestMs: number) {
    const at = (ms: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + ms).toISOString()
    return startScriptedKlaviyo(({ query }) => {
      if (query.get('sort') === '-created')
        return pageOf([person(1, { created: at(newestMs) }), person(2, { created: at(0) })])
      const page = Number(query.get('page[cursor]') ?? 0)
      return pageOf([person(page, { created: at(page * 86_400_000) })], nextPage(String(page + 1)))
    })
  }

  it('is guessed from the time covered where there is no end in sight', async () => {
    const there = await endlessPages(86_400_000)
    // 323 days since New Year, and one page covers a day.
    const pages = await there.open().cost({ what: 'people' }, signal)
    expect(pages).toBeGreaterThan(300)
    expect(pages).toBeLessThan(350)
    expect(there.requests).toHaveLength(31)
  })

  it('is taken for more where many came lately', async () => {
    const there = await endlessPages(86_400_000 / 10)
    expect(await there.open().cost({ what: 'people' }, signal)).toBeGreaterThan(3_000)
  })

  it('is what it took the last time', async () => {
    const there = await startScriptedKlaviyo(({ query }) => {
      const page = Number(query.get('page[cursor]') ?? 1)
      return page < 4 ? pageOf([lately(page)], nextPage(String(page + 1))) : pageOf([lately(page)])
    })
    const account = there.open()
    await all(account.pull({ what: 'people' }, signal))
    expect(await account.cost({ what: 'people' }, signal)).toBe(4)
    expect(there.requests).toHaveLength(4)
  })

  it('is taken for very much where nothing can be told', () => {
    expect(guessedPages(30, 0, 100)).toBe(10_000)
    expect(guessedPages(30, NaN, 100)).toBe(10_000)
    expect(guessedPages(30, 10, -5)).toBe(10_000)
    expect(guessedPages(2, 1, 2)).toBe(4)
  })
})
