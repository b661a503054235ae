import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answerWhenReady } from '../../electron/http/answers.ts'
import type { HostAnswer } from '../../shared/contract/host.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('an answer that takes hours gives a sign of life every 15 seconds, and is JSON all the same', async () => {
  const { promise, resolve } = Promise.withResolvers<HostAnswer>()
  const text = answerWhenReady(promise).text()
  await vi.advanceTimersByTimeAsync(60_000)
  resolve({ ok: { run: 7 } })
  expect(await text).toBe('    {"ok":{"run":7}}')
})

it('an answer for a client that went away is nobody’s, and breaks nothing', async () => {
  const { promise, resolve } = Promise.withResolvers<HostAnswer>()
  await answerWhenReady(promise).body?.cancel()
  resolve({ ok: null })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(vi.getTimerCount()).toBe(0)
})
