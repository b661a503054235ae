import { describe, expect, it } from 'vitest'
import type { TestPractice } from '../harness.ts'
import { personIn, startTestPractice, subscriberOf } from '../harness.ts'

const newPerson = { email_address: 'new@example.com' }

function isThere({ kit }: TestPractice): boolean {
  return kit.state.subscribers.byEmail(newPerson.email_address) !== undefined
}

describe('faults', () => {
  it('answer 429 for as many requests as asked, with or without Retry-After', async () => {
    const { kit, call } = await startTestPractice()
    kit.faults.set([
      { kind: 'too-many-requests', times: 2 },
      { kind: 'too-many-requests', times: 1, retryAfterSeconds: 7 },
    ])
    const answers = [
      await call('GET', '/v4/tags'),
      await call('GET', '/v4/tags'),
      await call('GET', '/v4/tags'),
    ]
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [429, ''],
      [429, ''],
      [429, ''],
    ])
    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual([null, null, '7'])
    expect((await call('GET', '/v4/tags')).status).toBe(200)
  })

  it('answer 500 and 503 without a body, until cleared', async () => {
    const { kit, call } = await startTestPractice()
    kit.faults.set([{ kind: 'server-error' }])
    for (let time = 0; time < 3; time++) expect((await call('GET', '/v4/tags')).status).toBe(500)
    kit.faults.set([{ kind: 'unavailable', retryAfterSeconds: 2 }])
    const answer = await call('GET', '/v4/tags')
    expect([answer.status, answer.text, answer.headers.get('retry-after')]).toEqual([503, '', '2'])
    kit.faults.clear()
    expect((await call('GET', '/v4/tags')).status).toBe(200)
  })

  it('answer with the page of a firewall', async () => {
    const { kit, call } = await startTestPractice()
    kit.faults.set([{ kind: 'blocked', times: 1 }])
    const answer = await call('POST', '/v4/subscribers', newPerson)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
    expect(answer.text).toContain('blocked')
  })

  it('take the key away in the middle, in Kit’s words or in others', async () => {
    const { kit, call } = await startTestPractice()
    kit.faults.set([{ kind: 'key-revoked', skip: 1 }])
    expect((await call('GET', '/v4/tags')).status).toBe(200)
    const answer = await call('GET', '/v4/tags')
    expect([answer.status, answer.json]).toEqual([401, { errors: ['The access token is invalid'] }])
    kit.faults.set([{ kind: 'key-revoked', message: 'The access token expired' }])
    expect((await call('GET', '/v4/tags')).json).toEqual({ errors: ['The access token expired'] })
  })

  it('refuse new people beyond the plan, and nobody else', async () => {
    const practice = await startTestPractice()
    practice.kit.faults.set([{ kind: 'subscriber-limit' }])
    const known = { email_address: 'ada.okafor@example.com' }
    expect((await practice.call('POST', '/v4/subscribers', known)).status).toBe(200)
    const answer = await practice.call('POST', '/v4/subscribers', newPerson)
    expect([answer.status, answer.json]).toEqual([
      403,
      { errors: ['This request would exceed your subscriber limit'] },
    ])
    expect(isThere(practice)).toBe(false)
  })

  it('break the connection before anything is stored', async () => {
    const practice = await startTestPractice()
    practice.kit.faults.set([{ kind: 'drop-before-commit', times: 1 }])
    await expect(practice.call('POST', '/v4/subscribers', newPerson)).rejects.toThrow('fetch failed')
    expect(isThere(practice)).toBe(false)
    expect(practice.kit.requests.entries.at(-1)).toMatchObject({ status: null, dropped: 'before-commit' })
    expect((await practice.call('POST', '/v4/subscribers', newPerson)).status).toBe(201)
  })

  it('break the connection after it is stored, for writes only', async () => {
    const practice = await startTestPractice()
    practice.kit.faults.set([{ kind: 'drop-after-commit', times: 1 }])
    expect((await practice.call('GET', '/v4/tags')).status).toBe(200)
    expect((await practice.call('POST', '/v4/subscribers/filter', {})).status).toBe(200)
    await expect(practice.call('POST', '/v4/subscribers', newPerson)).rejects.toThrow('fetch failed')
    expect(isThere(practice)).toBe(true)
    expect(practice.kit.requests.entries.at(-1)).toMatchObject({ status: null, dropped: 'after-commit' })
    const again = await practice.call('POST', '/v4/subscribers', newPerson)
    expect(practice.kit.tally.of(subscriberOf(again).id)).toMatchObject({ created: 1, unchanged: 1 })
  })

  it('keep an answer waiting on the host’s clock, and nothing is stored meanwhile', async () => {
    const practice = await startTestPractice()
    practice.kit.faults.set([{ kind: 'slow', ms: 5000, times: 1 }])
    const answer = practice.call('POST', '/v4/subscribers', newPerson)
    await expect.poll(() => practice.clock.sleeping()).toBe(1)
    expect(isThere(practice)).toBe(false)
    await practice.clock.advance(5000)
    expect((await answer).status).toBe(201)
  })

  it('do not keep the server from closing while an answer waits', async () => {
    const practice = await startTestPractice()
    practice.kit.faults.set([{ kind: 'slow', ms: 600_000 }])
    const answer = practice.call('POST', '/v4/subscribers', newPerson).catch((error: unknown) => error)
    await expect.poll(() => practice.clock.sleeping()).toBe(1)
    await practice.close()
    expect(await answer).toBeInstanceOf(Error)
    expect(isThere(practice)).toBe(false)
  })

  it('let somebody leave between a read and the write about them', async () => {
    const practice = await startTestPractice()
    const { id } = personIn(practice, 'ada.okafor@example.com')
    practice.kit.faults.set([{ kind: 'unsubscribes-between', times: 1 }])
    expect(subscriberOf(await practice.call('GET', `/v4/subscribers/${id}`)).state).toBe('active')
    expect((await practice.call('POST', '/v4/tags', { name: 'About nobody' })).status).toBe(201)
    const write = await practice.call('POST', '/v4/subscribers', {
      email_address: 'ADA.okafor@example.com',
      first_name: 'Adaeze',
    })
    expect(subscriberOf(write)).toMatchObject({ state: 'cancelled', first_name: 'Adaeze' })
  })

  it('can be limited to a method and to paths', async () => {
    const { kit, call } = await startTestPractice()
    kit.faults.set([{ kind: 'server-error', method: 'POST', path: '/v4/tags/*/subscribers*' }])
    const [tag = 0] = kit.state.tags.keys()
    expect((await call('GET', `/v4/tags/${tag}/subscribers`)).status).toBe(200)
    expect((await call('POST', '/v4/tags', { name: 'a' })).status).toBe(201)
    expect((await call('POST', `/v4/tags/${tag}/subscribers/1`)).status).toBe(500)
  })

  it('refuse a fault that is none', async () => {
    const { kit } = await startTestPractice()
    expect(() => kit.faults.set([{ kind: 'earthquake' }])).toThrow()
    expect(() => kit.faults.set([{ kind: 'slow' }])).toThrow()
    expect(kit.faults.active()).toEqual([])
  })
})

describe('commit hooks', () => {
  it('run when a write is stored and not yet answered', async () => {
    const practice = await startTestPractice()
    const seen: unknown[] = []
    let isAnswered = false
    practice.kit.onCommit((commit) => {
      seen.push([commit, isThere(practice), isAnswered])
    })
    const answer = await practice.call('POST', '/v4/subscribers', newPerson)
    isAnswered = true
    expect(seen).toEqual([
      [
        { method: 'POST', path: '/v4/subscribers', status: 201, subscriberId: subscriberOf(answer).id },
        true,
        false,
      ],
    ])
  })

  it('hold the answer back until they are done, and stop when told to', async () => {
    const practice = await startTestPractice()
    const stop = practice.kit.onCommit(() => practice.clock.sleep(1000))
    const answer = practice.call('POST', '/v4/subscribers', newPerson)
    await expect.poll(() => practice.clock.sleeping()).toBe(1)
    stop()
    await practice.clock.advance(1000)
    expect((await answer).status).toBe(201)
    expect((await practice.call('POST', '/v4/subscribers', newPerson)).status).toBe(200)
  })

  it('do not run for reads, for what is refused, or for what never got so far', async () => {
    const { kit, call } = await startTestPractice()
    let commits = 0
    kit.onCommit(() => {
      commits++
    })
    await call('GET', '/v4/tags')
    await call('POST', '/v4/subscribers/filter', {})
    await call('POST', '/v4/tags', {})
    kit.faults.set([{ kind: 'server-error' }])
    await call('POST', '/v4/tags', { name: 'x' })
    expect(commits).toBe(0)
  })
})
