import { describe, expect, it } from 'vitest'
import { documentOf, errorsOf, pointersOf, resourceOf, startTestKlaviyo } from './klaviyoHarness.ts'

const condition = {
  type: 'profile-property',
  property: "properties['plan']",
  filter: { type: 'string', operator: 'in', value: ['pro', 'max'] },
}
const segment = {
  data: {
    type: 'segment',
    attributes: { name: 'Payers', definition: { condition_groups: [{ conditions: [condition] }] } },
  },
}

describe('segments', () => {
  it('say they are not processing, and have nobody for nine minutes', async () => {
    const { ask, clock, importRows } = await startTestKlaviyo()
    await importRows([{ attributes: { email: 'p@example.com', properties: { plan: 'pro' } } }])
    const created = await ask('POST', '/api/segments', segment)
    const { id, attributes } = resourceOf(created)
    expect([created.status, attributes.is_processing, attributes.is_active]).toEqual([201, false, true])
    const emails = async () =>
      documentOf(await ask('GET', `/api/segments/${id}/profiles`)).data.map((each) => each.attributes.email)
    expect(await emails()).toEqual([])
    await clock.advance(540_000)
    expect(await emails()).toEqual(['p@example.com'])
    const counted = await ask('GET', `/api/segments/${id}?additional-fields[segment]=profile_count`)
    expect(resourceOf(counted).attributes.profile_count).toBe(1)
  })

  it('follow the people who start and stop to fit', async () => {
    const { ask, klaviyo, person } = await startTestKlaviyo()
    const [, readers] = [...klaviyo.state.segments.values()]
    const { id } = person('left.early@example.com')
    const isIn = async () =>
      documentOf(
        await ask('GET', `/api/segments/${readers?.id ?? ''}/profiles?filter=any(profile_id,["${id}"])`),
      ).data.length
    expect(await isIn()).toBe(1)
    const [list] = [...klaviyo.state.lists.values()]
    await ask('DELETE', `/api/lists/${list?.id ?? ''}/relationships/profiles`, {
      data: [{ type: 'profile', id }],
    })
    expect(await isIn()).toBe(0)
  })

  it('can be created a hundred times a day', async () => {
    const { ask } = await startTestKlaviyo()
    const { headers } = await ask('POST', '/api/segments', segment)
    expect(headers.get('ratelimit-limit')).toBe('1, 1;w=1, 15;w=60, 100;w=86400')
    expect(headers.get('ratelimit-remaining-daily')).toBe('99')
  })
})

describe('tags', () => {
  const tag = (name: string, groupId?: string) => ({
    data: {
      type: 'tag',
      attributes: { name },
      ...(groupId === undefined
        ? {}
        : { relationships: { 'tag-group': { data: { type: 'tag-group', id: groupId } } } }),
    },
  })

  it('go into the default group, which stays for ever', async () => {
    const { ask } = await startTestKlaviyo()
    const created = resourceOf(await ask('POST', '/api/tags', tag('csv')))
    const group = (created.relationships['tag-group']?.data as { id: string }).id
    expect(resourceOf(await ask('GET', `/api/tag-groups/${group}`)).attributes).toMatchObject({
      name: 'Ungrouped Tags',
      default: true,
    })
    expect((await ask('DELETE', `/api/tag-groups/${group}`)).status).toBe(400)
  })

  it('are renamed and deleted with an empty 204', async () => {
    const { ask, clock } = await startTestKlaviyo()
    const { id } = resourceOf(await ask('POST', '/api/tags', tag('csv')))
    const rename = { data: { type: 'tag', id, attributes: { name: 'sheet' } } }
    const answer = await ask('PATCH', `/api/tags/${id}`, rename)
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(resourceOf(await ask('GET', `/api/tags/${id}`)).attributes.name).toBe('sheet')
    await clock.advance(1000)
    expect((await ask('DELETE', `/api/tags/${id}`)).status).toBe(204)
    expect((await ask('GET', `/api/tags/${id}`)).status).toBe(404)
  })

  it('of an exclusive group are on a list once', async () => {
    const { ask, klaviyo, list } = await startTestKlaviyo()
    const tags = [...klaviyo.state.tags.values()]
    const [spring, autumn] = ['spring', 'autumn'].map(
      (name) => tags.find((each) => each.name === name)?.id ?? '',
    )
    const body = { data: [{ type: 'list', id: list('VIP').id }] }
    expect((await ask('POST', `/api/tags/${spring ?? ''}/relationships/lists`, body)).status).toBe(204)
    expect((await ask('POST', `/api/tags/${autumn ?? ''}/relationships/lists`, body)).status).toBe(400)
    await ask('DELETE', `/api/tags/${spring ?? ''}/relationships/lists`, body)
    expect((await ask('POST', `/api/tags/${autumn ?? ''}/relationships/lists`, body)).status).toBe(204)
  })
})

describe('metrics', () => {
  it('come with a category that is text in one and an object in another, by which nothing is found', async () => {
    const { ask } = await startTestKlaviyo()
    const { data } = documentOf(await ask('GET', '/api/metrics'))
    const kinds = data.map(
      ({ attributes }) => typeof (attributes.integration as { category: unknown }).category,
    )
    expect(new Set(kinds)).toEqual(new Set(['string', 'object']))
    const found = await ask('GET', '/api/metrics?filter=equals(integration.category,"Internal")')
    expect(documentOf(found).data).toEqual([])
  })
})

describe('events', () => {
  const event = (more: Readonly<Record<string, unknown>>) => ({
    data: {
      type: 'event',
      attributes: {
        properties: {},
        metric: { data: { type: 'metric', attributes: { name: 'Imported' } } },
        profile: { data: { type: 'profile', attributes: { email: 'li.na@example.org' } } },
        ...more,
      },
    },
  })

  it('are kept once for a unique id, and change the profile they come with', async () => {
    const { ask, clock, klaviyo, person } = await startTestKlaviyo()
    const profile = {
      data: { type: 'profile', attributes: { email: 'li.na@example.org', properties: { row: 7 } } },
    }
    for (const value of [1, 2]) {
      const answer = await ask('POST', '/api/events', event({ unique_id: 'a', value, profile }))
      expect([answer.status, answer.text]).toEqual([202, ''])
    }
    await clock.advance(2000)
    const { id, properties, lastEventAt } = person('li.na@example.org')
    expect([properties.row, lastEventAt]).toEqual([7, clock.now() - 2000])
    const kept = documentOf(await ask('GET', `/api/events?filter=equals(profile_id,"${id}")&sort=-datetime`))
    expect(kept.data[0]?.attributes.event_properties).toEqual({ $event_id: 'a', $value: 1 })
    expect(klaviyo.tally.of(id).events).toBe(1)
  })

  it('without a unique id are kept once a second', async () => {
    const { ask, clock, klaviyo, person } = await startTestKlaviyo()
    for (const time of ['2026-11-01T10:00:00.100Z', '2026-11-01T10:00:00.900Z', '2026-11-01T10:00:01Z'])
      await ask('POST', '/api/events', event({ time }))
    await clock.advance(2000)
    expect(klaviyo.tally.of(person('li.na@example.org').id).events).toBe(2)
  })

  it.each([
    ['time', { time: '1989-01-01T00:00:00Z' }],
    ['time', { time: '2028-01-01T00:00:00Z' }],
    ['properties', { properties: Object.fromEntries(Array.from({ length: 401 }, (_, n) => [`k${n}`, n])) }],
    ['properties/list', { properties: { list: Array(4001).fill(0) } }],
    ['properties', { properties: { a: JSON.parse(`${'['.repeat(12)}${']'.repeat(12)}`) as unknown } }],
  ])('are refused at %s', async (where, more) => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('POST', '/api/events', event(more))
    expect([answer.status, ...pointersOf(answer)]).toEqual([400, `/data/attributes/${where}`])
  })

  it('in bulk name the bad address, and refuse an id that comes twice', async () => {
    const { ask } = await startTestKlaviyo()
    const bulk = (emails: readonly string[]) => ({
      data: {
        type: 'event-bulk-create-job',
        attributes: {
          'events-bulk-create': {
            data: emails.map((email) => ({
              type: 'event-bulk-create',
              attributes: {
                profile: { data: { type: 'profile', attributes: { email } } },
                events: {
                  data: [
                    {
                      type: 'event',
                      attributes: {
                        properties: {},
                        unique_id: 'same',
                        metric: { data: { type: 'metric', attributes: { name: 'Imported' } } },
                      },
                    },
                  ],
                },
              },
            })),
          },
        },
      },
    })
    const bad = await ask('POST', '/api/event-bulk-create-jobs', bulk(['bad']))
    expect(pointersOf(bad)).toEqual([
      '/data/attributes/events-bulk-create/data/0/attributes/profile/data/attributes/email',
    ])
    const twice = await ask('POST', '/api/event-bulk-create-jobs', bulk(['a@example.com', 'b@example.com']))
    expect(twice.status).toBe(400)
    expect((await ask('POST', '/api/event-bulk-create-jobs', bulk(['a@example.com']))).status).toBe(202)
  })

  it('that are unknown are a 400', async () => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('GET', '/api/events/NOPE01')
    expect([answer.status, errorsOf(answer)[0]?.detail, ...pointersOf(answer)]).toEqual([
      400,
      "Invalid Event ID: 'NOPE01'",
      '/data/id',
    ])
  })

  it('include their profile without its subscriptions, whatever was asked for', async () => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask(
      'GET',
      '/api/events?include=profile&additional-fields[profile]=subscriptions&page[size]=1',
    )
    expect(documentOf(answer).included?.[0]?.attributes.subscriptions).toBeNull()
  })
})
