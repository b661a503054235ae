import { describe, expect, it } from 'vitest'
import { rowOutcome } from '../../../electron/engine/run/rowOutcome.ts'
import type { Step } from '../../../electron/engine/store/journal.ts'
import type { ChangeId } from '../../../shared/model.ts'

const settled = (status: Step['status']): Step => ({
  change: 1 as ChangeId,
  state: 'settled',
  status,
  reason: null,
  remoteId: null,
})
const sending: Step = { change: 1 as ChangeId, state: 'sending', status: null, reason: null, remoteId: null }
const waiting: Step = { change: 1 as ChangeId, state: 'waiting', status: null, reason: null, remoteId: null }

describe('rowOutcome', () => {
  it.each([
    ['written', [settled('written'), settled('written')]],
    ['accepted', [settled('accepted'), settled('written')]],
    ['partly-written', [settled('written'), settled('rejected')]],
    ['partly-written', [settled('written'), settled('held-back')]],
    ['partly-written', [settled('written'), undefined]],
    ['rejected', [settled('rejected'), settled('rejected')]],
    ['held-back', [settled('held-back')]],
    ['in-doubt', [settled('written'), sending]],
    ['not-sent', [undefined, undefined]],
    ['not-sent', [waiting]],
  ] as const)('is %s', (outcome, steps) => {
    expect(rowOutcome('update', steps)).toBe(outcome)
  })

  it.each(['unchanged', 'invalid', 'duplicate', 'left-out', 'held-back'] as const)(
    'stays %s for a row that the plan did not send',
    (kind) => {
      expect(rowOutcome(kind, [])).toBe(kind)
    },
  )
})
