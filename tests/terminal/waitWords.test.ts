import { describe, expect, it } from 'vitest'
import { doubtWords, waitWords } from '../../electron/terminal/waitWords.ts'

describe('what a run waits for, in the terminal', () => {
  it('is said with how long', () => {
    expect(waitWords({ ms: 40_000, why: 'limit' })).toBe("waiting 40 s: the account's limit")
    expect(waitWords({ ms: 15_000, why: 'job' })).toMatch(/^waiting 15 s: the service is at work/)
    expect(waitWords({ ms: 29 * 60_000, why: 'doubt' })).toMatch(/^waiting 29 min: no answer came/)
  })

  it('for the fate of a request: with the way to go on without it, and what that means', () => {
    expect(doubtWords({ ms: 29 * 60_000, why: 'doubt' })).toMatch(
      /within 29 min.+listferry resume --leave-doubts.+in doubt and are not sent again/,
    )
  })
})
