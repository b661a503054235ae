import { describe, expect, it } from 'vitest'
import type { TestPractice } from '../harness.ts'
import { startTestPractice } from '../harness.ts'

async function useUp({ call }: TestPractice): Promise<void> {
  for (let request = 0; request < 120; request++)
    expect((await call('GET', '/v4/account/colors')).status).toBe(200)
}

describe('the rate limit', () => {
  it('lets 120 requests through and answers the next with 429 and nothing else', async () => {
    const practice = await startTestPractice()
    await useUp(practice)
    const answer = await practice.call('GET', '/v4/account/colors')
    expect([answer.status, answer.text]).toEqual([429, ''])
    expect(answer.headers.get('content-type')).toBeNull()
    expect(answer.headers.get('retry-after')).toBeNull()
  })

  it('rolls: what came 60 seconds ago makes room for as many', async () => {
    const practice = await startTestPractice()
    await practice.call('GET', '/v4/account/colors')
    await practice.clock.advance(30_000)
    for (let request = 1; request < 120; request++) await practice.call('GET', '/v4/account/colors')
    expect((await practice.call('GET', '/v4/account/colors')).status).toBe(429)
    await practice.clock.advance(30_001)
    expect((await practice.call('GET', '/v4/account/colors')).status).toBe(200)
    expect((await practice.call('GET', '/v4/account/colors')).status).toBe(429)
  })

  it('counts each key for itself', async () => {
    const practice = await startTestPractice()
    await useUp(practice)
    const other = { 'X-Kit-Api-Key': practice.kit.keys[1] ?? '' }
    expect((await practice.call('GET', '/v4/account/colors', undefined, other)).status).toBe(200)
  })

  it('says 401 rather than 429 to a bad key', async () => {
    const practice = await startTestPractice()
    await useUp(practice)
    expect((await practice.call('GET', '/v4/account', undefined, { 'X-Kit-Api-Key': 'wrong' })).status).toBe(
      401,
    )
  })

  it('passes 60 times as fast at speed 60', async () => {
    const practice = await startTestPractice({ speed: 60 })
    await useUp(practice)
    expect((await practice.call('GET', '/v4/account/colors')).status).toBe(429)
    await practice.clock.advance(1001)
    expect((await practice.call('GET', '/v4/account/colors')).status).toBe(200)
  })

  it('says how long to wait only where it is asked to', async () => {
    const practice = await startTestPractice({ sendsRetryAfter: true, speed: 2 })
    await useUp(practice)
    expect((await practice.call('GET', '/v4/account/colors')).headers.get('retry-after')).toBe('30')
  })

  it('stores nothing of a write it refuses', async () => {
    const practice = await startTestPractice()
    await useUp(practice)
    await practice.call('POST', '/v4/tags', { name: 'Too much' })
    expect([...practice.kit.state.tags.values()].map((tag) => tag.name)).not.toContain('Too much')
  })
})
