import { describe, expect, it } from 'vitest'
import { errorsOf, idOf, personIn, startTestPractice, subscriberOf, subscribersOf } from '../harness.ts'

const referrer =
  'https://bakery.example/fair?utm_source=flyer&utm_medium=print&utm_campaign=spring%20fair&utm_term=rye&utm_content=back'

describe('forms', () => {
  it('are listed while active, unless archived or trashed ones are asked for', async () => {
    const { call } = await startTestPractice()
    const names = async (query: string) =>
      ((await call('GET', `/v4/forms${query}`)).json as { forms: { name: string }[] }).forms.map(
        (form) => form.name,
      )
    expect(await names('')).toEqual(['Shop footer', 'Free guide', 'Weekly letter'])
    expect(await names('?status=archived')).toEqual(['Spring fair 2025'])
    expect(await names('?status=trashed')).toEqual(['Old contest'])
    expect(await names('?status=all')).toHaveLength(5)
    expect(await names('?type=hosted')).toEqual(['Free guide'])
    expect((await call('GET', '/v4/forms?status=gone')).status).toBe(422)
  })

  it('show what they are, and never whether they ask for confirmation', async () => {
    const { call } = await startTestPractice()
    const { forms } = (await call('GET', '/v4/forms?status=archived&include=subscriber_count')).json as {
      forms: object[]
    }
    expect(Object.keys(forms[0] ?? {})).toEqual([
      'id',
      'name',
      'created_at',
      'type',
      'format',
      'embed_js',
      'embed_url',
      'archived',
      'uid',
      'subscriber_count',
    ])
    expect(forms[0]).toMatchObject({ type: 'embed', archived: true })
  })

  it('take a person by address or id: 201 first, then 200 with the first time and referrer', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'zero.first@example.com')
    const form = idOf(practice.kit.state.forms, 'Shop footer')
    const first = await practice.call('POST', `/v4/forms/${form}/subscribers`, {
      email_address: 'zero.first@example.com',
      referrer,
    })
    await practice.clock.advance(60_000)
    const second = await practice.call('POST', `/v4/forms/${form}/subscribers/${id}`, {
      referrer: 'https://else.example',
    })
    expect([first.status, second.status]).toEqual([201, 200])
    expect(subscriberOf(second)).toMatchObject({
      id,
      added_at: '2026-11-20T09:00:00Z',
      referrer,
      referrer_utm_parameters: {
        source: 'flyer',
        medium: 'print',
        campaign: 'spring fair',
        term: 'rye',
        content: 'back',
      },
    })
    expect(practice.kit.tally.of(id)).toMatchObject({ formAdds: 1, formRepeats: 1 })
  })

  it('do without a referrer', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'zero.first@example.com')
    const form = idOf(practice.kit.state.forms, 'Shop footer')
    const answer = await practice.call('POST', `/v4/forms/${form}/subscribers/${id}`)
    expect([answer.status, subscriberOf(answer)]).toMatchObject([
      201,
      { referrer: null, referrer_utm_parameters: { source: null, content: null } },
    ])
  })

  it('answer 404 for an unknown form, a trashed one and an unknown person, and 422 without an address', async () => {
    const { kit, call } = await startTestPractice()
    const form = idOf(kit.state.forms, 'Shop footer')
    const known = { email_address: 'zero.first@example.com' }
    expect((await call('POST', '/v4/forms/1/subscribers', known)).status).toBe(404)
    expect(
      (await call('POST', `/v4/forms/${idOf(kit.state.forms, 'Old contest')}/subscribers`, known)).status,
    ).toBe(404)
    expect(
      (await call('POST', `/v4/forms/${form}/subscribers`, { email_address: 'nobody@example.com' })).status,
    ).toBe(404)
    const missing = await call('POST', `/v4/forms/${form}/subscribers`, { referrer })
    expect([missing.status, errorsOf(missing)]).toEqual([
      422,
      ['Either subscriber id or email address is required to add subscriber to form'],
    ])
  })

  it('with double opt-in mail an unconfirmed person once, however often they are added', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'not.confirmed@example.org')
    const form = idOf(practice.kit.state.forms, 'Weekly letter')
    await practice.call('POST', `/v4/forms/${form}/subscribers/${id}`)
    await practice.call('POST', `/v4/forms/${form}/subscribers/${id}`)
    expect(practice.kit.state.mailsSent.get(id)).toBe(1)
    expect(personIn(practice, 'not.confirmed@example.org').state).toBe('inactive')
  })

  it('mail nobody who is confirmed, who left, or who comes to a form without double opt-in', async () => {
    const practice = await startTestPractice()
    const optIn = idOf(practice.kit.state.forms, 'Weekly letter')
    const plain = idOf(practice.kit.state.forms, 'Shop footer')
    const add = async (form: number, address: string) => {
      const { id } = personIn(practice, address)
      expect((await practice.call('POST', `/v4/forms/${form}/subscribers/${id}`)).status).toBe(201)
      return practice.kit.state.mailsSent.get(id)
    }
    expect(await add(optIn, 'zero.first@example.com')).toBeUndefined()
    expect(await add(optIn, 'left.early@example.com')).toBeUndefined()
    expect(await add(plain, 'not.confirmed@example.org')).toBeUndefined()
  })

  it('list their people with when and from where they came', async () => {
    const practice = await startTestPractice()
    const form = idOf(practice.kit.state.forms, 'Weekly letter')
    const people = subscribersOf(await practice.call('GET', `/v4/forms/${form}/subscribers?status=all`))
    expect(people).toHaveLength([...practice.kit.state.memberships.form.of(form)].length)
    expect(people[0]).toMatchObject({ referrer_utm_parameters: { source: 'Weekly letter', term: 'bread' } })
    const ids = people.map((person) => person.id)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    const slim = subscribersOf(
      await practice.call('GET', `/v4/forms/${form}/subscribers?slim=1&added_before=2026-01-01`),
    )
    expect(slim[0]).not.toHaveProperty('fields')
    expect(slim.every((person) => (person.added_at ?? '') < '2026-01-01')).toBe(true)
  })

  it('have no way out', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const form = idOf(practice.kit.state.forms, 'Weekly letter')
    expect((await practice.call('DELETE', `/v4/forms/${form}/subscribers/${id}`)).status).toBe(404)
    expect(practice.kit.state.memberships.form.get(form, id)).toBeDefined()
  })
})
