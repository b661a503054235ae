import { describe, expect, it } from 'vitest'
import { createLaggedMap } from '../../../electron/practice/kit/consistency.ts'
import type { TestPractice } from '../harness.ts'
import { idOf, pageOf, personIn, startTestPractice, subscriberOf, subscribersOf } from '../harness.ts'

async function listed({ call }: TestPractice, query: string): Promise<readonly string[]> {
  return subscribersOf(await call('GET', query)).map((person) => person.email_address)
}

describe('lists', () => {
  it('show a new person some seconds later, while the write and the read by id show them at once', async () => {
    const practice = await startTestPractice()
    const made = await practice.call('POST', '/v4/subscribers', { email_address: 'new@example.com' })
    const { id } = subscriberOf(made)
    expect((await practice.call('GET', `/v4/subscribers/${id}`)).status).toBe(200)
    const byAddress = '/v4/subscribers?status=all&email_address=new@example.com'
    expect(await listed(practice, byAddress)).toEqual([])
    await practice.clock.advance(2999)
    expect(await listed(practice, byAddress)).toEqual([])
    await practice.clock.advance(1)
    expect(await listed(practice, byAddress)).toEqual(['new@example.com'])
  })

  it('show somebody as they were, also their state and their old address', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    await practice.call('PUT', `/v4/subscribers/${id}`, {
      email_address: 'ada@example.org',
      first_name: 'Adaeze',
    })
    await practice.call('POST', `/v4/subscribers/${id}/unsubscribe`)
    const old = await practice.call('GET', '/v4/subscribers?email_address=ada.okafor@example.com')
    expect(subscribersOf(old)).toMatchObject([{ first_name: 'Ada', state: 'active' }])
    await practice.catchUp()
    const now = await practice.call('GET', '/v4/subscribers?status=all&email_address=ada@example.org')
    expect(subscribersOf(now)).toMatchObject([{ first_name: 'Adaeze', state: 'cancelled' }])
  })

  it('show who is in a tag, a form or a sequence some seconds later, in both directions', async () => {
    const practice = await startTestPractice()
    const { state } = practice.kit
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const tag = idOf(state.tags, 'Never used')
    const form = idOf(state.forms, 'Shop footer')
    for (const path of [`/v4/tags/${tag}`, `/v4/forms/${form}`]) {
      await practice.call('POST', `${path}/subscribers/${id}`)
      expect(await listed(practice, `${path}/subscribers`)).toEqual([])
    }
    await practice.catchUp()
    for (const path of [`/v4/tags/${tag}`, `/v4/forms/${form}`])
      expect(await listed(practice, `${path}/subscribers`)).toEqual(['ada.okafor@example.com'])
    await practice.call('DELETE', `/v4/tags/${tag}/subscribers/${id}`)
    expect(await listed(practice, `/v4/tags/${tag}/subscribers`)).toEqual(['ada.okafor@example.com'])
    await practice.catchUp()
    expect(await listed(practice, `/v4/tags/${tag}/subscribers`)).toEqual([])
  })

  it('count some seconds late', async () => {
    const practice = await startTestPractice()
    const total = async () =>
      pageOf(await practice.call('GET', '/v4/subscribers?status=all&include_total_count=true&per_page=1'))
        .total_count
    await practice.call('POST', '/v4/subscribers', { email_address: 'new@example.com' })
    expect(await total()).toBe(300)
    await practice.catchUp()
    expect(await total()).toBe(301)
  })

  it('filter some seconds late', async () => {
    const practice = await startTestPractice()
    await practice.call('POST', '/v4/subscribers', { email_address: 'new@example.com', first_name: 'Noor' })
    const newest = async () =>
      subscribersOf(await practice.call('POST', '/v4/subscribers/filter', { per_page: 1 }))[0]
    expect((await newest())?.first_name).not.toBe('Noor')
    await practice.catchUp()
    expect((await newest())?.first_name).toBe('Noor')
  })

  it('show new tags and fields, and one person’s tags, at once', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const made = await practice.call('POST', '/v4/tags', { name: 'Brand new' })
    const tag = (made.json as { tag: { id: number } }).tag.id
    await practice.call('POST', `/v4/tags/${tag}/subscribers/${id}`)
    expect((await practice.call('GET', '/v4/tags?per_page=1')).json).toMatchObject({
      tags: [{ name: 'Brand new' }],
    })
    expect((await practice.call('GET', `/v4/subscribers/${id}/tags?per_page=1`)).json).toMatchObject({
      tags: [{ id: tag, name: 'Brand new', tagged_at: '2026-11-20T09:00:00Z' }],
    })
  })

  it('are never behind without a lag', async () => {
    const practice = await startTestPractice({ lagMs: 0 })
    await practice.call('POST', '/v4/subscribers', { email_address: 'new@example.com' })
    expect(await listed(practice, '/v4/subscribers?email_address=new@example.com')).toEqual([
      'new@example.com',
    ])
  })
})

describe('a map that lags', () => {
  it('keeps each value that a slower reader may still see, through several writes and a deletion', () => {
    let now = 0
    const map = createLaggedMap<string, number>(() => now, 100)
    map.load('a', 1)
    for (const [at, value] of [
      [10, 2],
      [20, 3],
    ] as const) {
      now = at
      map.set('a', value)
    }
    now = 30
    map.delete('a')
    expect([5, 10, 20, 30].map((at) => map.getAsOf('a', at))).toEqual([1, 2, 3, undefined])
    expect([...map.valuesAsOf(25)]).toEqual([3])
    expect([...map.values()]).toEqual([])
  })
})
