import { describe, expect, it } from 'vitest'
import { idOf, personIn } from '../../harness.ts'
import { startV3 } from './v3Harness.ts'

const ada = 'ada.okafor@example.com'

describe('people in the old API', () => {
  it('come in by a form with double opt-in: unconfirmed and mailed, with fields and tags', async () => {
    const practice = await startV3()
    const { state } = practice.kit
    const form = idOf(state.forms, 'Weekly letter')
    const vip = idOf(state.tags, 'VIP')
    const answer = await practice.withKey('POST', `forms/${form}/subscribe`, {
      email: 'New@Example.com',
      first_name: 'Noor',
      fields: { city: 'Lund', nonsense: 'x' },
      tags: [vip, 1],
    })
    const person = personIn(practice, 'new@example.com')
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        subscription: {
          id: expect.any(Number) as unknown,
          state: 'inactive',
          created_at: expect.any(String) as unknown,
          source: null,
          referrer: null,
          subscribable_id: form,
          subscribable_type: 'form',
          subscriber: { id: person.id },
        },
      },
    ])
    expect(person).toMatchObject({ state: 'inactive', firstName: 'Noor' })
    expect(state.mailsSent.get(person.id)).toBe(1)
    expect(state.memberships.tag.get(vip, person.id)).toBeDefined()
    const again = await practice.withKey('POST', `forms/${form}/subscribe`, { email: 'new@example.com' })
    expect(again.json).toMatchObject({ subscription: { state: 'active' } })
    expect(practice.kit.tally.of(person.id)).toMatchObject({ created: 1, formAdds: 1, formRepeats: 1 })
  })

  it.each([
    ['sequences', 'course', 'Welcome'],
    ['courses', 'course', 'Welcome'],
    ['tags', 'tag', 'VIP'],
    ['forms', 'form', 'Free guide'],
  ] as const)('come in by %s as active', async (path, type, name) => {
    const practice = await startV3()
    const { state } = practice.kit
    const table = { course: state.sequences, tag: state.tags, form: state.forms }[type]
    const id = idOf(table, name)
    const answer = await practice.withKey('POST', `${path}/${id}/subscribe`, {
      email: 'new@example.com',
      tags: '',
    })
    expect(answer.json).toMatchObject({ subscription: { subscribable_type: type, subscribable_id: id } })
    expect(personIn(practice, 'new@example.com').state).toBe('active')
    await practice.catchUp()
    const list = await practice.v3(
      'GET',
      `${path}/${id}/subscriptions?sort_order=desc&subscriber_state=active`,
    )
    const { subscriptions, ...page } = list.json as { subscriptions: { state: string; subscriber: object }[] }
    expect(page).toMatchObject({ page: 1 })
    expect(subscriptions[0]).toMatchObject({
      state: 'active',
      subscriber: { email_address: 'new@example.com', fields: { city: null } },
    })
  })

  it('who left stay away, whatever brings them in', async () => {
    const practice = await startV3()
    const tag = idOf(practice.kit.state.tags, 'VIP')
    await practice.withKey('POST', `tags/${tag}/subscribe`, { email: 'left.early@example.com' })
    expect(personIn(practice, 'left.early@example.com').state).toBe('cancelled')
  })

  it.each([
    ['forms', 'no address', { email: 'none' }, 422, 'Error updating subscriber', 'Email address is invalid'],
    ['tags', 'no address', {}, 422, 'Error updating subscriber', 'Email address is invalid'],
    [
      'forms/1',
      'a form nobody has',
      { email: ada },
      404,
      'Not Found',
      "The entity you were trying to find doesn't exist",
    ],
    ['sequences/1', 'a course nobody has', { email: ada }, 404, 'Course not found', ''],
    ['tags/1', 'a tag nobody has', { email: ada }, 404, 'Tag not found', ''],
  ])('are refused by %s for %s', async (path, _, body, status, error, message) => {
    const practice = await startV3()
    const { forms, tags } = practice.kit.state
    const [id = 0] = path === 'forms' ? forms.keys() : tags.keys()
    const answer = await practice.withKey(
      'POST',
      `${path}${path.includes('/') ? '' : `/${id}`}/subscribe`,
      body,
    )
    expect([answer.status, answer.json]).toEqual([status, { error, message }])
  })

  it('are listed fifty a page, active ones only; who left by when they did', async () => {
    const practice = await startV3()
    const first = (await practice.v3('GET', 'subscribers')).json as {
      total_subscribers: number
      total_pages: number
      subscribers: { state: string }[]
    }
    const active = [...practice.kit.state.subscribers.all()].filter(({ state }) => state === 'active')
    expect(first.total_subscribers).toBe(active.length)
    expect(first.total_pages).toBe(Math.ceil(active.length / 50))
    expect(first.subscribers.every(({ state }) => state === 'active')).toBe(true)
    const beyond = await practice.v3('GET', 'subscribers?page=99')
    expect(beyond.json).toMatchObject({ page: 99, subscribers: [] })
    const left = await practice.v3(
      'GET',
      'subscribers?sort_field=cancelled_at&email_address=left.early%40example.com',
    )
    expect(left.json).toMatchObject({ total_subscribers: 1, subscribers: [{ state: 'cancelled' }] })
    expect((await practice.v3('GET', 'subscribers?sort_field=id')).status).toBe(422)
  })

  it('are found by the days they came and changed, both ends included', async () => {
    const practice = await startV3()
    await practice.withKey('POST', `tags/${idOf(practice.kit.state.tags, 'VIP')}/subscribe`, {
      email: 'new@example.com',
    })
    await practice.catchUp()
    const day = new Date(practice.clock.now()).toISOString().slice(0, 10)
    const today = await practice.v3(
      'GET',
      `subscribers?from=${day}&to=${day}&updated_from=${day}&updated_to=${day}`,
    )
    expect(today.json).toMatchObject({
      total_subscribers: 1,
      subscribers: [{ email_address: 'new@example.com' }],
    })
  })

  it('are changed by id, later where they have more than ten fields, and not at all beyond 125', async () => {
    const practice = await startV3()
    const { id } = personIn(practice, ada)
    const changed = await practice.v3('PUT', `subscribers/${id}`, {
      first_name: 'Adaeze',
      fields: { city: 'Kano' },
    })
    expect([changed.status, changed.json]).toMatchObject([
      200,
      { subscriber: { id, first_name: 'Adaeze', fields: { city: 'Kano' } } },
    ])
    const fields = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, each) => [`f${each}`, 'x']))
    expect((await practice.v3('PUT', `subscribers/${id}`, { fields: fields(11) })).status).toBe(202)
    expect((await practice.v3('PUT', `subscribers/${id}`, { fields: fields(126) })).status).toBe(400)
  })

  it('leave by their address', async () => {
    const practice = await startV3()
    const answer = await practice.v3('PUT', 'unsubscribe', { email: ada })
    expect([answer.status, answer.json]).toMatchObject([200, { subscriber: { state: 'cancelled' } }])
    expect((await practice.v3('PUT', 'unsubscribe', { email: 'nobody@example.com' })).status).toBe(404)
  })

  it('lose a tag by id or by address, and the tag comes back', async () => {
    const practice = await startV3()
    const tag = idOf(practice.kit.state.tags, 'Never used')
    const { id } = personIn(practice, ada)
    const put = () => practice.withKey('POST', `tags/${tag}/subscribe`, { email: ada })
    await put()
    expect((await practice.withKey('GET', `subscribers/${id}/tags`)).json).toMatchObject({
      tags: expect.arrayContaining([expect.objectContaining({ id: tag, name: 'Never used' })]) as unknown,
    })
    const byId = await practice.v3('DELETE', `subscribers/${id}/tags/${tag}`)
    expect([byId.status, byId.json]).toMatchObject([200, { id: tag, name: 'Never used' }])
    await put()
    expect((await practice.v3('POST', `tags/${tag}/unsubscribe`, { email: ada })).json).toMatchObject({
      id: tag,
    })
    expect((await practice.v3('POST', `tags/${tag}/unsubscribe`, { email: ada })).status).toBe(404)
  })
})
