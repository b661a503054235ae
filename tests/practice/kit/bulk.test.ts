import { describe, expect, it } from 'vitest'
import type { TestPractice } from '../harness.ts'
import { errorsOf, idOf, personIn, startTestPractice } from '../harness.ts'
import { startReceiver } from './receiver.ts'
import { bearer, signIn } from './oauth/oauthHarness.ts'

interface BulkPractice extends TestPractice {
  readonly bulk: (method: string, path: string, body: unknown) => ReturnType<TestPractice['call']>
}

/** Sends bulk requests with an access token. */
async function startBulk(): Promise<BulkPractice> {
  const practice = await startTestPractice()
  const headers = bearer((await signIn(practice)).access_token)
  return {
    ...practice,
    bulk: (method, path, body) => practice.call(method, `/v4/bulk/${path}`, body, headers),
  }
}

function people(count: number) {
  return Array.from({ length: count }, (_, index) => ({ email_address: `bulk${index}@example.com` }))
}

describe('bulk requests of the practice Kit', () => {
  it.each([
    ['POST', 'subscribers', 'subscribers', 'No subscribers included for processing'],
    ['POST', 'tags', 'tags', 'No tags included for processing'],
    ['DELETE', 'tags', 'tags', 'No tags included for processing'],
    ['POST', 'tags/subscribers', 'taggings', 'No taggings included for processing'],
    ['DELETE', 'tags/subscribers', 'taggings', 'No taggings included for processing'],
    ['POST', 'forms/subscribers', 'additions', 'No additions included for processing'],
    ['POST', 'custom_fields', 'custom_fields', 'No custom fields included for processing'],
    [
      'POST',
      'custom_fields/subscribers',
      'custom_field_values',
      'No custom field values included for processing',
    ],
  ])('%s %s says so where its list is empty or none', async (method, path, rows, text) => {
    const { bulk } = await startBulk()
    for (const list of [undefined, null, [], {}, 'x', [[]], [null]]) {
      const answer = await bulk(method, path, { [rows]: list })
      expect([answer.status, answer.json]).toEqual([422, { errors: [text] }])
    }
  })

  it('creates and renames people, and answers in another order than they were sent', async () => {
    const practice = await startBulk()
    const ada = personIn(practice, 'ada.okafor@example.com')
    const sent = [
      { email_address: 'ADA.okafor@example.com', first_name: 'Adaeze', state: 'cancelled' },
      ...people(9),
    ]
    const answer = await practice.bulk('POST', 'subscribers', { subscribers: sent })
    const { subscribers, failures } = answer.json as {
      subscribers: { id: number; email_address: string; state: string }[]
      failures: unknown[]
    }
    expect([answer.status, failures]).toEqual([200, []])
    const addresses = subscribers.map(({ email_address }) => email_address)
    expect(addresses).not.toEqual(sent.map(({ email_address }) => email_address.toLowerCase()))
    expect([...addresses].sort()).toEqual(sent.map(({ email_address }) => email_address.toLowerCase()).sort())
    expect(subscribers.find(({ id }) => id === ada.id)).toEqual({
      id: ada.id,
      first_name: 'Adaeze',
      email_address: ada.emailAddress,
      state: 'active',
      created_at: expect.any(String) as unknown,
    })
    expect(practice.kit.tally.of(ada.id)).toMatchObject({ created: 0, changed: 1 })
  })

  it('tells each failed row with what it sent, and writes the others', async () => {
    const practice = await startBulk()
    const answer = await practice.bulk('POST', 'subscribers', {
      subscribers: [
        { first_name: 'Benito', email_address: null },
        { email_address: 'fine@example.com', state: 'inactive' },
      ],
    })
    expect(answer.json).toEqual({
      subscribers: [expect.objectContaining({ email_address: 'fine@example.com', state: 'inactive' })],
      failures: [
        {
          subscriber: { first_name: 'Benito', email_address: null, state: 'active', created_at: null },
          errors: ['Email address is invalid'],
        },
      ],
    })
  })

  it('makes tags, finds those that are there in any case, and fails blank ones', async () => {
    const practice = await startBulk()
    const vip = idOf(practice.kit.state.tags, 'VIP')
    const answer = await practice.bulk('POST', 'tags', {
      tags: [{ name: 'vip' }, { name: 'Fresh' }, { name: ' ' }],
    })
    const { tags, failures } = answer.json as { tags: { id: number; name: string }[]; failures: object[] }
    expect(tags.map(({ name }) => name).sort()).toEqual(['Fresh', 'VIP'])
    expect(tags.some(({ id }) => id === vip)).toBe(true)
    expect(failures).toEqual([{ errors: ["Name can't be blank"], tag: { name: ' ', created_at: null } }])
  })

  it('deletes tags, and everybody loses them', async () => {
    const practice = await startBulk()
    const { state } = practice.kit
    const vip = idOf(state.tags, 'VIP')
    const member = [...state.memberships.tag.of(vip)][0]?.subscriberId ?? 0
    const answer = await practice.bulk('DELETE', 'tags', { tags: [{ id: vip }, { id: 91 }] })
    expect([answer.status, answer.json]).toEqual([
      200,
      { failures: [{ errors: ['Tag does not exist'], tag: { id: 91 } }] },
    ])
    expect(state.tags.has(vip)).toBe(false)
    const { json } = await practice.call('GET', `/v4/subscribers/${member}/tags`)
    expect((json as { tags: { id: number }[] }).tags.map(({ id }) => id)).not.toContain(vip)
  })

  it('tags and untags people, once for each tagging, and keeps the first time', async () => {
    const practice = await startBulk()
    const tag = idOf(practice.kit.state.tags, 'Never used')
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const taggings = [
      { tag_id: tag, subscriber_id: id },
      { tag_id: 1, subscriber_id: id },
      { tag_id: tag, subscriber_id: 1 },
    ]
    const first = (await practice.bulk('POST', 'tags/subscribers', { taggings })).json as {
      subscribers: { id: number; tagged_at: string }[]
      failures: object[]
    }
    expect(first.subscribers).toEqual([
      {
        id,
        first_name: expect.any(String) as unknown,
        email_address: 'ada.okafor@example.com',
        created_at: expect.any(String) as unknown,
        tagged_at: expect.any(String) as unknown,
      },
    ])
    expect(first.failures).toHaveLength(2)
    expect(first.failures).toEqual(
      expect.arrayContaining([
        { errors: ['Tag does not exist'], tagging: { tag_id: null, subscriber_id: id } },
        { errors: ['Subscriber does not exist'], tagging: { tag_id: tag, subscriber_id: null } },
      ]),
    )
    await practice.clock.advance(5000)
    const again = await practice.bulk('POST', 'tags/subscribers', { taggings: taggings.slice(0, 1) })
    expect(again.json).toMatchObject({ subscribers: [{ tagged_at: first.subscribers[0]?.tagged_at }] })
    expect(practice.kit.tally.of(id)).toMatchObject({ tagAdds: 1, tagRepeats: 1 })
    const away = await practice.bulk('DELETE', 'tags/subscribers', { taggings: taggings.slice(0, 1) })
    expect([away.status, away.json]).toEqual([200, { failures: [] }])
    expect(practice.kit.tally.of(id).untagged).toBe(1)
  })

  it('adds people to forms, and mails those who have to confirm', async () => {
    const practice = await startBulk()
    const form = idOf(practice.kit.state.forms, 'Weekly letter')
    const { json } = await practice.bulk('POST', 'subscribers', {
      subscribers: [{ email_address: 'waits@example.com', state: 'inactive' }],
    })
    const subscriber_id = (json as { subscribers: { id: number }[] }).subscribers[0]?.id ?? 0
    const referrer = 'https://a.example/?utm_source=letter'
    const additions = [
      { form_id: form, subscriber_id, referrer },
      { form_id: 1, subscriber_id },
    ]
    const answer = await practice.bulk('POST', 'forms/subscribers', { additions })
    expect(answer.json).toMatchObject({
      subscribers: [{ id: subscriber_id, referrer, referrer_utm_parameters: { source: 'letter' } }],
      failures: [
        { errors: ['Form does not exist'], subscription: { form_id: null, subscriber_id, referrer: null } },
      ],
    })
    expect(practice.kit.state.mailsSent.get(subscriber_id)).toBe(1)
  })

  it('makes custom fields and writes values, by the ids of field and person', async () => {
    const practice = await startBulk()
    const made = await practice.bulk('POST', 'custom_fields', {
      custom_fields: [{ label: 'City' }, { label: 'Shoe size' }, { label: '' }],
    })
    const { custom_fields, failures } = made.json as {
      custom_fields: { id: number; label: string; key: string; created_at: string }[]
      failures: unknown[]
    }
    expect(custom_fields.map(({ label }) => label).sort()).toEqual(['City', 'Shoe size'])
    expect(failures).toHaveLength(1)
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const field = custom_fields.find(({ key }) => key === 'shoe_size')?.id ?? 0
    const custom_field_values = [
      { subscriber_id: id, subscriber_custom_field_id: field, value: '38' },
      { subscriber_id: null, subscriber_custom_field_id: field, value: '39' },
      { subscriber_id: id, subscriber_custom_field_id: 999_999, value: '40' },
    ]
    const written = await practice.bulk('POST', 'custom_fields/subscribers', { custom_field_values })
    expect(written.json).toMatchObject({ custom_field_values: [custom_field_values[0]] })
    expect((written.json as { failures: unknown[] }).failures).toEqual(
      expect.arrayContaining([
        { errors: ['Subscriber does not exist'], custom_field_value: custom_field_values[1] },
        { errors: ['Custom field does not exist'], custom_field_value: custom_field_values[2] },
      ]),
    )
    const { json } = await practice.call('GET', `/v4/subscribers/${id}`)
    expect(json).toMatchObject({ subscriber: { fields: { shoe_size: '38' } } })
  })

  it('writes a hundred rows at once, and a hundred and one later', async () => {
    const practice = await startBulk()
    const before = practice.kit.state.subscribers.size
    expect((await practice.bulk('POST', 'subscribers', { subscribers: people(100) })).status).toBe(200)
    expect(practice.kit.state.subscribers.size).toBe(before + 100)
    const many = await practice.bulk('POST', 'subscribers', { subscribers: people(101) })
    expect([many.status, many.json]).toEqual([202, {}])
    expect(practice.kit.state.subscribers.size).toBe(before + 100)
    await practice.clock.advance(3100)
    expect(practice.kit.state.subscribers.size).toBe(before + 101)
  })

  it('sends the result of a queued request to an address of this computer, unsigned', async () => {
    const practice = await startBulk()
    const receiver = await startReceiver()
    const tags = Array.from({ length: 101 }, (_, index) => ({ name: `Tag ${index}` }))
    await practice.bulk('POST', 'tags', { tags, callback_url: receiver.address })
    await practice.clock.advance(3100)
    await expect.poll(() => receiver.received.length).toBe(1)
    expect((receiver.received[0] as { tags: unknown[] }).tags).toHaveLength(101)
    await expect
      .poll(() => practice.kit.outbox.deliveries)
      .toEqual([{ about: 'bulk', url: receiver.address, status: 200 }])
  })

  it('calls nobody elsewhere, and refuses an address that is none', async () => {
    const practice = await startBulk()
    const tags = Array.from({ length: 101 }, (_, index) => ({ name: `Tag ${index}` }))
    await practice.bulk('POST', 'tags', { tags, callback_url: 'https://elsewhere.example/' })
    await practice.clock.advance(3100)
    expect(practice.kit.state.tags.size).toBeGreaterThan(100)
    expect(practice.kit.outbox.deliveries).toEqual([])
    expect((await practice.bulk('POST', 'tags', { tags, callback_url: 'nowhere' })).status).toBe(422)
  })

  it('answers 413 when the queue is full, by its bytes or on purpose', async () => {
    const practice = await startBulk()
    practice.kit.state.queuedBytes = 299_999_990
    const text =
      'This request exceeds your queued bulk requests limit. Please wait while we process your existing requests and try again later.'
    const full = await practice.bulk('POST', 'subscribers', { subscribers: people(101) })
    expect([full.status, full.json]).toEqual([413, { errors: [text] }])
    expect((await practice.bulk('POST', 'subscribers', { subscribers: people(1) })).status).toBe(200)
    practice.kit.faults.set([{ kind: 'queue-full', times: 1 }])
    expect(errorsOf(await practice.bulk('POST', 'subscribers', { subscribers: people(1) }))).toEqual([text])
  })

  it('answers 403 where new people would exceed the plan, and lets known ones pass', async () => {
    const practice = await startBulk()
    practice.kit.faults.set([{ kind: 'subscriber-limit' }])
    const known = [{ email_address: 'ada.okafor@example.com' }]
    expect((await practice.bulk('POST', 'subscribers', { subscribers: known })).status).toBe(200)
    const more = await practice.bulk('POST', 'subscribers', { subscribers: [...known, ...people(1)] })
    expect([more.status, more.json]).toEqual([
      403,
      { errors: ['This request would exceed your subscriber limit'] },
    ])
  })

  it('lets somebody in the rows leave just before they are written', async () => {
    const practice = await startBulk()
    practice.kit.faults.set([{ kind: 'unsubscribes-between', times: 1 }])
    const known = [{ email_address: 'ada.okafor@example.com' }]
    const { json } = await practice.bulk('POST', 'subscribers', { subscribers: known })
    expect(json).toMatchObject({ subscribers: [{ state: 'cancelled' }] })
  })
})
