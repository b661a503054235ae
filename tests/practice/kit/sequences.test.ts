import { describe, expect, it } from 'vitest'
import { errorsOf, idOf, personIn, startTestPractice, subscriberOf, subscribersOf } from '../harness.ts'

interface SequenceJson {
  readonly sequence: Readonly<Record<string, unknown>> & { readonly id: number }
}
interface EmailJson {
  readonly email: Readonly<Record<string, unknown>> & { readonly id: number; readonly position: number }
}

describe('sequences', () => {
  it('take a person by address or id: 201 first, then 200 with the first time', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'zero.first@example.com')
    const sequence = idOf(practice.kit.state.sequences, 'Welcome')
    const first = await practice.call('POST', `/v4/sequences/${sequence}/subscribers`, {
      email_address: 'zero.first@example.com',
    })
    await practice.clock.advance(60_000)
    const second = await practice.call('POST', `/v4/sequences/${sequence}/subscribers/${id}`)
    expect([first.status, second.status]).toEqual([201, 200])
    expect(subscriberOf(second)).toMatchObject({ id, added_at: '2026-11-20T09:00:00Z' })
    expect(practice.kit.tally.of(id)).toMatchObject({ sequenceAdds: 1, sequenceRepeats: 1 })
  })

  it('take nobody while inactive', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'zero.first@example.com')
    const sequence = idOf(practice.kit.state.sequences, 'Winter sale 2024')
    const answer = await practice.call('POST', `/v4/sequences/${sequence}/subscribers/${id}`)
    expect([answer.status, errorsOf(answer)]).toEqual([422, ['Sequence is inactive']])
    expect(practice.kit.state.memberships.sequence.get(sequence, id)).toBeUndefined()
  })

  it('answer 404 for an unknown sequence or person and 422 without an address', async () => {
    const { kit, call } = await startTestPractice()
    const path = `/v4/sequences/${idOf(kit.state.sequences, 'Welcome')}/subscribers`
    expect(
      (await call('POST', '/v4/sequences/1/subscribers', { email_address: 'zero.first@example.com' })).status,
    ).toBe(404)
    expect((await call('POST', path, { email_address: 'nobody@example.com' })).status).toBe(404)
    expect((await call('POST', path, {})).status).toBe(422)
  })

  it('list their people with when they were added', async () => {
    const { kit, call } = await startTestPractice()
    const sequence = idOf(kit.state.sequences, 'Welcome')
    const people = subscribersOf(await call('GET', `/v4/sequences/${sequence}/subscribers?status=all`))
    expect(people).toHaveLength([...kit.state.memberships.sequence.of(sequence)].length)
    expect(people[0]?.added_at).toMatch(/Z$/)
  })

  it('are created from a name alone, changed in part, and gone once deleted', async () => {
    const { call } = await startTestPractice()
    const made = await call('POST', '/v4/sequences', { name: 'Autumn' })
    const { sequence } = made.json as SequenceJson
    expect([made.status, sequence]).toMatchObject([
      201,
      {
        name: 'Autumn',
        active: true,
        send_hour: 11,
        time_zone: 'America/New_York',
        email_count: 0,
        subscriber_count: 0,
      },
    ])
    const changed = await call('PUT', `/v4/sequences/${sequence.id}`, {
      active: false,
      send_days: ['monday'],
    })
    expect(changed.json).toMatchObject({ sequence: { name: 'Autumn', active: false, send_days: ['monday'] } })
    expect((await call('DELETE', `/v4/sequences/${sequence.id}`)).status).toBe(204)
    expect((await call('GET', `/v4/sequences/${sequence.id}`)).status).toBe(404)
    expect(((await call('GET', '/v4/sequences')).json as { sequences: object[] }).sequences).toHaveLength(3)
  })

  it.each([
    [{}, "name can't be blank"],
    [{ name: ' ' }, "name can't be blank"],
    [{ name: 'A', send_hour: 24 }, 'send_hour must be an integer between 0 and 23'],
    [{ name: 'A', send_hour: '9' }, 'send_hour must be an integer between 0 and 23'],
    [{ name: 'A', email_template_id: 1 }, 'Email template not found'],
    [{ name: 'A', time_zone: 'Mars/Base' }, 'time_zone is invalid'],
    [{ name: 'A', send_days: 'monday' }, expect.stringContaining('send_days')],
    [{ name: 'A', exclude_subscriber_sources: [{ type: 'moon', ids: [] }] }, expect.stringContaining('type')],
    [
      { name: 'A', exclude_subscriber_sources: [{ type: 'tag', ids: ['x'] }] },
      expect.stringContaining('ids'),
    ],
  ])('refuse %j', async (body, error: unknown) => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/sequences', body)
    expect([answer.status, errorsOf(answer)]).toEqual([422, [error]])
  })

  it('hold mails by position, content only where it is asked for', async () => {
    const { kit, call } = await startTestPractice()
    const path = `/v4/sequences/${idOf(kit.state.sequences, 'Welcome')}/emails`
    const list = (await call('GET', path)).json as { emails: EmailJson['email'][] }
    expect(list.emails.map((email) => email.position)).toEqual([0, 1, 2])
    expect(list.emails[0]).not.toHaveProperty('content')
    const whole = (await call('GET', `${path}?include_content=true`)).json as typeof list
    expect(whole.emails[0]).toHaveProperty('content')
    expect((await call('GET', `${path}/${list.emails[0]?.id ?? 0}`)).json).toHaveProperty('email.content')
  })

  it('get new mails at the end, as drafts, each in a place of its own', async () => {
    const { kit, call } = await startTestPractice()
    const path = `/v4/sequences/${idOf(kit.state.sequences, 'Welcome')}/emails`
    const made = await call('POST', path, { subject: 'Four', delay_value: 2, delay_unit: 'hours' })
    expect([made.status, made.json]).toMatchObject([
      201,
      { email: { position: 3, published: false, send_days: null } },
    ])
    const { id } = (made.json as EmailJson).email
    expect((await call('PUT', `${path}/${id}`, { position: 1 })).status).toBe(422)
    expect((await call('PUT', `${path}/${id}`, { delay_unit: 'weeks' })).status).toBe(422)
    expect((await call('PUT', `${path}/${id}`, { published: true, subject: 'Fourth' })).json).toMatchObject({
      email: { subject: 'Fourth', published: true, delay_value: 2 },
    })
    expect((await call('DELETE', `${path}/${id}`)).status).toBe(204)
    expect((await call('GET', `${path}/${id}`)).status).toBe(404)
    const blank = await call('POST', path, { delay_value: 1, delay_unit: 'days' })
    expect([blank.status, errorsOf(blank)]).toEqual([422, ["subject can't be blank"]])
  })
})
