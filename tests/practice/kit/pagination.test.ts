import { describe, expect, it } from 'vitest'
import type { TestPractice } from '../harness.ts'
import { errorsOf, pageOf, startTestPractice, subscribersOf } from '../harness.ts'

async function allPages({ call }: TestPractice, path: string): Promise<number[]> {
  const ids: number[] = []
  for (let after: string | null = ''; after !== null;) {
    const answer = await call('GET', `${path}&after=${encodeURIComponent(after)}`)
    ids.push(...subscribersOf(answer).map((person) => person.id))
    after = pageOf(answer).has_next_page ? pageOf(answer).end_cursor : null
  }
  return ids
}

describe('pages', () => {
  it('hold 500 rows by default and 1000 at most', async () => {
    const { call } = await startTestPractice()
    expect(pageOf(await call('GET', '/v4/tags')).per_page).toBe(500)
    expect(pageOf(await call('GET', '/v4/tags?per_page=')).per_page).toBe(500)
    expect(pageOf(await call('GET', '/v4/tags?per_page=1000')).per_page).toBe(1000)
    expect(pageOf(await call('GET', '/v4/tags?per_page=5000')).per_page).toBe(1000)
  })

  it('show everybody once, newest first', async () => {
    const practice = await startTestPractice()
    const ids = await allPages(practice, '/v4/subscribers?status=all&per_page=47')
    expect(ids).toEqual(
      [...practice.kit.state.subscribers.all()].map((person) => person.id).sort((a, b) => b - a),
    )
  })

  it('show everybody once in order of their last change, although many changed in the same second', async () => {
    const practice = await startTestPractice()
    for (const person of practice.kit.state.subscribers.all())
      practice.kit.state.subscribers.load({ ...person, updatedAt: Date.parse('2026-01-01') })
    const ids = await allPages(
      practice,
      '/v4/subscribers?status=all&per_page=47&sort_field=updated_at&sort_order=asc',
    )
    expect(ids).toHaveLength(300)
    expect(new Set(ids).size).toBe(300)
  })

  it('stay stable while people come in', async () => {
    const practice = await startTestPractice({ lagMs: 0 })
    const first = await practice.call('GET', '/v4/subscribers?status=all&per_page=100')
    await practice.call('POST', '/v4/subscribers', { email_address: 'late@example.com' })
    const cursor = encodeURIComponent(pageOf(first).end_cursor ?? '')
    const second = await practice.call('GET', `/v4/subscribers?status=all&per_page=100&after=${cursor}`)
    const both = [...subscribersOf(first), ...subscribersOf(second)].map((person) => person.id)
    expect(new Set(both).size).toBe(200)
    expect(Math.min(...both.slice(0, 100))).toBeGreaterThan(Math.max(...both.slice(100)))
  })

  it('lead back to where one came from', async () => {
    const { call } = await startTestPractice()
    const first = await call('GET', '/v4/tags?per_page=2')
    const second = await call(
      'GET',
      `/v4/tags?per_page=2&after=${encodeURIComponent(pageOf(first).end_cursor ?? '')}`,
    )
    expect(pageOf(second).has_previous_page).toBe(true)
    const back = await call(
      'GET',
      `/v4/tags?per_page=2&before=${encodeURIComponent(pageOf(second).start_cursor ?? '')}`,
    )
    expect(back.json).toEqual(first.json)
  })

  it('count everything only when asked, with true or with 1', async () => {
    const { call } = await startTestPractice()
    expect(
      pageOf(await call('GET', '/v4/subscribers?status=all&per_page=1&include_total_count=1')).total_count,
    ).toBe(300)
    expect(pageOf(await call('GET', '/v4/subscribers?status=all&include_total_count=true')).total_count).toBe(
      300,
    )
    for (const no of ['', '?include_total_count=0', '?include_total_count=false'])
      expect(pageOf(await call('GET', `/v4/subscribers${no}`))).not.toHaveProperty('total_count')
  })

  it('have cursors of base64 JSON, and null ones where there is nothing', async () => {
    const { call } = await startTestPractice({ empty: true })
    expect(pageOf(await call('GET', '/v4/subscribers'))).toEqual({
      has_previous_page: false,
      has_next_page: false,
      start_cursor: null,
      end_cursor: null,
      per_page: 500,
    })
    await call('POST', '/v4/tags', { name: 'One' })
    const cursor = pageOf(await call('GET', '/v4/tags')).start_cursor ?? ''
    expect(JSON.parse(Buffer.from(cursor, 'base64').toString())).toEqual([expect.any(Number)])
  })

  it.each(['%%%', 'abc', 'WzEzXQ', 'bm90IGpzb24=', 'eyJhIjoxfQ==', 'WyJhIl0=', 'WzEsMl0=', 'W10='])(
    'refuse the malformed cursor %s with 422',
    async (cursor) => {
      const { call } = await startTestPractice()
      for (const name of ['after', 'before']) {
        const answer = await call('GET', `/v4/tags?${name}=${encodeURIComponent(cursor)}`)
        expect(answer.status).toBe(422)
        expect(errorsOf(answer)).toHaveLength(1)
      }
    },
  )

  it.each(['0', '-1', 'many', '1.5', '1e3'])('refuse per_page=%s with 422', async (perPage) => {
    const { call } = await startTestPractice()
    expect((await call('GET', `/v4/tags?per_page=${perPage}`)).status).toBe(422)
  })
})
