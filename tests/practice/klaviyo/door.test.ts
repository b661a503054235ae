import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  errorsOf,
  importJob,
  pointersOf,
  profileBody,
  startTestKlaviyo,
  usualHeaders,
} from './klaviyoHarness.ts'
import type { TestKlaviyo } from './klaviyoHarness.ts'

/** Sends bytes as they are, with one of the JSON types. */
async function sendBytes(
  { address, klaviyo }: TestKlaviyo,
  path: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
) {
  const answer = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...usualHeaders(klaviyo), ...headers },
    body,
  })
  return { status: answer.status, text: await answer.text() }
}

const list = { data: { type: 'list', attributes: { name: 'x' } } }

describe('the key', () => {
  it.each([undefined, '', 'pk_abc', 'Basic cGs6', 'Token pk_abc'])(
    'is asked for where the Authorization header is %j',
    async (Authorization) => {
      const { ask } = await startTestKlaviyo()
      const answer = await ask('GET', '/api/lists', undefined, { Authorization })
      expect(answer.status).toBe(401)
      const [error, ...others] = errorsOf(answer)
      expect(others).toEqual([])
      expect(error).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        status: 401,
        code: 'not_authenticated',
        title: 'Authentication credentials were not provided.',
        detail: 'Missing or invalid authorization scheme. Please use Klaviyo-API-Key.',
        source: { pointer: '/data/' },
      })
    },
  )

  it('is refused when it is unknown, revoked, or a bearer token', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    for (const Authorization of [
      'Klaviyo-API-Key pk_invented',
      `Klaviyo-API-Key ${klaviyo.keys.revoked}`,
      `Bearer ${klaviyo.keys.all}`,
    ]) {
      const answer = await ask('GET', '/api/lists', undefined, { Authorization })
      expect([answer.status, errorsOf(answer)[0]?.code, errorsOf(answer)[0]?.detail]).toEqual([
        401,
        'authentication_failed',
        'Incorrect authentication credentials.',
      ])
    }
  })

  it('is looked at before everything else, and its refusals carry none of the service’s headers', async () => {
    const { ask } = await startTestKlaviyo()
    for (const path of ['/api/lists', '/api/nowhere', '/api/lists?nope=1']) {
      const { status, headers } = await ask('PUT', path, '{', {
        Authorization: undefined,
        revision: undefined,
      })
      expect([status, headers.get('ratelimit-limit'), headers.get('cid'), headers.get('allow')]).toEqual([
        401,
        null,
        null,
        null,
      ])
    }
  })

  it('without a scope is a 403, which counts towards the rate limit', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    const reader = { Authorization: `Klaviyo-API-Key ${klaviyo.keys.readOnly}` }
    expect((await ask('GET', '/api/lists', undefined, reader)).status).toBe(200)
    const refused = await ask('POST', '/api/lists', list, reader)
    expect([refused.status, errorsOf(refused)[0]?.code]).toEqual([403, 'permission_denied'])
    expect(errorsOf(refused)[0]).not.toHaveProperty('meta')
    expect(refused.headers.get('ratelimit-remaining')).toBe('9')
    expect(klaviyo.state.lists.size).toBe(12)
  })

  it('never reaches webhooks, whatever its scopes', async () => {
    const { ask, clock } = await startTestKlaviyo()
    for (const path of ['/api/webhooks', '/api/webhook-topics', '/api/webhooks/1']) {
      const answer = await ask('GET', path)
      expect([answer.status, errorsOf(answer)[0]?.detail]).toEqual([
        403,
        'You must have Advanced KDP enabled to use this endpoint.',
      ])
      await clock.advance(1000)
    }
  })
})

describe('the revision', () => {
  it.each([
    ['2026-07-15', '2026-07-15'],
    ['2026-08-01', '2026-07-15'],
    ['2026-07-15.pre', '2026-07-15.pre'],
    ['2025-02-01', '2025-01-15'],
    ['2023-02-22', '2025-01-15'],
  ])('%s is served as %s', async (revision, served) => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask('GET', '/api/lists', undefined, { revision })
    expect([answer.status, answer.headers.get('x-klaviyo-api-revision')]).toEqual([200, served])
  })

  it.each([undefined, '', '2026', 'latest', '2026-13-40', '2027-01-15', '2021-01-01'])(
    '%j is a 400',
    async (revision) => {
      const { ask } = await startTestKlaviyo()
      const answer = await ask('GET', '/api/lists', undefined, { revision })
      expect([answer.status, errorsOf(answer)[0]?.code]).toEqual([400, 'invalid'])
    },
  )

  it('that is retired is a 410 for who opted out of falling forward', async () => {
    const { ask } = await startTestKlaviyo()
    const headers = { revision: '2023-02-22', 'X-Klaviyo-Revision-Fall-Forward-Opt-Out': '1' }
    expect((await ask('GET', '/api/lists', undefined, headers)).status).toBe(410)
    expect((await ask('GET', '/api/v2/lists')).status).toBe(410)
  })

  it('that is stable doesn’t know what is in beta', async () => {
    const { ask } = await startTestKlaviyo()
    const stable = await ask('POST', '/api/profile-bulk-export-jobs', {})
    expect([stable.status, errorsOf(stable)[0]?.detail]).toEqual([404, 'No valid revisions found for method'])
    const beta = await ask('POST', '/api/profile-bulk-export-jobs', {}, { revision: '2026-07-15.pre' })
    expect(beta.status).toBe(403)
  })
})

describe('paths and methods', () => {
  it('work with and without a slash at their end; links repeat them without', async () => {
    const { ask } = await startTestKlaviyo()
    for (const path of ['/api/lists', '/api/lists/']) {
      const answer = await ask('GET', path)
      expect(answer.status).toBe(200)
      expect((answer.json as { links: { self: string } }).links.self).toMatch(/\/api\/lists$/)
    }
  })

  it('that are unknown are a 404, with another method a 405', async () => {
    const { ask } = await startTestKlaviyo()
    expect((await ask('GET', '/api/nowhere')).status).toBe(404)
    expect((await ask('GET', '/api')).status).toBe(404)
    const answer = await ask('PUT', '/api/lists', list)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST'])
  })

  it('answer with the headers of the service', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    const { headers } = await ask('GET', '/api/lists/NOPE01')
    expect(headers.get('content-type')).toBe('application/vnd.api+json')
    expect(headers.get('cid')).toBe(klaviyo.state.account.id)
    expect(headers.get('vary')).toBe('Accept, Accept-Language, Cookie, Origin')
    expect(headers.get('content-language')).toBe('en-us')
    expect(headers.get('x-klaviyo-req-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('allow')).toBe('GET, PATCH, DELETE')
    expect(headers.get('ratelimit-limit')).toBe('75, 75;w=1, 750;w=60')
  })
})

describe('the body', () => {
  it.each(['application/json', 'application/vnd.api+json', 'application/json; charset=utf-8'])(
    'may be %s',
    async (type) => {
      const { ask } = await startTestKlaviyo()
      expect((await ask('POST', '/api/lists', list, { 'Content-Type': type })).status).toBe(201)
    },
  )

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'as %s is a 415',
    async (type) => {
      const { ask } = await startTestKlaviyo()
      expect((await ask('POST', '/api/lists', list, { 'Content-Type': type })).status).toBe(415)
    },
  )

  it('may be gzipped, and in no other way packed', async () => {
    const practice = await startTestKlaviyo()
    const packed = gzipSync(JSON.stringify(list))
    expect((await sendBytes(practice, '/api/lists', packed, { 'Content-Encoding': 'gzip' })).status).toBe(201)
    expect((await sendBytes(practice, '/api/lists', packed, { 'Content-Encoding': 'br' })).status).toBe(415)
    const damaged = packed.subarray(0, 20)
    expect((await sendBytes(practice, '/api/lists', damaged, { 'Content-Encoding': 'gzip' })).status).toBe(
      400,
    )
  })

  it('is a 413 beyond 5 MB, also where it only unpacks to that', async () => {
    const practice = await startTestKlaviyo()
    const path = '/api/profile-bulk-import-jobs'
    const large = JSON.stringify(
      importJob([{ attributes: { email: 'a@example.com', image: 'x'.repeat(5_100_000) } }]),
    )
    expect((await practice.ask('POST', path, large)).status).toBe(413)
    const bomb = gzipSync(Buffer.alloc(200_000_000))
    const answer = await sendBytes(practice, path, bomb, { 'Content-Encoding': 'gzip' })
    expect(answer.status).toBe(413)
    expect(practice.klaviyo.state.importJobs.size).toBe(0)
  })

  it.each(['', '{', '[]', 'null', '"x"', '{"data":', `${'['.repeat(100_000)}${']'.repeat(100_000)}`])(
    'is a 400 where it is no document',
    async (body) => {
      const { ask, klaviyo } = await startTestKlaviyo()
      const answer = await ask('POST', '/api/lists', body)
      expect([answer.status, errorsOf(answer)[0]?.code]).toEqual([400, 'invalid'])
      expect(klaviyo.state.lists.size).toBe(12)
    },
  )

  it('is judged as a whole: every mistake at its place', async () => {
    const { ask } = await startTestKlaviyo()
    const answer = await ask(
      'POST',
      '/api/profiles',
      profileBody(
        {
          email: 'not an address',
          phone_number: '+1234',
          firstName: 'x',
          last_name: 5,
          location: { town: 'y' },
          properties: [],
        },
        { 'a/b~c': 1 },
      ),
    )
    expect(answer.status).toBe(400)
    expect([...pointersOf(answer)].sort()).toEqual([
      '/data/attributes/email',
      '/data/attributes/firstName',
      '/data/attributes/last_name',
      '/data/attributes/location/town',
      '/data/attributes/phone_number',
      '/data/attributes/properties',
      '/data/a~1b~0c',
    ])
    const details = errorsOf(answer).map(({ detail }) => detail)
    expect(details).toContain("'firstName' is not a valid field for the resource 'profile'.")
    expect(details).toContain("'town' is not a valid field for the resource 'location'.")
    expect(details).toContain('Invalid phone number format (Example of a valid format: +12345678901)')
    expect(errorsOf(answer)[0]).toMatchObject({ status: 400, title: 'Invalid input.', links: {}, meta: {} })
  })

  it('says which field is missing and which type is wrong', async () => {
    const { ask } = await startTestKlaviyo()
    const missing = await ask('POST', '/api/lists', { data: { type: 'list', attributes: {} } })
    expect([errorsOf(missing)[0]?.detail, ...pointersOf(missing)]).toEqual([
      "'name' is a required field for the resource 'list'.",
      '/data/attributes/name',
    ])
    const wrong = await ask('POST', '/api/lists', { data: { type: 'lists', attributes: { name: 'x' } } })
    expect([wrong.status, ...pointersOf(wrong)]).toEqual([400, '/data/type'])
  })

  it('never lets a property called __proto__ through to anything', async () => {
    const { ask, klaviyo } = await startTestKlaviyo()
    const body =
      '{"data":{"type":"profile","attributes":{"email":"p@example.com","properties":{"__proto__":{"x":1}}}}}'
    const answer = await ask('POST', '/api/profiles', body)
    expect(answer.status).toBe(201)
    expect(({} as { x?: unknown }).x).toBeUndefined()
    const { properties } = klaviyo.state.profiles.byEmail('p@example.com') ?? {}
    expect(Object.hasOwn(properties ?? {}, '__proto__')).toBe(true)
  })
})
