import { describe, expect, it } from 'vitest'
import {
  byEmail,
  documentOf,
  errorsOf,
  importJob,
  profileBody,
  resourceOf,
  startTestKlaviyo,
  subscribeJob,
  suppressionJob,
} from './klaviyoHarness.ts'

const jobs = '/api/profile-bulk-import-jobs'
const rows = Array.from({ length: 100 }, (_, index) => ({ attributes: { email: `p${index}@example.com` } }))

describe('faults of the way', () => {
  it('answer 429, 500, 503 and 401 for as often as asked', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([
      { kind: 'too-many-requests', times: 1, retryAfterSeconds: 60 },
      { kind: 'server-error', times: 1 },
      { kind: 'unavailable', times: 1, retryAfterSeconds: 2 },
      { kind: 'key-revoked', times: 1 },
    ])
    const answers = []
    for (let time = 0; time < 5; time++) answers.push(await ask('GET', '/api/lists'))
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [429, '60'],
      [500, null],
      [503, '2'],
      [401, null],
      [200, null],
    ])
  })

  it('answer with pages of a firewall instead of JSON', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([
      { kind: 'blocked', times: 1 },
      { kind: 'bad-request-page', times: 1 },
    ])
    for (const status of [403, 400]) {
      const answer = await ask('GET', '/api/lists')
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        status,
        'text/html; charset=UTF-8',
      ])
      expect(answer.headers.get('x-klaviyo-req-id')).toBeNull()
      expect(answer.text).toContain('cloudflare')
    }
  })

  it('break the connection before or after the write was stored', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([
      { kind: 'drop-before-commit', times: 1 },
      { kind: 'drop-after-commit', times: 1 },
    ])
    const create = (email: string) => ask('POST', '/api/profiles', profileBody({ email }))
    await expect(create('before@example.com')).rejects.toThrow()
    expect(klaviyo.state.profiles.byEmail('before@example.com')).toBeUndefined()
    await expect(create('after@example.com')).rejects.toThrow()
    expect(klaviyo.state.profiles.byEmail('after@example.com')).toBeDefined()
    expect(klaviyo.requests.entries.map(({ dropped }) => dropped)).toEqual(['before-commit', 'after-commit'])
  })

  it('don’t drop after a commit that never was', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'drop-after-commit' }])
    expect((await ask('GET', '/api/lists')).status).toBe(200)
    expect((await ask('POST', '/api/profiles', profileBody({}))).status).toBe(400)
  })

  it('are slow on the host’s clock', async () => {
    const { ask, clock, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'slow', ms: 5000, times: 1 }])
    const answer = ask('GET', '/api/lists')
    while (clock.sleeping() === 0) await clock.advance(0)
    await clock.advance(5000)
    expect((await answer).status).toBe(200)
  })

  it('let people leave just before a write about them', async () => {
    const { ask, clock, klaviyo, list, person } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'unsubscribes-between', times: 1 }])
    const email = 'ada.okafor@example.com'
    const path = '/api/profile-subscription-bulk-create-jobs'
    await ask('POST', path, subscribeJob([byEmail(email)], { listId: list('VIP').id }))
    expect(person(email).consent.email.consent).toBe('UNSUBSCRIBED')
    await clock.advance(15_000)
    expect(klaviyo.tally.of(person(email).id).resubscribed).toBe(1)
  })

  it('refuse a write with a conflict that doesn’t say whose', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'conflict-without-meta', times: 1 }])
    const answer = await ask('POST', '/api/profile-import', profileBody({ email: 'x@example.com' }))
    expect([answer.status, errorsOf(answer)[0]?.meta]).toEqual([409, {}])
    expect((await ask('POST', '/api/profile-import', profileBody({ email: 'x@example.com' }))).status).toBe(
      201,
    )
  })
})

describe('faults of jobs', () => {
  it('leave one stuck after some rows, for ever', async () => {
    const { ask, clock, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'stuck-job', afterRows: 30, times: 1 }])
    const { id } = resourceOf(await ask('POST', jobs, importJob(rows)))
    await clock.advance(86_400_000)
    expect(resourceOf(await ask('GET', `${jobs}/${id}`)).attributes).toMatchObject({
      status: 'processing',
      completed_count: 30,
      completed_at: null,
    })
    expect(klaviyo.state.profiles.size).toBe(330)
  })

  it('cancel one half way', async () => {
    const { ask, clock, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'cancelled-job', afterRows: 50, times: 1 }])
    const { id } = resourceOf(await ask('POST', jobs, importJob(rows)))
    await clock.advance(60_000)
    expect(resourceOf(await ask('GET', `${jobs}/${id}`)).attributes).toMatchObject({
      status: 'cancelled',
      completed_count: 50,
    })
    expect(klaviyo.state.profiles.size).toBe(350)
  })

  it('let single rows fail, with what was sent', async () => {
    const { ask, clock, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'failing-rows', rows: [3, 70], times: 1 }])
    const { id } = resourceOf(await ask('POST', jobs, importJob(rows)))
    await clock.advance(60_000)
    expect(resourceOf(await ask('GET', `${jobs}/${id}`)).attributes).toMatchObject({
      status: 'complete',
      completed_count: 98,
      failed_count: 2,
    })
    const errors = documentOf(await ask('GET', `${jobs}/${id}/import-errors`)).data
    expect(errors.map(({ attributes }) => attributes.original_payload)).toEqual([
      { type: 'profile', attributes: { email: 'p3@example.com' } },
      { type: 'profile', attributes: { email: 'p70@example.com' } },
    ])
  })

  it('make a suppression late and its job misleading', async () => {
    const { ask, clock, klaviyo, person } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'late-suppression', ms: 7_200_000, times: 1 }])
    const path = '/api/profile-suppression-bulk-create-jobs'
    const email = 'not.confirmed@example.org'
    const { id } = resourceOf(await ask('POST', path, suppressionJob('create', [email])))
    await clock.advance(7_199_000)
    expect(resourceOf(await ask('GET', `${path}/${id}`)).attributes).toMatchObject({
      status: 'processing',
      total_count: 1,
      skipped_count: 1,
    })
    expect(person(email).consent.email.suppressions).toEqual([])
    await clock.advance(1000)
    expect(klaviyo.state.profiles.byEmail(email)?.consent.email.suppressions).toHaveLength(1)
    expect(resourceOf(await ask('GET', `${path}/${id}`)).attributes.status).toBe('processing')
  })
})

describe('faults of pages', () => {
  it('put garbage into the first prev, which leads nowhere', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    klaviyo.faults.set([{ kind: 'garbage-prev' }])
    const { prev } = documentOf(await ask('GET', '/api/profiles?page[size]=5')).links
    expect(prev).toContain('Filters')
    expect((await ask('GET', prev?.replace(/^http:\/\/[^/]+/, '') ?? '')).status).toBe(400)
  })

  it('repeat the last row of the page before', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    const first = documentOf(await ask('GET', '/api/profiles?page[size]=5'))
    klaviyo.faults.set([{ kind: 'duplicate-rows', times: 1 }])
    const second = documentOf(await ask('GET', first.links.next?.replace(/^http:\/\/[^/]+/, '') ?? ''))
    expect(second.data[0]?.id).toBe(first.data[4]?.id)
    expect(second.data).toHaveLength(6)
  })
})

describe('the tally and the hooks', () => {
  it('call a hook when a write is stored and not yet answered', async () => {
    const { ask, klaviyo, person } = await startTestKlaviyo()
    const seen: unknown[] = []
    const stop = klaviyo.onCommit((commit) => {
      seen.push(commit)
    })
    const { id } = person('li.na@example.org')
    await ask('PATCH', `/api/profiles/${id}`, profileBody({ title: 'x' }, { id }))
    await ask('GET', '/api/lists')
    stop()
    await ask('PATCH', `/api/profiles/${id}`, profileBody({ title: 'y' }, { id }))
    expect(seen).toEqual([{ method: 'PATCH', path: `/api/profiles/${id}`, status: 200, profileIds: [id] }])
  })
})
