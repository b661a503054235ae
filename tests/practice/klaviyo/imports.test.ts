import { describe, expect, it } from 'vitest'
import {
  documentOf,
  errorsOf,
  importJob,
  pointersOf,
  resourceOf,
  startTestKlaviyo,
} from './klaviyoHarness.ts'

const jobs = '/api/profile-bulk-import-jobs'
const row = (email: string, more: Readonly<Record<string, unknown>> = {}) => ({
  attributes: { email, ...more },
})
const rowsPath = (index: number, rest: string) => `/data/attributes/profiles/data/${index}/attributes${rest}`

describe('a bulk import', () => {
  it('goes from queued to processing to complete on the service’s clock', async () => {
    const { ask, clock, klaviyo } = await startTestKlaviyo()
    const rows = Array.from({ length: 1000 }, (_, index) => row(`p${index}@example.com`))
    const answer = await ask('POST', jobs, importJob(rows))
    const { id, attributes } = resourceOf(answer)
    expect(answer.status).toBe(202)
    expect(Buffer.from(id, 'base64url').toString()).toMatch(/^PrAc7e_maintenance\.\w{6}\.\d+\.\w{6}$/)
    expect(attributes).toEqual({
      status: 'queued',
      created_at: '2026-11-20T09:00:00+00:00',
      total_count: 1000,
      completed_count: 0,
      failed_count: 0,
      completed_at: null,
      expires_at: '2026-11-27T09:00:00+00:00',
      started_at: null,
    })
    expect(klaviyo.state.profiles.size).toBe(300)
    const read = async () => resourceOf(await ask('GET', `${jobs}/${id}`)).attributes
    await clock.advance(2000)
    expect(await read()).toMatchObject({ status: 'processing', completed_count: 500, completed_at: null })
    await clock.advance(1000)
    expect(await read()).toMatchObject({
      status: 'complete',
      completed_count: 1000,
      started_at: '2026-11-20T09:00:01+00:00',
      completed_at: '2026-11-20T09:00:03+00:00',
    })
    expect(klaviyo.state.profiles.size).toBe(1300)
  })

  it('updates who is known, adds to the list, and leaves consent and the rest alone', async () => {
    const { importRows, klaviyo, list, person } = await startTestKlaviyo()
    const before = person('left.early@example.com')
    await importRows([row('left.early@example.com', { properties: { plan: 'pro' } })], [list('VIP').id])
    const after = person('left.early@example.com')
    expect(after.consent).toEqual(before.consent)
    expect(after.texts.first_name).toBe('Mara')
    expect(after.properties).toEqual({ plan: 'pro' })
    expect(list('VIP').members.has(after.id)).toBe(true)
    expect(klaviyo.tally.of(after.id)).toMatchObject({
      changed: 1,
      listAdds: 1,
      resubscribed: 0,
      mailsSent: 0,
    })
  })

  it('changes nothing the second time, the time of joining included', async () => {
    const { importRows, klaviyo, list, person } = await startTestKlaviyo()
    const rows = [row('again@example.com', { first_name: 'A', properties: { n: 1 } })]
    await importRows(rows, [list('VIP').id])
    const first = person('again@example.com')
    const joinedAt = list('VIP').members.get(first.id)
    await importRows(rows, [list('VIP').id])
    expect(person('again@example.com')).toEqual(first)
    expect(list('VIP').members.get(first.id)).toBe(joinedAt)
    expect(klaviyo.tally.of(first.id)).toMatchObject({
      created: 1,
      unchanged: 1,
      listAdds: 1,
      listRepeats: 1,
    })
    expect([...klaviyo.state.events.values()].filter(({ profileId }) => profileId === first.id)).toEqual([])
  })

  it('moves updated for a change, and not for joining a list', async () => {
    const { clock, importRows, list, person } = await startTestKlaviyo()
    const { updated } = person('li.na@example.org')
    await importRows([row('li.na@example.org')], [list('VIP').id])
    expect(person('li.na@example.org').updated).toBe(updated)
    await importRows([row('li.na@example.org', { title: 'x' })])
    expect(person('li.na@example.org').updated).toBe(clock.now() - 60_000 + 2000)
  })

  it('drops a bad number beside a good address without a word', async () => {
    const { ask, clock, person } = await startTestKlaviyo()
    const answer = await ask('POST', jobs, importJob([row('n@example.com', { phone_number: '+1234' })]))
    await clock.advance(10_000)
    expect(answer.status).toBe(202)
    expect(person('n@example.com').phoneNumber).toBeNull()
    const errors = await ask('GET', `${jobs}/${resourceOf(answer).id}/import-errors`)
    expect(documentOf(errors).data).toEqual([])
  })

  it('takes all rows or none: every bad row is named, and nothing is imported', async () => {
    const { ask, clock, klaviyo } = await startTestKlaviyo()
    const rows = [
      row('good@example.com'),
      row('bad'),
      { attributes: { phone_number: '+1234' } },
      { attributes: { first_name: 'Nobody' } },
      row('fine@example.com', { colour: 'red' }),
    ]
    const answer = await ask('POST', jobs, importJob(rows))
    expect([answer.status, ...pointersOf(answer)]).toEqual([
      400,
      rowsPath(1, '/email'),
      rowsPath(2, '/phone_number'),
      rowsPath(3, ''),
      rowsPath(4, '/colour'),
    ])
    await clock.advance(60_000)
    expect([klaviyo.state.profiles.size, klaviyo.state.importJobs.size]).toEqual([300, 0])
  })

  it('refuses an unknown list, with the words of the service', async () => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('POST', jobs, importJob([row('n@example.com')], ['NOPE01']))
    expect([answer.status, errorsOf(answer)[0]?.detail, ...pointersOf(answer)]).toEqual([
      400,
      'List ID NOPE01 does not exist.',
      '/data',
    ])
  })

  it('refuses a list in the wrong place, no rows, and more than 10,000', async () => {
    const { ask } = await startTestKlaviyo()
    const misplaced = {
      data: {
        type: 'profile-bulk-import-job',
        attributes: { profiles: { data: [{ type: 'profile', ...row('n@example.com') }] }, lists: ['x'] },
      },
    }
    expect(pointersOf(await ask('POST', jobs, misplaced))).toEqual(['/data/attributes/lists'])
    expect(pointersOf(await ask('POST', jobs, importJob([])))).toEqual(['/data/attributes/profiles/data'])
    const many = Array.from({ length: 10_001 }, (_, index) => row(`p${index}@example.com`))
    expect(pointersOf(await ask('POST', jobs, importJob(many)))).toEqual(['/data/attributes/profiles/data'])
    const large = row('n@example.com', { properties: { text: 'x'.repeat(100_000) } })
    expect(pointersOf(await ask('POST', jobs, importJob([large])))).toEqual([rowsPath(0, '')])
  })

  it('keeps the types of properties and patches them row by row', async () => {
    const { importRows, person } = await startTestKlaviyo()
    const properties = { n: 1, f: 1.5, b: false, t: '01234', l: ['a', 1], o: { x: null }, none: null }
    await importRows([row('typed@example.com', { properties })])
    expect(person('typed@example.com').properties).toEqual({
      n: 1,
      f: 1.5,
      b: false,
      t: '01234',
      l: ['a', 1],
      o: { x: null },
    })
    const meta = { patch_properties: { append: { l: 'b' }, unset: 'n' } }
    await importRows([{ ...row('typed@example.com'), meta }])
    expect(person('typed@example.com').properties).toMatchObject({ l: ['a', 1, 'b'], f: 1.5 })
    expect(person('typed@example.com').properties).not.toHaveProperty('n')
  })

  it('finishes with an error for a row whose address and number are two people’s', async () => {
    const { ask, importRows } = await startTestKlaviyo()
    const answer = await importRows([
      row('ok@example.com'),
      row('li.na@example.org', { phone_number: '+2348031234567' }),
    ])
    const { id } = resourceOf(answer)
    expect(resourceOf(await ask('GET', `${jobs}/${id}`)).attributes).toMatchObject({
      status: 'complete',
      completed_count: 1,
      failed_count: 1,
    })
    const [error] = documentOf(await ask('GET', `${jobs}/${id}/import-errors`)).data
    expect(error).toEqual({
      type: 'import-error',
      id: expect.any(String) as unknown,
      attributes: {
        code: 'duplicate_profile',
        title: 'Conflict.',
        detail: 'A profile already exists with one of these identifiers.',
        source: { pointer: '/data' },
        original_payload: {
          type: 'profile',
          attributes: { email: 'li.na@example.org', phone_number: '+2348031234567' },
        },
      },
    })
    const profiles = documentOf(await ask('GET', `${jobs}/${id}/profiles`))
    expect(profiles.data.map(({ attributes }) => attributes.email)).toEqual(['ok@example.com'])
  })

  it('is listed and found by its status', async () => {
    const { ask, clock, importRows } = await startTestKlaviyo()
    const done = resourceOf(await importRows([row('a@example.com')])).id
    const waiting = resourceOf(await ask('POST', jobs, importJob([row('b@example.com')]))).id
    const ids = async (query: string) =>
      documentOf(await ask('GET', `${jobs}?${query}`)).data.map(({ id }) => id)
    expect(await ids('sort=-created_at')).toEqual([waiting, done])
    expect(await ids('filter=equals(status,"complete")')).toEqual([done])
    await clock.advance(5000)
    expect(await ids('filter=any(status,["complete","cancelled"])')).toEqual([done, waiting])
    const missing = await ask('GET', `${jobs}/nope`)
    expect([missing.status, errorsOf(missing)[0]?.detail]).toEqual([404, 'Invalid job id'])
  })

  it('has lists, and import errors without an address of their own', async () => {
    const { ask, importRows, list } = await startTestKlaviyo()
    const { id } = resourceOf(await importRows([row('a@example.com')], [list('VIP').id]))
    const { relationships } = resourceOf(await ask('GET', `${jobs}/${id}?include=lists`))
    expect(relationships.lists?.data).toEqual([{ type: 'list', id: list('VIP').id }])
    expect(relationships['import-errors']?.links).not.toHaveProperty('self')
    expect(documentOf(await ask('GET', `${jobs}/${id}/relationships/lists`)).data).toEqual([
      { type: 'list', id: list('VIP').id },
    ])
  })
})
