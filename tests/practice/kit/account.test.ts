import { describe, expect, it } from 'vitest'
import { errorsOf, startTestPractice } from '../harness.ts'

describe('the account', () => {
  it('says who it is, on which plan and in which time zone', async () => {
    const { call } = await startTestPractice()
    expect((await call('GET', '/v4/account')).json).toMatchObject({
      account: {
        name: 'Practice Bakery',
        plan_type: 'creator',
        plan: { subscriber_limit: 25_000 },
        timezone: { name: 'America/New_York', utc_offset: '-05:00' },
      },
    })
  })

  it('replaces its colours, and refuses what is none', async () => {
    const { call } = await startTestPractice()
    expect((await call('PUT', '/v4/account/colors', { colors: ['#000', '#ffFFff'] })).json).toEqual({
      colors: ['#000', '#ffFFff'],
    })
    const refused = await call('PUT', '/v4/account/colors', { colors: ['#123_not_a_code'] })
    expect([refused.status, errorsOf(refused)]).toEqual([
      422,
      ['Colors #123_not_a_code is not a valid hex color code.'],
    ])
    for (const colors of [undefined, 'red', Array.from({ length: 11 }, () => '#000'), [{ r: 1 }]])
      expect((await call('PUT', '/v4/account/colors', { colors })).status).toBe(422)
    expect((await call('GET', '/v4/account/colors')).json).toEqual({ colors: ['#000', '#ffFFff'] })
  })

  it('counts who came and left in whole days of its own time zone', async () => {
    const { kit, call } = await startTestPractice()
    const answer = await call('GET', '/v4/account/growth_stats?starting=2026-03-01&ending=2026-03-31')
    // The clocks go forward on the 8th of March there.
    const [from, to] = [Date.parse('2026-03-01T00:00:00-05:00'), Date.parse('2026-03-31T23:59:59-04:00')]
    const within = (at: number | null) => at !== null && at >= from && at <= to
    const people = [...kit.state.subscribers.all()]
    expect(answer.json).toMatchObject({
      stats: {
        starting: '2026-03-01T00:00:00-05:00',
        ending: '2026-03-31T23:59:59-04:00',
        new_subscribers: people.filter(({ createdAt }) => within(createdAt)).length,
        cancellations: people.filter(({ canceledAt }) => within(canceledAt)).length,
      },
    })
  })

  it('refuses days that are none, or the wrong way round', async () => {
    const { call } = await startTestPractice()
    const wrong = await call('GET', '/v4/account/growth_stats?starting=1.3.2026&ending=2026-02-30')
    expect([wrong.status, errorsOf(wrong)]).toEqual([
      422,
      [
        'Starting date is incorrectly formatted. Use YYYY-MM-DD.',
        'Ending date is incorrectly formatted. Use YYYY-MM-DD.',
      ],
    ])
    const reversed = await call('GET', '/v4/account/growth_stats?starting=2026-03-02&ending=2026-03-01')
    expect(errorsOf(reversed)).toEqual(['Starting date must be before the ending date.'])
  })

  it('has a profile and numbers about its mails', async () => {
    const { call } = await startTestPractice()
    expect((await call('GET', '/v4/account/creator_profile')).json).toMatchObject({
      profile: { name: 'Practice Bakery' },
    })
    const stats = (await call('GET', '/v4/account/email_stats')).json as {
      stats: { sent: number; email_stats_mode: string }
    }
    expect(stats.stats.email_stats_mode).toBe('last_90')
    expect(stats.stats.sent).toBeGreaterThan(0)
  })

  it('lists segments, templates and posts', async () => {
    const { kit, call } = await startTestPractice()
    expect((await call('GET', '/v4/segments')).json).toMatchObject({
      segments: [{ name: 'Bought twice' }, {}],
    })
    expect((await call('GET', '/v4/email_templates')).json).toMatchObject({
      email_templates: [{}, {}, { is_default: true }],
    })
    const { posts } = (await call('GET', '/v4/posts')).json as { posts: object[] }
    expect(posts[0]).not.toHaveProperty('content')
    const [post = 0] = kit.state.posts.keys()
    expect((await call('GET', `/v4/posts/${post}`)).json).toHaveProperty('post.content')
    expect((await call('GET', '/v4/posts/1')).status).toBe(404)
  })

  it('keeps snippets, whose type never changes', async () => {
    const { call } = await startTestPractice()
    const made = await call('POST', '/v4/snippets', {
      name: 'Opening hours',
      snippet_type: 'block',
      document_attributes: { value_html: '<p>7</p>' },
    })
    const { snippet } = made.json as { snippet: { id: number; key: string } }
    expect([made.status, snippet.key]).toEqual([201, 'opening-hours-2'])
    for (const body of [{ snippet_type: 'inline' }, { content: 'text' }]) {
      const refused = await call('PUT', `/v4/snippets/${snippet.id}`, body)
      expect([refused.status, errorsOf(refused)]).toEqual([422, ['snippet_type cannot be changed']])
    }
    await call('PUT', `/v4/snippets/${snippet.id}`, { name: 'Hours', archived: true })
    expect((await call('GET', `/v4/snippets/${snippet.id}`)).json).toMatchObject({
      snippet: {
        name: 'Hours',
        key: 'opening-hours-2',
        archived: true,
        document: { value_html: '<p>7</p>' },
      },
    })
    expect(((await call('GET', '/v4/snippets')).json as { snippets: object[] }).snippets).toHaveLength(1)
    const blank = await call('POST', '/v4/snippets', { snippet_type: 'inline', content: 'x' })
    expect([blank.status, errorsOf(blank)]).toEqual([422, ["name can't be blank"]])
  })
})
