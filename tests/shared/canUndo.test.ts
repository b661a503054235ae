import { describe, expect, it } from 'vitest'
import { canUndo } from '../../shared/canUndo.ts'
import { noOutcomes } from '../../electron/engine/run/receipt.ts'

const wrote = { ...noOutcomes(), written: 3 }

describe('taking a run back', () => {
  it('is offered of one about people that has ended and wrote something', () => {
    for (const status of ['finished', 'cancelled'] as const)
      expect(canUndo({ status, outcomes: wrote, undoable: true })).toBe(true)
  })

  it('is not offered of one that may go on, or wrote nothing', () => {
    expect(canUndo({ status: 'stopped', outcomes: wrote, undoable: true })).toBe(false)
    expect(canUndo({ status: 'finished', outcomes: noOutcomes(), undoable: true })).toBe(false)
  })

  it('is not offered of one about tags, purchases or other things', () => {
    expect(canUndo({ status: 'finished', outcomes: wrote, undoable: false })).toBe(false)
  })

  it('also takes people back whom it only took out, in mode mirror', () => {
    const leavers = { ...noOutcomes(), written: 1 }
    const outcomes = { ...noOutcomes(), unchanged: 4 }
    expect(canUndo({ status: 'finished', outcomes, leavers, undoable: true })).toBe(true)
  })
})
