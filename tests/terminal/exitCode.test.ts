import { describe, expect, it } from 'vitest'
import { exitCodeOfRun, exitCodes } from '../../electron/terminal/exitCode.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { type RowOutcome, rowOutcomes } from '../../shared/model.ts'

const outcomes = (some: Partial<Record<RowOutcome, number>> = {}) => ({
  ...(Object.fromEntries(rowOutcomes.map((one) => [one, 0])) as Record<RowOutcome, number>),
  ...some,
})
const stopped = (stoppedCode: ErrorCode | null) =>
  exitCodeOfRun({ status: 'stopped', stoppedCode, outcomes: outcomes({ 'not-sent': 3 }) })
const finished = (some: Partial<Record<RowOutcome, number>>) =>
  exitCodeOfRun({ status: 'finished', stoppedCode: null, outcomes: outcomes({ written: 5, ...some }) })

describe('the exit code of a run', () => {
  it.each([
    ['unauthorized', exitCodes.notAllowed],
    ['forbidden', exitCodes.notAllowed],
    ['cancelled', exitCodes.cancelled],
    ['unavailable', exitCodes.tryAgain],
    ['rate-limited', exitCodes.tryAgain],
    ['conflict', exitCodes.conflict],
    ['bug', exitCodes.bug],
    [null, exitCodes.tryAgain],
  ] as const)('that was stopped says by what: %s → %i', (code, exitCode) => {
    expect(stopped(code)).toBe(exitCode)
  })

  it.each(['rejected', 'partly-written', 'in-doubt', 'not-sent'] as const)(
    'that finished with rows %s is "some rows failed"',
    (outcome) => {
      expect(finished({ [outcome]: 1 })).toBe(exitCodes.someRowsFailed)
    },
  )

  it('is "done" for rows that the plan had shown as not going', () => {
    expect(finished({ invalid: 2, 'held-back': 1, duplicate: 1, 'left-out': 1, unchanged: 1 })).toBe(
      exitCodes.done,
    )
  })
})
