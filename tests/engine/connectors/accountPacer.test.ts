import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { createAccountPacer, pacedFetch } from '../../../electron/engine/connectors/accountPacer.ts'
import type { RateBucket, RateWindow } from '../../../electron/engine/connectors/limits.ts'
import type { WaitReason } from '../../../electron/engine/connectors/pacer.ts'
import { createManualClock } from '../../support/manualClock.ts'

const minute = 60_000

/** A service under manual time: it counts each request when it arrives and answers when told to. */
function setUp(windows: readonly RateWindow[] = [{ requests: 3, windowMs: minute }]) {
  const clock = createManualClock()
  const waits: [number, WaitReason][] = []
  const bucket: RateBucket = { name: 'account', windows }
  const onWait = (ms: number, why: WaitReason) => waits.push([ms, why])
  const pacer = createAccountPacer({ bucketsOf: () => [bucket], speed: 1, clock, onWait })
  const arrivals: number[] = []
  const answers: Response[] = []
  let answerMs = 0
  const service = async () => {
    arrivals.push(clock.monotonic())
    if (answerMs > 0) await clock.sleep(answerMs)
    return answers.shift() ?? new Response('{}')
  }
  return {
    clock,
    pacer,
    estimateMs: (requests: number) => pacer.estimateMs([{ bucket, requests }]),
    waits,
    arrivals,
    answers,
    fetch: pacedFetch(service, pacer),
    answerAfter: (ms: number) => (answerMs = ms),
  }
}

function mostInAnyWindow(arrivals: readonly number[], windowMs: number): number {
  return Math.max(
    ...arrivals.map((start) => arrivals.filter((at) => at >= start && at < start + windowMs).length),
  )
}

const tooMany = (retryAfter?: string) =>
  new Response(null, { status: 429, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } })

describe('pacedFetch', () => {
  it('lets as many through at once as the window has places, and the next one a window later', async () => {
    const { clock, fetch, arrivals } = setUp()
    const all = Promise.all([1, 2, 3, 4].map(() => fetch('http://x/')))
    await clock.advance(0)
    expect(arrivals).toEqual([0, 0, 0])
    await clock.advance(minute - 1)
    expect(arrivals).toHaveLength(3)
    await clock.advance(1)
    await all
    expect(arrivals).toEqual([0, 0, 0, minute])
  })

  it('frees a place a window after the answer, because the service counts somewhere before it', async () => {
    const { clock, fetch, arrivals, answerAfter } = setUp([{ requests: 1, windowMs: minute }])
    answerAfter(5_000)
    const both = Promise.all([fetch('http://x/'), fetch('http://x/')])
    await clock.advance(minute)
    expect(arrivals).toEqual([0])
    await clock.advance(10_000)
    await both
    expect(arrivals).toEqual([0, minute + 5_000])
  })

  it('never puts more into any window than it holds, at several windows at once and slow answers', async () => {
    const windows = [
      { requests: 4, windowMs: 1_000 },
      { requests: 10, windowMs: minute },
    ]
    const { clock, fetch, arrivals, answerAfter } = setUp(windows)
    answerAfter(130)
    const all = Promise.all(Array.from({ length: 35 }, () => fetch('http://x/')))
    await clock.advance(5 * minute)
    await all
    expect(arrivals).toHaveLength(35)
    expect(mostInAnyWindow(arrivals, 1_000)).toBe(4)
    expect(mostInAnyWindow(arrivals, minute)).toBe(10)
  })

  it('serves in the order asked, also past someone who gave up', async () => {
    const { clock, pacer } = setUp([{ requests: 1, windowMs: minute }])
    const served: string[] = []
    const ask = async (name: string, signal?: AbortSignal) => {
      const turn = await pacer.turn('GET', new URL('http://x/'), signal)
      served.push(name)
      turn.answered(new Response())
    }
    const impatient = new AbortController()
    const first = ask('first')
    const gaveUp = expect(ask('gave up', impatient.signal)).rejects.toMatchObject({ code: 'cancelled' })
    const others = [ask('second'), ask('third')]
    await clock.advance(10)
    impatient.abort()
    await gaveUp
    expect(served).toEqual(['first'])
    await clock.advance(3 * minute)
    await Promise.all([first, ...others])
    expect(served).toEqual(['first', 'second', 'third'])
  })

  it('says of a request cancelled while it waited that it never left', async () => {
    const { clock, fetch, arrivals } = setUp([{ requests: 1, windowMs: minute }])
    await fetch('http://x/')
    const stop = new AbortController()
    const waiting = fetch('http://x/', { signal: stop.signal }).catch((error: unknown) => error)
    await clock.advance(1_000)
    stop.abort()
    const error = await waiting
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'cancelled', mayHaveHappened: false })
    expect(arrivals).toHaveLength(1)
    expect(clock.sleeping()).toBe(0)
  })

  it('gives the place of a failed request back', async () => {
    const { clock, pacer } = setUp([{ requests: 1, windowMs: minute }])
    const broken = pacedFetch(() => Promise.reject(new TypeError('fetch failed')), pacer)
    await expect(broken('http://x/')).rejects.toThrow('fetch failed')
    const second = expect(broken('http://x/')).rejects.toThrow('fetch failed')
    await clock.advance(minute)
    await second
  })

  it('stops the whole account for as long as a 429 asks', async () => {
    const { clock, fetch, arrivals, answers, waits } = setUp([{ requests: 100, windowMs: minute }])
    answers.push(tooMany('7'))
    await fetch('http://x/')
    const others = Promise.all([fetch('http://x/'), fetch('http://x/')])
    await clock.advance(6_999)
    expect(arrivals).toEqual([0])
    await clock.advance(1)
    await others
    expect(arrivals).toEqual([0, 7_000, 7_000])
    expect(waits).toEqual([[7_000, 'retry-after']])
  })

  it('stops for a 503 that says when to come back, and not for one that does not', async () => {
    const { clock, fetch, arrivals, answers } = setUp([{ requests: 100, windowMs: minute }])
    answers.push(
      new Response(null, { status: 503 }),
      new Response(null, { status: 503, headers: { 'retry-after': '3' } }),
    )
    await fetch('http://x/')
    await fetch('http://x/')
    const third = fetch('http://x/')
    await clock.advance(3_000)
    await third
    expect(arrivals).toEqual([0, 0, 3_000])
  })

  it('waits twice as long after each 429 that names no time, and counts refusals that came together once', async () => {
    const { clock, fetch, arrivals, answers, answerAfter } = setUp([{ requests: 100, windowMs: minute }])
    answerAfter(10)
    answers.push(tooMany(), tooMany(), tooMany(), tooMany(), tooMany())
    const together = Promise.all([fetch('http://x/'), fetch('http://x/'), fetch('http://x/')])
    await clock.advance(10)
    await together
    for (let n = 0; n < 3; n += 1) {
      const one = fetch('http://x/')
      await clock.advance(10_000)
      await one
    }
    expect(arrivals.slice(0, 4)).toEqual([0, 0, 0, 1_010])
    // A refusal at 1,020 shuts for two seconds; the next request, asked for at 10,010, finds that over.
    expect(arrivals[4]).toBe(10_010)
    expect(arrivals[5]).toBe(20_010)
  })

  it('tries a refusing account with one request, and lets the others go when that is taken', async () => {
    const { clock, fetch, arrivals, answers, answerAfter } = setUp([{ requests: 20, windowMs: minute }])
    answers.push(tooMany('10'), tooMany('10'))
    await fetch('http://x/')
    answerAfter(1_000)
    const others = Promise.all([1, 2, 3, 4].map(() => fetch('http://x/')))
    await clock.advance(10_000)
    expect(arrivals).toEqual([0, 10_000])
    await clock.advance(11_000)
    expect(arrivals).toEqual([0, 10_000, 21_000])
    await clock.advance(10_000)
    await others
    expect(arrivals).toEqual([0, 10_000, 21_000, 22_000, 22_000])
  })

  it('does not park a run for a day because a header says so', async () => {
    const { clock, fetch, arrivals, answers } = setUp()
    answers.push(tooMany('86400'))
    await fetch('http://x/')
    const next = fetch('http://x/')
    await clock.advance(5 * minute)
    await next
    expect(arrivals).toEqual([0, 5 * minute])
  })

  it('is not misled when the user sets the clock back', async () => {
    const { clock, fetch, arrivals } = setUp([{ requests: 1, windowMs: minute }])
    await fetch('http://x/')
    const next = fetch('http://x/')
    clock.setNow(0)
    await clock.advance(minute)
    await next
    expect(arrivals).toEqual([0, minute])
  })

  it('estimates how long requests take from a standing start', () => {
    const { estimateMs } = setUp([{ requests: 120, windowMs: minute }])
    expect([0, 1, 120, 121, 10_000].map((n) => estimateMs(n))).toEqual([0, 0, 0, minute, 83 * minute])
  })

  it('keeps the limits of each bucket apart, and all that a request counts in', async () => {
    const clock = createManualClock()
    const bucket = (name: string, requests: number) => ({ name, windows: [{ requests, windowMs: minute }] })
    const all = bucket('account', 3)
    const slow = bucket('lists', 1)
    const bucketsOf = (_method: string, url: URL) => (url.pathname === '/lists' ? [slow, all] : [all])
    const pacer = createAccountPacer({ bucketsOf, speed: 1, clock })
    const arrivals: [string, number][] = []
    const fetch = pacedFetch((input) => {
      arrivals.push([new URL(input).pathname, clock.monotonic()])
      return Promise.resolve(new Response('{}'))
    }, pacer)
    const paths = ['/lists', '/lists', '/people', '/people', '/people']
    const done = Promise.all(paths.map((path) => fetch(`http://x${path}`)))
    await clock.advance(2 * minute)
    await done
    const times = (path: string) => arrivals.filter(([one]) => one.startsWith(path)).map(([, at]) => at)
    expect(mostInAnyWindow(times('/lists'), minute)).toBe(1)
    expect(mostInAnyWindow(times('/'), minute)).toBe(3)
    expect(times('/')).toHaveLength(5)
    expect(
      pacer.estimateMs([
        { bucket: all, requests: 5 },
        { bucket: slow, requests: 3 },
      ]),
    ).toBe(2 * minute)
  })

  it('shortens the windows of a practice account that runs faster', async () => {
    const clock = createManualClock()
    const bucket = { name: 'account', windows: [{ requests: 1, windowMs: minute }] }
    const pacer = createAccountPacer({ bucketsOf: () => [bucket], speed: 60, clock })
    const fetch = pacedFetch(() => Promise.resolve(new Response('{}')), pacer)
    const both = Promise.all([fetch('http://x/'), fetch('http://x/')])
    await clock.advance(1000)
    await both
    expect(pacer.requests()).toBe(2)
  })

  it('counts the requests it let through', async () => {
    const { fetch, pacer } = setUp()
    await fetch('http://x/')
    await fetch('http://x/')
    expect(pacer.requests()).toBe(2)
  })
})
