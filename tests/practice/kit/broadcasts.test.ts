import { describe, expect, it } from 'vitest'
import { errorsOf, startTestPractice } from '../harness.ts'

interface BroadcastJson {
  readonly broadcast: Readonly<Record<string, unknown>> & { readonly id: number }
}

describe('broadcasts', () => {
  it('are drafts without a time to send, and need nothing more than that', async () => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/broadcasts', {
      subject: 'Hello',
      content: '<p>x</p>',
      description: 'd',
    })
    expect([answer.status, answer.json]).toMatchObject([
      201,
      {
        broadcast: {
          status: 'draft',
          send_at: null,
          email_address: 'hello@bakery.example',
          subscriber_filter: [{ all: [{ type: 'all_subscribers' }] }],
        },
      },
    ])
  })

  it('are scheduled, then sending, then completed', async () => {
    const { clock, call } = await startTestPractice()
    const made = await call('POST', '/v4/broadcasts', { subject: 'Later', send_at: '2026-11-20T10:00:00' })
    const { id } = (made.json as BroadcastJson).broadcast
    const status = async () =>
      ((await call('GET', `/v4/broadcasts/${id}`)).json as BroadcastJson).broadcast.status
    expect(await status()).toBe('scheduled')
    await clock.advance(3_600_000)
    expect(await status()).toBe('sending')
    const deletion = await call('DELETE', `/v4/broadcasts/${id}`)
    expect([deletion.status, errorsOf(deletion)]).toEqual([422, ['Broadcast is already sending.']])
    await clock.advance(60_000)
    expect(await status()).toBe('completed')
  })

  it('are changed in part and deleted while they wait', async () => {
    const { call } = await startTestPractice()
    const made = await call('POST', '/v4/broadcasts', { subject: 'One', preview_text: 'p' })
    const { id } = (made.json as BroadcastJson).broadcast
    const changed = await call('PUT', `/v4/broadcasts/${id}`, { subject: 'Two', public: true })
    expect(changed.json).toMatchObject({
      broadcast: { id, subject: 'Two', preview_text: 'p', public_url: 'https://practice.example/posts/two' },
    })
    expect((await call('DELETE', `/v4/broadcasts/${id}`)).status).toBe(204)
    expect((await call('GET', `/v4/broadcasts/${id}`)).status).toBe(404)
  })

  it('go to a segment or a tag, in one group only', async () => {
    const { kit, call } = await startTestPractice()
    const [tag = 0] = kit.state.tags.keys()
    const group = [{ type: 'tag', ids: [tag] }]
    const made = await call('POST', '/v4/broadcasts', { subject: 'A', subscriber_filter: [{ any: group }] })
    expect(made.json).toMatchObject({ broadcast: { subscriber_filter: [{ any: group }] } })
    const refused = await call('POST', '/v4/broadcasts', {
      subject: 'A',
      email_template_id: 1,
      subscriber_filter: [{ all: group, none: group }],
    })
    expect([refused.status, errorsOf(refused)]).toEqual([
      422,
      [
        'Email template not found',
        'Only a single filter group is supported. Use one of `all`, `any`, or `none`.',
      ],
    ])
  })

  it.each([
    { send_at: 'tomorrow' },
    { subscriber_filter: 'all' },
    { subscriber_filter: [{ all: [{ type: 'moon', ids: [] }] }] },
    { subject: { a: 1 } },
    { email_address: 'nobody' },
  ])('refuse %j with 422', async (body) => {
    const { call } = await startTestPractice()
    expect((await call('POST', '/v4/broadcasts', body)).status).toBe(422)
  })

  it('are listed by status and by when they went out, slim where that is asked for', async () => {
    const { call } = await startTestPractice()
    const list = async (query: string) =>
      ((await call('GET', `/v4/broadcasts${query}`)).json as { broadcasts: BroadcastJson['broadcast'][] })
        .broadcasts
    expect((await list('?status=completed')).map((each) => each.subject)).toEqual([
      'Three loaves for the price of two',
      'Holiday opening hours',
      'Rye is back',
    ])
    expect(await list('?sent_after=2026-11-01')).toHaveLength(1)
    const [slim] = await list('?slim=true')
    for (const heavy of ['content', 'public_url', 'email_address', 'email_template', 'subscriber_filter'])
      expect(slim).not.toHaveProperty(heavy)
  })

  it('have numbers that agree with what happened to their mails', async () => {
    const { kit, call } = await startTestPractice()
    const [id = 0] = kit.state.broadcasts.keys()
    const events = [...kit.state.emailEvents.values()].flat().filter((event) => event.broadcastId === id)
    const count = (kind: string) => events.filter((event) => event.kind === kind).length
    const stats = await call('GET', `/v4/broadcasts/${id}/stats`)
    expect(stats.json).toMatchObject({
      broadcast: {
        id,
        stats: { recipients: count('sent'), emails_opened: count('opened'), status: 'completed' },
      },
    })
    const clicks = (await call('GET', `/v4/broadcasts/${id}/clicks`)).json as {
      broadcast: { clicks: { unique_clicks: number }[] }
    }
    expect(clicks.broadcast.clicks.reduce((sum, each) => sum + each.unique_clicks, 0)).toBe(count('clicked'))
    const all = (await call('GET', '/v4/broadcasts/stats')).json as { broadcasts: object[] }
    expect(all.broadcasts).toHaveLength(5)
  })
})
