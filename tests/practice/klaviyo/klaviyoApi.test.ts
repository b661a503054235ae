/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment --
   The client’s own examples pass plain objects where its types name classes. */
import {
  AccountsApi,
  ApiKeySession,
  DataPrivacyApi,
  EventsApi,
  ListsApi,
  MetricsApi,
  ProfilesApi,
  SegmentsApi,
  TagsApi,
  WebhooksApi,
} from 'klaviyo-api'
import { describe, expect, it } from 'vitest'
import type { TestKlaviyo } from './klaviyoHarness.ts'
import { startTestKlaviyo } from './klaviyoHarness.ts'

/** Klaviyo's own client, pointed at the practice account. */
function officialClient({ address, klaviyo }: TestKlaviyo, key = klaviyo.keys.all) {
  const session = new ApiKeySession(key)
  const at = <Api extends { basePath: string }>(api: Api): Api => {
    api.basePath = address
    return api
  }
  return {
    accounts: at(new AccountsApi(session)),
    lists: at(new ListsApi(session)),
    profiles: at(new ProfilesApi(session)),
    segments: at(new SegmentsApi(session)),
    tags: at(new TagsApi(session)),
    events: at(new EventsApi(session)),
    metrics: at(new MetricsApi(session)),
    privacy: at(new DataPrivacyApi(session)),
    webhooks: at(new WebhooksApi(session)),
  }
}

async function start() {
  const practice = await startTestKlaviyo()
  return { ...practice, client: officialClient(practice) }
}

/** What the client throws for an answer that is none of 2xx. */
async function refusal(call: Promise<unknown>) {
  const error = (await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )) as { response?: { status: number; data: { errors?: readonly { code: string }[] } } } | undefined
  return { status: error?.response?.status, code: error?.response?.data.errors?.[0]?.code }
}

const channels = { email: { marketing: { consent: 'SUBSCRIBED' as const } } }

describe('the official klaviyo-api client', () => {
  it('reads the account and signs in with a key that works', async () => {
    const { client, klaviyo } = await start()
    const { body } = await client.accounts.getAccounts()
    expect(body.data[0]?.id).toBe(klaviyo.state.account.id)
    expect(body.data[0]?.attributes.contactInformation.organizationName).toBe('Practice Bakery')
  })

  it('walks all lists by their cursors, creates, changes, counts and deletes one', async () => {
    const { client, klaviyo } = await start()
    const names: (string | null | undefined)[] = []
    for (let cursor: string | undefined, more = true; more;) {
      const { body } = await client.lists.getLists(cursor === undefined ? {} : { pageCursor: cursor })
      names.push(...body.data.map((list) => list.attributes.name))
      cursor = body.links?.next
      more = Boolean(cursor)
    }
    expect(names).toHaveLength(klaviyo.state.lists.size)

    const created = await client.lists.createList({
      data: { type: 'list', attributes: { name: 'From the client', optInProcess: 'double_opt_in' } },
    })
    const { id } = created.body.data
    expect(created.body.data.attributes.created).toBeInstanceOf(Date)
    await client.lists.updateList(id, { data: { type: 'list', id, attributes: { name: 'Renamed' } } })
    const read = await client.lists.getList(id, { additionalFieldsList: ['profile_count'] })
    expect(read.body.data.attributes).toMatchObject({
      name: 'Renamed',
      optInProcess: 'double_opt_in',
      profileCount: 0,
    })
    await client.lists.deleteList(id)
    expect(await refusal(client.lists.getList(id))).toEqual({ status: 404, code: 'not_found' })
  })

  it('creates, upserts, changes and reads profiles, and understands a conflict', async () => {
    const { client } = await start()
    const attributes = { email: 'new@example.com', phoneNumber: '+12025550123', properties: { zip: '01234' } }
    const created = await client.profiles.createProfile({ data: { type: 'profile', attributes } })
    const id = created.body.data.id ?? ''
    expect(created.response.status).toBe(201)
    expect(await refusal(client.profiles.createProfile({ data: { type: 'profile', attributes } }))).toEqual({
      status: 409,
      code: 'duplicate_profile',
    })
    const upserted = await client.profiles.createOrUpdateProfile({
      data: { type: 'profile', attributes: { email: 'new@example.com', firstName: 'Noor' } },
    })
    expect([upserted.response.status, upserted.body.data.id]).toEqual([200, id])
    await client.profiles.updateProfile(id, {
      data: {
        type: 'profile',
        id,
        attributes: { properties: { points: 3 } },
        meta: { patchProperties: { append: { tags: 'a' } } },
      },
    })
    const read = await client.profiles.getProfile(id, {
      additionalFieldsProfile: ['subscriptions'],
      include: ['lists'],
    })
    expect(read.body.data.attributes).toMatchObject({
      firstName: 'Noor',
      phoneNumber: '+12025550123',
      properties: { zip: '01234', points: 3, tags: ['a'] },
    })
    expect(read.body.data.attributes.subscriptions?.email?.marketing?.consent).toBe('NEVER_SUBSCRIBED')
    const found = await client.profiles.getProfiles({ filter: 'equals(email,"new@example.com")' })
    expect(found.body.data.map((each) => each.id)).toEqual([id])
  })

  it('imports in bulk, follows the job and reads who is on the list', async () => {
    const { client, clock, list } = await start()
    const { id: listId } = list('Nobody yet')
    const { body, response } = await client.profiles.bulkImportProfiles({
      data: {
        type: 'profile-bulk-import-job',
        attributes: {
          profiles: {
            data: ['a@example.com', 'b@example.com'].map((email) => ({
              type: 'profile' as const,
              attributes: { email, firstName: 'Row' },
            })),
          },
        },
        relationships: { lists: { data: [{ type: 'list', id: listId }] } },
      },
    })
    expect([response.status, body.data.attributes.status]).toEqual([202, 'queued'])
    await clock.advance(10_000)
    const job = await client.profiles.getBulkImportProfilesJob(body.data.id, { include: ['lists'] })
    expect(job.body.data.attributes).toMatchObject({
      status: 'complete',
      totalCount: 2,
      completedCount: 2,
      failedCount: 0,
    })
    const errors = await client.profiles.getErrorsForBulkImportProfilesJob(body.data.id)
    expect(errors.body.data).toEqual([])
    const members = await client.lists.getProfilesForList(listId)
    expect(members.body.data.map((each) => each.attributes.email)).toEqual(['a@example.com', 'b@example.com'])
    expect(members.body.data[0]?.attributes.joinedGroupAt).toBeInstanceOf(Date)
  })

  it('subscribes, unsubscribes and suppresses, which only reading back proves', async () => {
    const { client, clock, list, person } = await start()
    const email = 'not.confirmed@example.org'
    const subscribed = await client.profiles.bulkSubscribeProfiles({
      data: {
        type: 'profile-subscription-bulk-create-job',
        attributes: {
          profiles: { data: [{ type: 'profile', attributes: { email, subscriptions: channels } }] },
        },
        relationships: { list: { data: { type: 'list', id: list('Newsletter').id } } },
      },
    })
    expect([subscribed.response.status, subscribed.response.data]).toEqual([202, ''])
    await clock.advance(15_000)
    expect(person(email).consent.email.consent).toBe('SUBSCRIBED')

    await client.profiles.bulkUnsubscribeProfiles({
      data: {
        type: 'profile-subscription-bulk-delete-job',
        attributes: {
          profiles: {
            data: [
              {
                type: 'profile',
                attributes: { email, subscriptions: { email: { marketing: { consent: 'UNSUBSCRIBED' } } } },
              },
            ],
          },
        },
      },
    })
    expect(person(email).consent.email.consent).toBe('UNSUBSCRIBED')

    const { body } = await client.profiles.bulkSuppressProfiles({
      data: {
        type: 'profile-suppression-bulk-create-job',
        attributes: { profiles: { data: [{ type: 'profile', attributes: { email } }] } },
      },
    })
    expect(body.data.attributes).toMatchObject({ status: 'processing', totalCount: 0 })
    await clock.advance(5000)
    const read = await client.profiles.getProfile(person(email).id, {
      additionalFieldsProfile: ['subscriptions'],
    })
    expect(
      read.body.data.attributes.subscriptions?.email?.marketing?.suppression?.map(({ reason }) => reason),
    ).toEqual(['UNSUBSCRIBE', 'USER_SUPPRESSED'])
  })

  it('adds to a list and takes off again', async () => {
    const { client, list, person } = await start()
    const { id } = person('ada.okafor@example.com')
    const body = { data: [{ type: 'profile' as const, id }] }
    const empty = list('Nobody yet').id
    expect((await client.lists.addProfilesToList(empty, body)).response.status).toBe(204)
    expect((await client.lists.getProfileIdsForList(empty)).body.data.map((each) => each.id)).toEqual([id])
    await client.lists.removeProfilesFromList(empty, body)
    expect((await client.lists.getProfileIdsForList(empty)).body.data).toEqual([])
  })

  it('sends events and reads them with their metric', async () => {
    const { client, clock, person } = await start()
    await client.events.createEvent({
      data: {
        type: 'event',
        attributes: {
          properties: { row: 7 },
          value: 9.99,
          metric: { data: { type: 'metric', attributes: { name: 'CSV Imported' } } },
          profile: { data: { type: 'profile', attributes: { email: 'ada.okafor@example.com' } } },
        },
      },
    })
    await clock.advance(2000)
    const { id } = person('ada.okafor@example.com')
    const { body } = await client.events.getEvents({
      filter: `equals(profile_id,"${id}")`,
      include: ['metric'],
      sort: '-datetime',
    })
    expect(body.data[0]?.attributes.eventProperties).toMatchObject({ row: 7, $value: 9.99 })
    expect(JSON.stringify(body.included)).toContain('CSV Imported')
    expect((await client.metrics.getMetrics()).body.data.length).toBeGreaterThan(5)
  })

  it('tags a list and reads segments with their members', async () => {
    const { client, list } = await start()
    const { body } = await client.tags.createTag({ data: { type: 'tag', attributes: { name: 'csv' } } })
    const listId = list('Newsletter').id
    await client.tags.tagLists(body.data.id, { data: [{ type: 'list', id: listId }] })
    const tags = await client.lists.getTagsForList(listId)
    expect(tags.body.data.map((tag) => tag.attributes.name)).toContain('csv')

    const segments = await client.segments.getSegments({ filter: 'equals(name,["Newsletter readers"])' })
    const segment = segments.body.data[0]
    expect(segment?.attributes.definition?.conditionGroups).toHaveLength(1)
    const members = await client.segments.getProfilesForSegment(segment?.id ?? '', { pageSize: 100 })
    expect(members.body.data.length).toBeGreaterThan(50)
  })

  it('merges two people and deletes one for good', async () => {
    const { client, clock, klaviyo, person } = await start()
    const [into, from] = [person('ada.okafor@example.com').id, person('li.na@example.org').id]
    const merged = await client.profiles.mergeProfiles({
      data: {
        type: 'profile-merge',
        id: into,
        relationships: { profiles: { data: [{ type: 'profile', id: from }] } },
      },
    })
    expect([merged.response.status, merged.body.data.id]).toEqual([202, into])
    await client.privacy.requestProfileDeletion({
      data: {
        type: 'data-privacy-deletion-job',
        attributes: { profile: { data: { type: 'profile', attributes: { email: 'quotes@example.com' } } } },
      },
    })
    await clock.advance(20_000)
    expect(klaviyo.state.profiles.get(from)).toBeUndefined()
    expect(klaviyo.state.profiles.byEmail('quotes@example.com')).toBeUndefined()
  })

  it('understands every kind of refusal', async () => {
    const practice = await start()
    const { client, klaviyo } = practice
    const body = { data: { type: 'list' as const, attributes: { name: 'x' } } }
    expect(await refusal(officialClient(practice, 'pk_wrong').lists.getLists())).toEqual({
      status: 401,
      code: 'authentication_failed',
    })
    const reader = officialClient(practice, klaviyo.keys.readOnly)
    expect(await refusal(reader.lists.createList(body))).toEqual({ status: 403, code: 'permission_denied' })
    expect(await refusal(client.webhooks.getWebhooks())).toEqual({ status: 403, code: 'permission_denied' })
    expect(await refusal(client.lists.getLists({ filter: 'contains(name,"x")' }))).toEqual({
      status: 400,
      code: 'invalid',
    })
    klaviyo.faults.set([{ kind: 'blocked', times: 1 }])
    expect(await refusal(client.lists.getLists())).toEqual({ status: 403, code: undefined })
  })

  it('waits out a 429 by its Retry-After', async () => {
    const { client, klaviyo } = await start()
    klaviyo.faults.set([{ kind: 'too-many-requests', retryAfterSeconds: 0, times: 1 }])
    expect((await client.lists.getLists()).body.data).toHaveLength(10)
    expect(klaviyo.requests.entries.map(({ status }) => status)).toEqual([429, 200])
  })
})
