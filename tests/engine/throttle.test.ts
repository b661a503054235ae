import { describe, expect, it } from 'vitest'
import { throttle } from '../../electron/engine/throttle.ts'
import { progressFeed } from '../../electron/engine/run/progressFeed.ts'
import type { RunProgress } from '../../shared/contract/runs.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { RunId } from '../../shared/model.ts'
import { createManualClock } from '../support/manualClock.ts'

describe('a throttle', () => {
  it('passes on the first at once, then the newest of each interval', async () => {
    const clock = createManualClock()
    const passed: number[] = []
    const numbers = throttle<number>(clock, 100, (n) => passed.push(n))
    for (let n = 1; n <= 10; n += 1) {
      numbers.offer(n)
      await clock.advance(30)
    }
    expect(passed).toEqual([1, 4, 7, 10])
  })

  it('passes on what waits when it ends, and nothing twice', async () => {
    const clock = createManualClock()
    const passed: number[] = []
    const numbers = throttle<number>(clock, 100, (n) => passed.push(n))
    numbers.offer(1)
    numbers.offer(2)
    numbers.end()
    await clock.advance(1000)
    expect(passed).toEqual([1, 2])
    expect(clock.sleeping()).toBe(0)
  })
})

describe('the progress of a run', () => {
  const run = 1 as RunId
  const planned = { requests: 100_000, estimatedMs: 1_000_000 } as PlanSummary
  const feed = () => {
    const clock = createManualClock()
    const pushes: RunProgress[] = []
    return { clock, pushes, progress: progressFeed(clock, planned, (one) => pushes.push(one)) }
  }

  it('100,000 events in ten seconds are about a hundred pushes, and the last one always arrives', async () => {
    const { clock, pushes, progress } = feed()
    for (let done = 1; done <= 100_000; done += 1) {
      progress.counted({ run, done, total: 100_000, rejected: 0, requests: done })
      if (done % 100 === 0) await clock.advance(10)
    }
    progress.end()
    expect(pushes.length).toBeGreaterThan(90)
    expect(pushes.length).toBeLessThan(110)
    expect(pushes.at(-1)).toMatchObject({ done: 100_000, remainingMs: 0 })
  })

  it('says how many rows go in a minute by the last one, or what there is of it, and none of an earlier attempt', async () => {
    const { clock, progress } = feed()
    const counted = (done: number) =>
      progress.counted({ run, done, total: 1000, rejected: 0, requests: done })
    counted(400)
    counted(410)
    await clock.advance(29_000)
    counted(440)
    // 40 rows in half a minute.
    expect(progress.latest()?.rowsPerMinute).toBe(80)
    await clock.advance(41_000)
    expect(progress.latest()?.rowsPerMinute).toBe(30)
    await clock.advance(60_000)
    expect(progress.latest()?.rowsPerMinute).toBe(0)
  })

  it('says at least as much time left as it waits', () => {
    const { progress } = feed()
    progress.counted({ run, done: 999, total: 1000, rejected: 0, requests: 999 })
    expect(progress.latest()?.remainingMs).toBe(1000)
    const over = progress.waits({ ms: 45_000, why: 'limit' })
    expect(progress.latest()?.remainingMs).toBe(45_000)
    over()
    expect(progress.latest()?.remainingMs).toBe(1000)
  })

  it('says more time left than was planned where rows go more slowly', async () => {
    const { clock, progress } = feed()
    for (let done = 0; done <= 20; done += 1) {
      progress.counted({ run, done, total: 120, rejected: 0, requests: done })
      if (done < 20) await clock.advance(15_000)
    }
    // Planned are eight seconds for each; four went in the last minute.
    expect(progress.latest()).toMatchObject({ rowsPerMinute: 4, remainingMs: 1_500_000 })
  })

  it('says no more time left than was planned where rows only wait for the limit that the plan knew', async () => {
    const { clock, progress } = feed()
    for (let done = 0; done <= 90; done += 1) {
      progress.counted({ run, done, total: 120, rejected: 0, requests: done })
      expect(progress.latest()?.remainingMs).toBe(Math.round((1_000_000 * (120 - done)) / 120))
      if (done % 30 === 0) {
        const over = progress.waits({ ms: 200_000, why: 'limit' })
        await clock.advance(200_000)
        over()
      }
      await clock.advance(1000)
    }
  })

  it('says what it waits for until that is over', async () => {
    const { clock, pushes, progress } = feed()
    progress.counted({ run, done: 0, total: 10, rejected: 0, requests: 0 })
    progress.waits({ ms: 5000, why: 'limit' })
    await clock.advance(1000)
    expect(pushes.at(-1)?.waiting).toEqual({ ms: 4900, why: 'limit' })
    expect(progress.latest()?.waiting).toEqual({ ms: 4000, why: 'limit' })
    await clock.advance(4000)
    expect(progress.latest()?.waiting).toBeNull()
  })
})
