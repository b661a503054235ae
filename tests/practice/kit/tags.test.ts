import { describe, expect, it } from 'vitest'
import { errorsOf, idOf, personIn, startTestPractice, subscriberOf, subscribersOf } from '../harness.ts'

interface TagJson {
  readonly tag: { readonly id: number; readonly name: string }
}

describe('tags', () => {
  it('are created once, whatever the case of the name', async () => {
    const { call } = await startTestPractice()
    const first = await call('POST', '/v4/tags', { name: ' Booth 2026 ' })
    const second = await call('POST', '/v4/tags', { name: 'BOOTH 2026' })
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.json).toEqual(first.json)
    expect((first.json as TagJson).tag.name).toBe('Booth 2026')
  })

  it.each([undefined, null, '', '   ', 7, ['a'], {}])('refuse the name %j', async (name) => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/tags', { name })
    expect([answer.status, errorsOf(answer)]).toEqual([422, ["Name can't be blank"]])
  })

  it('are renamed, but not to another tag’s name', async () => {
    const { kit, call } = await startTestPractice()
    const id = idOf(kit.state.tags, 'VIP')
    expect((await call('PUT', `/v4/tags/${id}`, { name: 'vip' })).status).toBe(200)
    expect((await call('PUT', `/v4/tags/${id}`, { name: 'NEWSLETTER' })).status).toBe(422)
    expect((await call('PUT', `/v4/tags/${id}`, { name: ' ' })).status).toBe(422)
    expect((await call('PUT', '/v4/tags/1', { name: 'x' })).status).toBe(404)
    expect(kit.state.tags.get(id)?.name).toBe('vip')
  })

  it('are put on a person by id or by address: 201 first, then 200 with the first time', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'zero.first@example.com')
    const tag = idOf(practice.kit.state.tags, 'VIP')
    const first = await practice.call('POST', `/v4/tags/${tag}/subscribers/${id}`)
    await practice.clock.advance(60_000)
    const second = await practice.call('POST', `/v4/tags/${tag}/subscribers`, {
      email_address: 'Zero.First@example.com',
    })
    expect([first.status, second.status]).toEqual([201, 200])
    expect(subscriberOf(second).tagged_at).toBe('2026-11-20T09:00:00Z')
    expect(subscriberOf(second).fields).toMatchObject({ postal_code: '01234' })
    expect(practice.kit.tally.of(id)).toMatchObject({ tagAdds: 1, tagRepeats: 1 })
  })

  it('can be put on somebody who left, and change nothing about that', async () => {
    const practice = await startTestPractice()
    const tag = idOf(practice.kit.state.tags, 'VIP')
    const answer = await practice.call('POST', `/v4/tags/${tag}/subscribers`, {
      email_address: 'left.early@example.com',
    })
    expect([answer.status, subscriberOf(answer).state]).toEqual([201, 'cancelled'])
  })

  it('answer 404 for an unknown tag or person and 422 without an address', async () => {
    const practice = await startTestPractice()
    const tag = idOf(practice.kit.state.tags, 'VIP')
    const { id } = personIn(practice, 'zero.first@example.com')
    const status = async (method: string, path: string, body?: unknown) =>
      (await practice.call(method, path, body)).status
    expect(await status('POST', `/v4/tags/1/subscribers/${id}`)).toBe(404)
    expect(await status('POST', `/v4/tags/${tag}/subscribers/1`)).toBe(404)
    expect(await status('POST', `/v4/tags/${tag}/subscribers`, { email_address: 'nobody@example.com' })).toBe(
      404,
    )
    const missing = await practice.call('POST', `/v4/tags/${tag}/subscribers`, {})
    expect([missing.status, errorsOf(missing)]).toEqual([
      422,
      ['Either subscriber id or email address is required to tag subscriber'],
    ])
    const missingToo = await practice.call('DELETE', `/v4/tags/${tag}/subscribers`)
    expect([missingToo.status, errorsOf(missingToo)]).toEqual([
      422,
      ['Either subscriber id or email address is required to remove tag from subscriber'],
    ])
  })

  it('are taken off by id, by an address in the body of a DELETE, or by one in its query', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const address = { email_address: 'ada.okafor@example.com' }
    const { tags, memberships } = practice.kit.state
    const answers = [
      await practice.call('DELETE', `/v4/tags/${idOf(tags, 'VIP')}/subscribers/${id}`),
      await practice.call('DELETE', `/v4/tags/${idOf(tags, 'Customer')}/subscribers`, address),
      await practice.call(
        'DELETE',
        `/v4/tags/${idOf(tags, 'Newsletter')}/subscribers?email_address=ada.okafor%40example.com`,
      ),
    ]
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [204, ''],
      [204, ''],
      [204, ''],
    ])
    expect(memberships.tag.ofPerson(id)).toEqual([])
    expect((await practice.call('DELETE', `/v4/tags/${idOf(tags, 'VIP')}/subscribers/${id}`)).status).toBe(
      404,
    )
    expect(practice.kit.tally.of(id).untagged).toBe(3)
  })

  it('list their people, active ones unless asked, with when they were tagged', async () => {
    const { kit, call } = await startTestPractice()
    const tag = idOf(kit.state.tags, 'Newsletter')
    const members = [...kit.state.memberships.tag.of(tag)]
    const all = subscribersOf(await call('GET', `/v4/tags/${tag}/subscribers?status=all`))
    expect(all).toHaveLength(members.length)
    const times = all.map((person) => person.tagged_at ?? '')
    expect(times).toEqual([...times].sort().reverse())
    const active = subscribersOf(await call('GET', `/v4/tags/${tag}/subscribers`))
    expect(new Set(active.map((person) => person.state))).toEqual(new Set(['active']))
    const late = subscribersOf(
      await call('GET', `/v4/tags/${tag}/subscribers?status=all&tagged_after=2026-06-01`),
    )
    expect(late).toHaveLength(members.filter(({ addedAt }) => addedAt > Date.parse('2026-06-01')).length)
    expect((await call('GET', '/v4/tags/1/subscribers')).status).toBe(404)
  })

  it('count their active people only when asked', async () => {
    const { kit, call } = await startTestPractice()
    const id = idOf(kit.state.tags, 'Newsletter')
    const active = [...kit.state.memberships.tag.of(id)].filter(
      ({ subscriberId }) => kit.state.subscribers.get(subscriberId)?.state === 'active',
    )
    const counted = (await call('GET', '/v4/tags?include=subscriber_count')).json as {
      tags: readonly unknown[]
    }
    expect(counted.tags).toContainEqual(expect.objectContaining({ id, subscriber_count: active.length }))
    const plain = (await call('GET', '/v4/tags')).json as { tags: readonly object[] }
    expect(plain.tags[0]).not.toHaveProperty('subscriber_count')
  })

  it('of a person are listed with when they were put on', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const answer = (await practice.call('GET', `/v4/subscribers/${id}/tags`)).json as {
      tags: { name: string }[]
    }
    expect(answer.tags.map((tag) => tag.name).sort()).toEqual(['Customer', 'Newsletter', 'VIP'])
    expect((await practice.call('GET', '/v4/subscribers/1/tags')).status).toBe(404)
  })
})
