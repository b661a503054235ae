import { describe, expect, it } from 'vitest'
import { extendChart, thinned, withLatest } from '../../renderer/features/run/chartPoints.ts'
import { canGoOn, isUnderWay, runPhase } from '../../renderer/features/run/runPhase.ts'
import { timeLeftWords, waitWords } from '../../renderer/features/run/waitWords.ts'
import type { RunProgress, RunView } from '../../shared/contract/runs.ts'
import type { ConnectionId, PlanId, RunId, SourceId } from '../../shared/model.ts'

describe('where a run stands', () => {
  it('waits for its turn until something was counted', () => {
    expect(runPhase(view({ status: 'running' }), null).phase).toBe('waiting-its-turn')
    expect(runPhase(view({ status: 'running' }), progress({})).phase).toBe('sending')
  })

  it('tells a pause of the user from a failure', () => {
    expect(runPhase(view({ status: 'stopped', stoppedCode: 'cancelled' }), null).phase).toBe('paused')
    expect(
      runPhase(
        view({ status: 'stopped', stoppedCode: 'unauthorized', stoppedBecause: 'The key was refused.' }),
        null,
      ),
    ).toEqual({ phase: 'stopped', because: 'The key was refused.', code: 'unauthorized' })
  })

  it('is interrupted, not sending, when the program ended in the middle of it', () => {
    const left = view({ status: 'running', interrupted: true })
    expect(runPhase(left, progress({})).phase).toBe('interrupted')
    expect(isUnderWay(left)).toBe(false)
    expect(canGoOn(left)).toBe(true)
  })

  it('cannot be gone on with once it is cancelled or finished', () => {
    expect(canGoOn(view({ status: 'cancelled' }))).toBe(false)
    expect(canGoOn(view({ status: 'finished' }))).toBe(false)
  })
})

describe('what a run waits for, in words', () => {
  const service = 'Kit'

  it('says nothing while it sends', () => {
    expect(waitWords({ progress: progress({}), sinceMs: 500, service })).toBeNull()
  })

  it('counts a wait for the limit down between two pieces of news', () => {
    const waiting = progress({ waiting: { ms: 40_000, why: 'limit' } })
    expect(waitWords({ progress: waiting, sinceMs: 10_000, service })).toMatch(
      /^Waiting 30 s: Kit takes only/,
    )
  })

  it('says that the service asked for a pause, and that a request is tried again', () => {
    const asked = progress({ waiting: { ms: 9000, why: 'retry-after' } })
    const again = progress({ waiting: { ms: 4000, why: 'retry' } })
    expect(waitWords({ progress: asked, sinceMs: 0, service })).toBe('Waiting 9 s: Kit asked for a pause.')
    expect(waitWords({ progress: again, sinceMs: 0, service })).toContain('Trying it again in 4 s')
  })

  it('waits for an answer when nothing was heard for a while, also after a wait that is over', () => {
    const over = progress({ waiting: { ms: 1000, why: 'limit' } })
    expect(waitWords({ progress: over, sinceMs: 5000, service })).toContain('Waiting for Kit to answer')
    expect(waitWords({ progress: progress({}), sinceMs: 5000, service })).toContain(
      'Waiting for Kit to answer',
    )
  })

  it('counts the time left down, and names none where nobody knows', () => {
    expect(timeLeftWords(progress({ remainingMs: 240_000 }), 60_000)).toBe('About 3 min left')
    expect(timeLeftWords(progress({ remainingMs: null }), 0)).toBeNull()
  })

  it('does not say that it is almost done while it waits, or takes longer than was reckoned', () => {
    expect(timeLeftWords(progress({ remainingMs: 900 }), 0)).toBe('Almost done')
    expect(timeLeftWords(progress({ remainingMs: 900 }), 3000)).toBeNull()
    expect(timeLeftWords(progress({ remainingMs: 20_000 }), 19_500)).toBeNull()
    const job = { ms: 5000, why: 'job' } as const
    expect(timeLeftWords(progress({ remainingMs: 900, waiting: job }), 0)).toBeNull()
  })
})

describe('the chart of a run', () => {
  it('puts what was heard behind what was read, each moment once', () => {
    const read = [point(1, 0), point(2, 5)]
    expect(extendChart(read, [point(2, 5), point(3, 9)])).toEqual([point(1, 0), point(2, 5), point(3, 9)])
  })

  it('ends with the newest count, so that it agrees with the one above it', () => {
    expect(withLatest([point(1, 0), point(9, 5)], point(12, 7))).toEqual([
      point(1, 0),
      point(9, 5),
      point(12, 7),
    ])
    // What was read is counted up to the end of a slot, a little ahead of now.
    expect(withLatest([point(1, 0), point(9, 5)], point(8, 7))).toEqual([point(1, 0), point(8, 7)])
    expect(withLatest([point(1, 0)], null)).toEqual([point(1, 0)])
  })

  it('keeps its first and last point when it is thinned', () => {
    const points = Array.from({ length: 300 }, (_, at) => point(at, at))
    const few = thinned(points)
    expect(few.length).toBeLessThanOrEqual(120)
    expect([few[0], few.at(-1)]).toEqual([points[0], points.at(-1)])
  })
})

function point(atMs: number, done: number) {
  return { atMs, done, rejected: 0 }
}

function progress(some: Partial<RunProgress>): RunProgress {
  return {
    run: 1 as RunId,
    done: 10,
    total: 100,
    rejected: 0,
    requests: 10,
    remainingMs: null,
    rowsPerMinute: 60,
    waiting: null,
    ...some,
  }
}

function view(some: Partial<RunView>): RunView {
  return {
    id: 1 as RunId,
    plan: 1 as PlanId,
    connection: 'Acme Bakery',
    connectionId: 'c1' as ConnectionId,
    colour: 'teal',
    source: 'people.csv',
    sourceId: 's1' as SourceId,
    status: 'running',
    interrupted: false,
    stoppedBecause: null,
    stoppedCode: null,
    startedAt: 0,
    endedAt: null,
    undoes: null,
    aboutPeople: true,
    undoable: true,
    toReadBack: false,
    ...some,
  }
}
